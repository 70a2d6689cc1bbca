import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { LiveView, runChaos, runDemo, type Target } from "../src/index.ts";

const silent = new LiveView({ write: () => undefined });

test.each<Target>(["leader", "controller", "all"])(
  "kill -9, target %s: nothing acknowledged is lost",
  async (target) => {
    const report = await runChaos(
      {
        ...{ kills: 1, target, recordsPerSecond: 500, seed: 1, durability: "fsync" },
        historyPath: null,
      },
      silent,
    );
    expect(report).toMatchObject({
      ...{ violations: [], lost: 0, reordered: 0, failed: 0, kills: 1, target },
    });
    expect(report.acknowledged).toBe(report.sent);
    expect(report.read).toBe(report.sent);
    expect(report.sent).toBeGreaterThan(100);
    expect(report.failoverP99Ms).toBeGreaterThan(0);
    rmSync(dirname(report.historyPath), { recursive: true });
  },
);

test("the demo: every flight is there, field by field", async () => {
  expect(await runDemo(silent)).toMatchObject({
    ...{ flights: 20_000, acknowledged: 20_000, read: 20_000, kills: 1 },
    ...{ lost: 0, reordered: 0, different: 0, violations: [] },
    startMs: expect.any(Number),
    failoverP50Ms: expect.any(Number),
    failoverP99Ms: expect.any(Number),
  });
});
