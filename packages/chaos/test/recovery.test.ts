import { expect, test } from "vitest";
import { Recovery } from "../src/recovery.ts";

const faultMs = 1000;

function see(recovery: Recovery, partition: number, times: readonly [number, number]): void {
  recovery.see({ partition, sentAtMs: times[0], acknowledgedAtMs: times[1] });
}

test("the partition that takes longest decides", async () => {
  const recovery = new Recovery([0, 2], faultMs);
  see(recovery, 2, [1001, 1050]);
  see(recovery, 0, [1002, 1300]);
  see(recovery, 0, [1400, 1401]);
  expect(await recovery.within(60_000)).toBe(300);
});

test("a record sent before the fault proves nothing, nor one of another partition", async () => {
  const recovery = new Recovery([0], faultMs);
  see(recovery, 0, [999, 1001]);
  see(recovery, 1, [1001, 1002]);
  expect(await recovery.within(1)).toBeNull();
  expect(recovery.waiting).toEqual([0]);
  see(recovery, 0, [1001, 1500]);
  expect(await recovery.within(60_000)).toBe(500);
});

test("a fault that affects nothing is over at once", async () => {
  expect(await new Recovery([], faultMs).within(60_000)).toBe(0);
});
