import type { TimedOutcome } from "../../src/timed/timed-report.ts";

/** A run of four seconds with a kill and, later, a pause in company. */
export function timedOutcome(changes: Partial<TimedOutcome> = {}): TimedOutcome {
  const kill = {
    ...{ kind: "kill", text: "kill -9 node 1 (a leader)", fromMs: 500, toMs: 900 },
    ...{ proof: "process 1 ended, 2 took its place", happened: true, recoveryMs: 150 },
  };
  const pause = {
    ...{ kind: "pause", text: "pause node 2 (a follower)", fromMs: 2000, toMs: 2300 },
    ...{ proof: "process state T until SIGCONT", happened: true, recoveryMs: 20 },
  };
  return {
    options: {
      ...{ minutes: 0.1, faults: ["kill", "pause"], recordsPerSecond: 10, seed: 1 },
      ...{ durability: "fsync", historyPath: null, reportPath: null },
    },
    skipped: [],
    episodes: [
      { label: "kill", faults: [kill], afterHealMs: 10, rejoinMs: 60 },
      { label: "pause", faults: [pause], afterHealMs: 30, rejoinMs: 40 },
    ],
    ...{ idlePhases: 0, startMs: 300, durationMs: 4000, sent: 1, failed: 0, lastFailure: "" },
    ...{ tailRestarts: 0, calmMs: 2500, calmChanges: [] },
    leaders: new Map([
      [
        0,
        [
          { fromMs: 0, nodeId: 1, epoch: 1 },
          { fromMs: 600, nodeId: 2, epoch: 2 },
        ],
      ],
    ]),
    controllers: [{ fromMs: 0, nodeId: 1, epoch: 1 }],
    seconds: [
      { acknowledged: 10, p50Ms: 2, p99Ms: 5 },
      { acknowledged: 0, p50Ms: null, p99Ms: null },
      { acknowledged: 20, p50Ms: 3, p99Ms: 900 },
      { acknowledged: 10, p50Ms: 2, p99Ms: 4 },
    ],
    convergence: { partitions: 1, bytes: 100, differences: [] },
    ...{ historyPath: "h.jsonl", reportPath: "r.html", stoppedBy: null, unreadBecause: null },
    ...changes,
  };
}
