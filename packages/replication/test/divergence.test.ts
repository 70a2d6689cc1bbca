import { EpochHistory, type Epoch } from "@sordini/base";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareLogs, truncationPoint } from "../src/divergence.ts";
import type { LogView, Position } from "../src/index.ts";
import { SimulatedLog } from "./simulated-log.ts";

/** A log in words: `aaabbc` is three records of epoch 1, two of epoch 2, one of epoch 3. */
function logOf(text: string, logStart = 0): SimulatedLog {
  const log = new SimulatedLog();
  for (const letter of text) log.append([{ epoch: epochOf(letter), value: log.logEnd }]);
  if (logStart > 0) log.raiseLogStart(logStart);
  return log;
}

function epochOf(letter: string): Epoch {
  return letter.charCodeAt(0) - "a".charCodeAt(0) + 1;
}

function positionOf({ logEnd, epochs }: LogView): Position {
  const ids = { leaderEpoch: 99, brokerEpoch: 1, attachId: 1 };
  return { ...ids, logEnd, durableEnd: logEnd, lastEpoch: epochs.epochOf(logEnd - 1) };
}

/** Both sides by turns until the leader takes the follower; the offsets cut to, in order. */
function reconcile(leader: SimulatedLog, follower: SimulatedLog): string {
  const steps: string[] = [];
  for (let round = 0; round < 20; round++) {
    const result = compareLogs(leader, positionOf(follower));
    if (result.kind === "attached") return [...steps, `attached ${follower.logEnd}`].join(", ");
    if (result.kind === "restart") {
      follower.truncateFullyAndStartAt(result.at);
      steps.push(`restart ${result.at}`);
    } else if (result.kind === "diverging") {
      const to = truncationPoint(follower, result);
      follower.truncateTo(to);
      steps.push(`cut ${to}`);
    }
  }
  throw new Error("does not end");
}

function check(leader: SimulatedLog, follower: SimulatedLog, expected: string): void {
  expect(reconcile(leader, follower)).toBe(expected);
}

test("a prefix is attached where it ends", () => {
  check(logOf("aaabb"), logOf("aaabb"), "attached 5");
  check(logOf("aaabb"), logOf("aaa"), "attached 3");
  check(logOf("aaabb"), logOf(""), "attached 0");
});

test("a tail of a common epoch is cut where the leader's ends", () => {
  check(logOf("aaab"), logOf("aaaaaa"), "cut 3, attached 3");
  check(logOf("aaa"), logOf("aaaaaa"), "cut 3, attached 3");
});

test("an epoch that the leader does not know is cut whole (B27)", () => {
  check(logOf("aaac"), logOf("aaabbb"), "cut 3, attached 3");
  check(logOf("aaaaac"), logOf("aaabbb"), "cut 3, attached 3");
});

test("unknown epochs on both sides need one round each", () => {
  check(logOf("aabbdddd"), logOf("aaccceee"), "cut 5, cut 2, attached 2");
  check(logOf("abbbddd"), logOf("aacccee"), "cut 5, cut 2, cut 1, attached 1");
});

test("no common epoch: everything goes", () => {
  check(logOf("bbb"), logOf("aa"), "restart 0, attached 0");
});

test("a follower that ends before the leader's log start starts anew there", () => {
  check(logOf("aaaaaaaa", 5), logOf("aaa"), "restart 5, attached 5");
  check(logOf("aaabbbbb", 5), logOf("aaaaaa"), "restart 5, attached 5");
});

test("an empty log that starts beyond the leader's end starts anew, too", () => {
  const follower = new SimulatedLog();
  follower.truncateFullyAndStartAt(9);
  check(logOf("aaa"), follower, "restart 0, attached 0");
});

test("a tail that parted below the leader's log start goes with all before it", () => {
  check(logOf("aaabbb", 4), logOf("aaaaaa"), "restart 4, attached 4");
});

test("law: what is kept is the longest common prefix of two logs of one history", () => {
  // A tree of logs: each log is cut somewhere and continued by an epoch that only one log wrote.
  const fork = fc.record({ keep: fc.nat(12), count: fc.nat(4), side: fc.boolean() });
  fc.assert(
    fc.property(fc.array(fork, { maxLength: 8 }), (forks) => {
      const logs = [new SimulatedLog(), new SimulatedLog()] as const;
      let value = 0;
      for (const [epoch, { keep, count, side }] of forks.entries()) {
        const [writer, other] = side ? logs : [logs[1], logs[0]];
        // A new leader's log first becomes a follower's prefix now and then, so that epochs mix.
        if (keep % 3 === 0) {
          reconcile(other, writer);
          writer.append(other.slice(writer.logEnd, Math.min(other.logEnd, keep)));
        }
        writer.beginEpoch(epoch + 1);
        for (let i = 0; i < count; i++) writer.append([{ epoch: epoch + 1, value: value++ }]);
      }
      const [leader, follower] = logs;
      leader.beginEpoch(50);
      let common = 0;
      while (common < leader.logEnd && leader.at(common)?.value === follower.at(common)?.value) {
        common++;
      }
      expect(reconcile(leader, follower)).toMatch(new RegExp(`attached ${common}$`));
      expect(new EpochHistory(follower.epochs.entries)).toEqual(follower.epochs);
    }),
    { numRuns: 500 },
  );
});
