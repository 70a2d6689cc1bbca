import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AssertionError } from "../src/assert.ts";
import { EpochHistory, type EpochStart } from "../src/epoch-history.ts";

/** "1@0 3@10": epoch 1 wrote from offset 0, epoch 3 from 10. */
function parse(text: string): EpochHistory {
  if (text === "") return EpochHistory.empty;
  const entries = text.split(" ").map((entry): EpochStart => {
    const [epoch, start] = entry.split("@").map(Number) as [number, number];
    return { epoch, start };
  });
  return new EpochHistory(entries);
}

function render(history: EpochHistory): string {
  return history.entries.map(({ epoch, start }) => `${epoch}@${start}`).join(" ");
}

/** Runs one command, as in "assign 3@10", on the history and gives what it renders to. */
function run(history: EpochHistory, command: string): string {
  const [verb, argument] = command.split(" ") as [string, string];
  switch (verb) {
    case "assign":
      return render(history.assign(parse(argument).entries[0] as EpochStart));
    case "truncateTo":
      return render(history.truncateTo(Number(argument)));
    case "startFrom":
      return render(history.startFrom(Number(argument)));
    case "endOf": {
      const { epoch, end } = history.endOf({ epoch: Number(argument), logEnd: 20 });
      return `${epoch} ends ${end}`;
    }
    default:
      throw new Error(`no command ${verb}`);
  }
}

/** `script` is a history and a command: "1@0 3@10 | assign 4@12". */
function check(name: string, script: string, expected: string): void {
  test(name, () => {
    const [history, command] = script.split("|").map((part) => part.trim()) as [string, string];
    expect(run(parse(history), command)).toBe(expected);
  });
}

describe("assign", () => {
  check("the first epoch", "| assign 4@0", "4@0");
  check("a log that does not begin at 0", "| assign 4@17", "4@17");
  check("a newer epoch", "1@0 | assign 3@10", "1@0 3@10");
  check("the newest again, further on, changes nothing", "1@0 3@10 | assign 3@12", "1@0 3@10");
  check("an epoch that wrote nothing gives way (B29)", "1@0 3@10 | assign 4@10", "1@0 4@10");
  check("even when it is the only one", "1@0 | assign 2@0", "2@0");

  test("neither epochs nor offsets go back (I21)", () => {
    expect(() => parse("3@10").assign({ epoch: 2, start: 12 })).toThrow(AssertionError);
    expect(() => parse("3@10").assign({ epoch: 4, start: 9 })).toThrow(AssertionError);
    expect(() => parse("3@10 3@12")).toThrow(AssertionError);
    expect(() => parse("3@10 4@10")).toThrow(AssertionError);
  });
});

describe("endOf: where a follower's newest epoch ends here, with log end 20 (KIP-279)", () => {
  check("our newest epoch ends at the log end", "1@0 3@10 | endOf 3", "3 ends 20");
  check("an older one where the next began", "1@0 3@10 | endOf 1", "1 ends 10");
  check("for one that we skipped, the largest below it", "1@0 3@10 | endOf 2", "1 ends 10");
  check("for one newer than all of ours, our newest", "1@0 3@10 | endOf 9", "3 ends 20");
  check("one older than all we know", "3@10 | endOf 2", "-1 ends -1");
  check("an empty history", "| endOf 2", "-1 ends -1");
});

describe("truncateTo", () => {
  check("inside the newest epoch", "1@0 3@10 | truncateTo 15", "1@0 3@10");
  check("at its start it goes with its records", "1@0 3@10 | truncateTo 10", "1@0");
  check("across several epochs", "1@0 3@10 4@20 | truncateTo 5", "1@0");
  check("to nothing", "1@0 3@10 | truncateTo 0", "");
});

describe("startFrom", () => {
  check("inside an epoch, which now starts there", "1@0 3@10 4@20 | startFrom 12", "3@12 4@20");
  check("at an epoch's start", "1@0 3@10 4@20 | startFrom 10", "3@10 4@20");
  check("at the first start", "1@0 3@10 | startFrom 0", "1@0 3@10");
  check("before the first start", "3@10 | startFrom 5", "3@10");
  check("beyond the last start", "1@0 3@10 | startFrom 50", "3@50");
  check("of an empty history", "| startFrom 5", "");
});

test("epochOf and lastEpoch", () => {
  const history = parse("1@5 3@10");
  expect([4, 5, 9, 10, 99].map((offset) => history.epochOf(offset))).toEqual([-1, 1, 1, 3, 3]);
  expect(history.lastEpoch).toBe(3);
  expect(EpochHistory.empty.lastEpoch).toBe(-1);
});

// The plain model of a log: which epoch wrote each offset.
type Step =
  | { readonly kind: "append"; readonly epochsLater: number; readonly count: number }
  | { readonly kind: "truncate"; readonly back: number }
  | { readonly kind: "deletePrefix"; readonly ahead: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("append" as const),
    epochsLater: fc.nat(3),
    count: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ kind: fc.constant("truncate" as const), back: fc.nat(12) }),
  fc.record({ kind: fc.constant("deletePrefix" as const), ahead: fc.nat(6) }),
);

class ModelLog {
  start = 0;
  epochs: number[] = [];
  newest = 0;
  history = EpochHistory.empty;

  get end(): number {
    return this.start + this.epochs.length;
  }

  take(taken: Step): void {
    if (taken.kind === "append") {
      this.newest += taken.epochsLater;
      this.history = this.history.assign({ epoch: this.newest, start: this.end });
      for (let i = 0; i < taken.count; i++) this.epochs.push(this.newest);
    } else if (taken.kind === "truncate") {
      const kept = Math.max(0, this.epochs.length - taken.back);
      this.epochs.length = kept;
      this.history = this.history.truncateTo(this.end);
    } else {
      const gone = Math.min(taken.ahead, Math.max(0, this.epochs.length - 1));
      this.epochs.splice(0, gone);
      this.start += gone;
      this.history = this.history.startFrom(this.start);
    }
  }

  /** What one scan of the log, as in recovery, would find. */
  rebuilt(): EpochHistory {
    let history = EpochHistory.empty;
    for (const [i, epoch] of this.epochs.entries()) {
      history = history.assign({ epoch, start: this.start + i });
    }
    return history;
  }
}

test("law: after any appends, truncations and deletions the history equals a rebuild", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const log = new ModelLog();
      for (const taken of steps) {
        log.take(taken);
        expect(render(log.history)).toBe(render(log.rebuilt()));
        for (const [i, epoch] of log.epochs.entries()) {
          expect(log.history.epochOf(log.start + i)).toBe(epoch);
        }
      }
    }),
  );
});
