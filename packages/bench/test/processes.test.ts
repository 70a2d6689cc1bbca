import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import os from "node:os";
import { expect, test } from "vitest";
import { CpuMeter, cpuSecondsOf, OthersMeter, rssMbOf } from "../src/processes.ts";

const hasProc = existsSync("/proc/self/stat");
/** Above what any kernel gives out. */
const nobody = 2 ** 30;

test.runIf(hasProc)("this process has used CPU, and holds about what Node says", () => {
  expect(cpuSecondsOf(process.pid)).toBeGreaterThan(0);
  const rssMb = process.memoryUsage.rss() / 1e6;
  expect(rssMbOf(process.pid)).toBeGreaterThan(rssMb * 0.8);
  expect(rssMbOf(process.pid)).toBeLessThan(rssMb * 1.25);
});

test("of a process that is not there nothing is known", () => {
  expect(cpuSecondsOf(nobody)).toBeNull();
  expect(rssMbOf(nobody)).toBeNull();
  expect(new CpuMeter([nobody]).perGb(1e9).brokerCpuSPerGb).toBeNull();
});

test("CPU seconds are told for each 10^9 bytes", () => {
  const meter = new CpuMeter([]);
  const few = meter.perGb(2e9).clientCpuSPerGb;
  const many = meter.perGb(1e9).clientCpuSPerGb;
  expect(many).toBeGreaterThanOrEqual(2 * few);
});

test.runIf(hasProc)("what a child used before it ended is not counted for others", () => {
  const others = new OthersMeter();
  const busy = "const end = performance.now() + 300; while (performance.now() < end);";
  execFileSync(process.execPath, ["-e", busy]);
  expect(others.cores()).toBeLessThanOrEqual(os.availableParallelism() - 0.5);
});
