import { judge } from "@sordini/sim";
import { expect, test } from "vitest";
import type { CalmChange } from "../../src/timed/leader-watch.ts";
import {
  describeTimedReport,
  type TimedOutcome,
  timedReportOf,
} from "../../src/timed/timed-report.ts";
import { timedOutcome } from "./timed-outcome.ts";

const goodHistory = judge([
  { kind: "sent", atMs: 0, name: 0, producer: 0 },
  { kind: "acknowledged", atMs: 1, name: 0, partition: 0, offset: 0 },
  { kind: "read", atMs: 2, reader: "r", partition: 0, offset: 0, name: 0 },
]);

function violations(changes: Partial<TimedOutcome>): readonly string[] {
  return timedReportOf(timedOutcome(changes), goodHistory).violations;
}

test("a good run", () => {
  const report = timedReportOf(timedOutcome(), goodHistory);
  expect(report).toMatchObject({
    ...{ acknowledged: 1, lost: 0, kills: 1, faults: { kill: 1, pause: 1 }, episodes: 2 },
    ...{ leaderChanges: 1, falseFailovers: 0, failoverP50Ms: 150, violations: [] },
    recovery: {
      kill: {
        ...{ count: 1, sinceFaultP50Ms: 150, sinceFaultP99Ms: 150 },
        ...{ sinceHealP50Ms: 10, sinceHealP99Ms: 10 },
      },
    },
  });
  expect(describeTimedReport(report)).toContain("Every promise was kept.");
});

const [killed] = timedOutcome().episodes;
const missed = killed && {
  ...killed,
  faults: killed.faults.map((span) => ({ ...span, happened: false, proof: "it was down" })),
};

test.each<[string, Partial<TimedOutcome>, string]>([
  ["an early end", { stoppedBy: "no leader" }, "the run ended early: no leader"],
  [
    "an unread log",
    { unreadBecause: "no leader" },
    "not everything could be read, so losses are not proven: no leader",
  ],
  [
    "a send that failed",
    { failed: 2, lastFailure: "UNKNOWN_TOPIC_OR_PARTITION" },
    "2 sends failed, though no outage was as long as that: the last one: " +
      "UNKNOWN_TOPIC_OR_PARTITION",
  ],
  [
    "a fault that did not happen",
    { episodes: missed === undefined ? [] : [missed] },
    "a fault did not happen: kill -9 node 1 (a leader): it was down",
  ],
  ["no episode", { episodes: [] }, "not one episode fitted into the time"],
  ["no progress", { idlePhases: 2 }, "no progress in 2 calm phases"],
  [
    "replicas that differ",
    { convergence: { partitions: 1, bytes: 5, differences: ["a and b differ from byte 5 on"] } },
    "Convergence: a and b differ from byte 5 on",
  ],
])("%s is a violation", (_name, changes, violation) => {
  expect(violations(changes)).toEqual([violation]);
});

const calmChanges: CalmChange[] = [
  { atMs: 100, what: "node 2 became the active controller, term 3", isFailover: true },
  { atMs: 200, what: "node 1 became leader of partition 0, epoch 4", isFailover: false },
];

test("false failovers break a run without faults, and are counted in others", () => {
  const options = { ...timedOutcome().options, faults: [] };
  expect(violations({ options, calmChanges, episodes: [] })).toEqual([
    "false failover: node 2 became the active controller, term 3",
  ]);
  expect(timedReportOf(timedOutcome({ calmChanges }), goodHistory)).toMatchObject({
    ...{ leaderChangesWhileCalm: 2, falseFailovers: 1, violations: [] },
  });
});
