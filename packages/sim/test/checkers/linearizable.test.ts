import { Prng, randomBelow } from "@sordini/base";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  linearizable,
  linearizableByKey,
  type Model,
  type Operation,
} from "../../src/checkers/metadata/linearizable.ts";
import {
  type RegisterAnswer,
  type RegisterCall,
  registerModel,
  type RegisterOperation,
} from "../../src/checkers/metadata/register-model.ts";
import {
  type TopicAnswer,
  type TopicCall,
  topicModel,
  type TopicOperation,
} from "../../src/checkers/metadata/topic-model.ts";

// "w1 0-5" writes 1 between 0 and 5, "r1 0-5" reads 1, "r- 0-5" reads nothing; "?" for the end:
// the answer was lost.
function registers(text: string): RegisterOperation[] {
  return text.split(", ").map((each) => {
    const [what = "", times = ""] = each.split(" ");
    const [from, to] = times.split("-");
    const value = what.slice(1) === "-" ? null : what.slice(1);
    const call: RegisterCall =
      what[0] === "w" ? { kind: "write", key: "k", value } : { kind: "read", key: "k" };
    const returned = to === "?" ? null : { at: Number(to), answer: value };
    return { call, calledAt: Number(from), returned };
  });
}

function check(what: string, history: string, verdict: "yes" | "no"): void {
  test(what, () => {
    expect(linearizable(registerModel, registers(history)).verdict).toBe(verdict);
  });
}

describe("a register", () => {
  check("reads what was written", "w1 0-1, r1 2-3", "yes");
  check("a stale read (B3, B4)", "w1 0-1, w2 2-3, r1 4-5", "no");
  check("a read that overlaps a write sees either", "w1 0-1, w2 2-9, r1 3-4, r2 5-6", "yes");
  check("but not first the new and then the old", "w1 0-1, w2 2-9, r2 3-4, r1 5-6", "no");
  check("what was never written", "w1 0-1, r2 2-3", "no");
  check("a lost answer: it took effect", "w1 0-?, r1 2-3", "yes");
  check("a lost answer: it did not", "w1 0-?, r- 2-3", "yes");
  check("a lost answer: it did so later", "w1 0-?, r- 2-3, r1 4-5", "yes");
  check("a lost answer: it cannot be undone", "w1 0-?, r1 2-3, r- 4-5", "no");
  check("what touches overlaps", "w1 0-1, w2 2-3, r1 3-4", "yes");
  check("an empty object", "r- 0-1", "yes");
});

test("the operation that cannot be explained is named", () => {
  const history = registers("w1 0-1, w2 2-3, r1 4-5, r2 6-7");
  expect(linearizable(registerModel, history)).toEqual({ verdict: "no", stuckAt: history[2] });
});

test("beyond its cap the search gives up", () => {
  const writes = Array.from({ length: 20 }, (_, i) => `w${i} 0-9`).join(", ");
  const history = registers(`${writes}, rx 20-21`);
  expect(linearizable(registerModel, history, 100)).toEqual({ verdict: "unknown", visited: 100 });
});

test("keys are judged one by one", () => {
  const calls = registers("w1 0-1, r1 2-3").concat(
    registers("w1 0-1, r2 2-3").map(({ call, ...rest }) => ({
      ...rest,
      call: { ...call, key: "other" },
    })),
  );
  const found = [...linearizableByKey(registerModel, calls, ({ key }) => key)];
  expect(found.map(({ key, verdict }) => [key, verdict])).toEqual([
    ["k", "yes"],
    ["other", "no"],
  ]);
});

describe("a topic", () => {
  type Step = readonly [Omit<TopicCall, "name">, TopicAnswer | null];

  function run(...steps: readonly (readonly [object, TopicAnswer | null])[]): string {
    const history = steps.map(([call, answer], i): TopicOperation => {
      const returned = answer === null ? null : { at: 2 * i + 1, answer };
      return { call: { name: "t", ...call } as TopicCall, calledAt: 2 * i, returned };
    });
    return linearizable(topicModel, history).verdict;
  }

  const done = (topicId: string | null = null): TopicAnswer => ({ kind: "done", topicId });
  const seen = (
    topicId: string,
    partitions: number,
    configs: readonly (readonly [string, string])[] = [],
  ): TopicAnswer => ({
    kind: "described",
    topic: { topicId, partitions, configs: new Map(configs) },
  });
  const create: Step[0] = { kind: "create", ...{ partitions: 1 } };
  const remove = { kind: "delete" };
  const describeIt = { kind: "describe" };

  test("is created, grown, configured, deleted, created anew", () => {
    expect(
      run(
        [describeIt, { kind: "absent" }],
        [create, done("a")],
        [create, { kind: "exists" }],
        [{ kind: "grow", count: 3 }, done()],
        [{ kind: "grow", count: 2 }, { kind: "notMore" }],
        [{ kind: "configure", key: "x", value: "1" }, done()],
        [describeIt, seen("a", 3, [["x", "1"]])],
        [{ kind: "configure", key: "x", value: null }, done()],
        [remove, done("a")],
        [remove, { kind: "absent" }],
        [create, done("b")],
        [describeIt, seen("b", 1)],
      ),
    ).toBe("yes");
  });

  const broken: Record<string, readonly (readonly [object, TopicAnswer | null])[]> = {
    "created twice": [
      [create, done("a")],
      [create, done("b")],
    ],
    "a deleted topic is described (B3)": [
      [create, done("a")],
      [remove, done()],
      [describeIt, seen("a", 1)],
    ],
    "another id than that of the creation": [
      [create, done("a")],
      [describeIt, seen("b", 1)],
    ],
    "growth is forgotten": [
      [create, done("a")],
      [{ kind: "grow", count: 3 }, done()],
      [describeIt, seen("a", 1)],
    ],
    "a setting outlives its topic": [
      [create, done("a")],
      [{ kind: "configure", key: "x", value: "1" }, done()],
      [remove, done()],
      [create, done("b")],
      [describeIt, seen("b", 1, [["x", "1"]])],
    ],
    "two ids after one lost answer": [
      [create, null],
      [describeIt, seen("a", 1)],
      [describeIt, seen("b", 1)],
    ],
  };
  test.each(Object.entries(broken))("%s", (_, steps) => {
    expect(run(...steps)).toBe("no");
  });

  test("a creation whose answer was lost may have any id", () => {
    expect(run([create, null], [describeIt, seen("a", 1)], [remove, done("a")])).toBe("yes");
  });
});

