import { readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { LiveView, runTimed, type TimedOptions } from "../src/index.ts";
import { hasProcfs } from "../src/timed/requirements.ts";

const silent = new LiveView({ write: () => undefined });
const options: TimedOptions = {
  ...{ minutes: 0.4, faults: ["kill", "pause", "partition"], recordsPerSecond: 300, seed: 11 },
  ...{ durability: "fsync", historyPath: null, reportPath: null },
};

// Half a minute in which kills, pauses and cuts come one by one and together.
test.skipIf(!hasProcfs())("kill, pause and partition, also at once: nothing is lost", async () => {
  const report = await runTimed(options, silent);
  expect(report).toMatchObject({
    ...{ violations: [], lost: 0, reordered: 0, failed: 0, skipped: [] },
    ...{ comparedPartitions: 6, falseFailovers: expect.any(Number) },
  });
  expect(Object.keys(report.faults)).toEqual(["kill", "partition", "pause"]);
  expect(report.read).toBe(report.sent);
  expect(report.acknowledged).toBe(report.sent);
  expect(report.comparedBytes).toBeGreaterThan(0);
  expect(report.calmMs).toBeGreaterThan(1000);
  const page = readFileSync(report.reportPath, "utf8");
  expect(page).toContain("Every promise was kept.");
  expect(page).toContain("kill -9 node");
  rmSync(dirname(report.historyPath), { recursive: true });
});
