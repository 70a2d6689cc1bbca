import { judge } from "@sordini/sim";
import { expect, test } from "vitest";
import { percentile } from "../src/figures.ts";
import type { Kill } from "../src/nemesis.ts";
import { type ChaosOutcome, describeReport, reportOf } from "../src/report.ts";

const kill: Kill = {
  ...{ nodeIds: [1], affected: [0], acknowledgedBefore: 5, failoverMs: 120.4, rejoinMs: 400 },
};

const goodRun: ChaosOutcome = {
  options: {
    ...{ kills: 1, target: "controller", recordsPerSecond: 10, seed: 1, durability: "fsync" },
    historyPath: null,
  },
  ...{ kills: [kill], startMs: 300, durationMs: 9, sent: 1, failed: 0, lastFailure: "" },
  ...{ tailRestarts: 0, historyPath: "h.jsonl", stoppedBy: null, unreadBecause: null },
};

const goodHistory = judge([
  { kind: "sent", atMs: 0, name: 0, producer: 0 },
  { kind: "acknowledged", atMs: 1, name: 0, partition: 0, offset: 0 },
  { kind: "read", atMs: 2, reader: "r", partition: 0, offset: 0, name: 0 },
]);

function violations(changes: Partial<ChaosOutcome>): readonly string[] {
  return reportOf({ ...goodRun, ...changes }, goodHistory).violations;
}

test("a good run", () => {
  const report = reportOf(goodRun, goodHistory);
  expect(report).toMatchObject({
    ...{ acknowledged: 1, read: 1, lost: 0, reordered: 0, duplicated: 0, kills: 1 },
    ...{ startMs: 300, failoverP50Ms: 120, failoverP99Ms: 120, violations: [] },
  });
  expect(describeReport(report)).toContain("Every promise was kept.");
});

test.each<[string, Partial<ChaosOutcome>, string]>([
  ["too few kills", { kills: [] }, "0 of 1 kills were injected and survived"],
  [
    "no progress before a kill",
    { kills: [{ ...kill, acknowledgedBefore: 0 }] },
    "no progress: nothing was acknowledged before kill 1",
  ],
  [
    "a produce failed in a controller's failover",
    { failed: 2, lastFailure: "NOT_LEADER_OR_FOLLOWER" },
    "2 sends failed, though only controllers died: NOT_LEADER_OR_FOLLOWER",
  ],
  ["an early end", { stoppedBy: "no leader" }, "the run ended early: no leader"],
  [
    "an unread log",
    { unreadBecause: "no leader" },
    "not everything could be read, so losses are not proven: no leader",
  ],
])("%s is a violation", (_name, changes, violation) => {
  expect(violations(changes)).toEqual([violation]);
});

test("a history without acknowledgements is a violation", () => {
  expect(reportOf(goodRun, judge([])).violations).toEqual(["nothing was acknowledged at all"]);
});

test("percentiles by nearest rank", () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect(percentile(values, 0.5)).toBe(10);
  expect(percentile(values, 0.99)).toBe(20);
  expect(percentile([7], 0.5)).toBe(7);
  expect(percentile([], 0.5)).toBeNull();
});