describe("laws", () => {
  const seeds = fc.nat();

  test("what one client does, stretched so that it overlaps, is accepted", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 40 }), (seed, count) => {
        const history = stretched(new Prng(seed), count);
        expect(linearizable(registerModel, history).verdict).toBe("yes");
      }),
      { numRuns: 300 },
    );
  });

  test("a value that nobody wrote is never accepted", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 20 }), (seed, count) => {
        const rng = new Prng(seed);
        const history = stretched(rng, count);
        const at = randomBelow(rng, history.length);
        const read: RegisterOperation = {
          call: { kind: "read", key: "k" },
          calledAt: 10 * at,
          returned: { at: 10 * at + 5, answer: "from nowhere" },
        };
        expect(linearizable(registerModel, history.toSpliced(at, 0, read)).verdict).toBe("no");
      }),
      { numRuns: 200 },
    );
  });

  test("small histories are judged as by trying every order", () => {
    const verdicts = { yes: 0, no: 0 };
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 6 }), (seed, count) => {
        const history = anything(new Prng(seed), count);
        const expected = tryEveryOrder(registerModel, history) ? "yes" : "no";
        verdicts[expected]++;
        expect(linearizable(registerModel, history).verdict).toBe(expected);
      }),
      { numRuns: 2_000, seed: 20261121 },
    );
    expect(Math.min(verdicts.yes, verdicts.no)).toBeGreaterThan(300);
  });
});

/** Operation i takes effect at 10 i, and is called and returns some time around that. */
function stretched(rng: Prng, count: number): RegisterOperation[] {
  let value: string | null = null;
  return Array.from({ length: count }, (_, i): RegisterOperation => {
    const isWrite = randomBelow(rng, 2) === 0;
    if (isWrite) value = String(randomBelow(rng, 3));
    const call: RegisterCall = isWrite
      ? { kind: "write", key: "k", value }
      : { kind: "read", key: "k" };
    const calledAt = 10 * i - randomBelow(rng, 40);
    const isLost = isWrite && randomBelow(rng, 6) === 0;
    const at = 10 * i + randomBelow(rng, 40);
    return { call, calledAt, returned: isLost ? null : { at, answer: value } };
  });
}

function anything(rng: Prng, count: number): RegisterOperation[] {
  return Array.from({ length: count }, (): RegisterOperation => {
    const value = String(randomBelow(rng, 2));
    const isWrite = randomBelow(rng, 2) === 0;
    const call: RegisterCall = isWrite
      ? { kind: "write", key: "k", value }
      : { kind: "read", key: "k" };
    const calledAt = randomBelow(rng, 12);
    const at = calledAt + randomBelow(rng, 6);
    const isLost = randomBelow(rng, 5) === 0;
    return { call, calledAt, returned: isLost ? null : { at, answer: value } };
  });
}

/** All orders of all subsets that hold every operation with an answer. */
function tryEveryOrder(
  model: Model<string | null, RegisterCall, RegisterAnswer>,
  history: readonly RegisterOperation[],
): boolean {
  const extend = (state: string | null, rest: readonly RegisterOperation[]): boolean => {
    if (rest.every(({ returned }) => returned === null)) return true;
    return rest.some((operation, i) => {
      const mayBeNext = rest.every((other) => !isBefore(other, operation));
      if (!mayBeNext) return false;
      const next = model.step(state, operation.call, operation.returned?.answer);
      return next !== undefined && extend(next, rest.toSpliced(i, 1));
    });
  };
  return extend(model.initial, history);
}

function isBefore<C, A>(a: Operation<C, A>, b: Operation<C, A>): boolean {
  return a.returned !== null && a.returned.at < b.calledAt;
}
