import { expect, test } from "vitest";
import { DeliveryRate } from "../../src/timed/delivery-rate.ts";

test("acknowledgements fall into the second in which they came", () => {
  const rate = new DeliveryRate();
  for (const [sentAtMs, acknowledgedAtMs] of [
    [0, 10],
    [0, 30],
    [900, 2100],
  ] as const) {
    rate.see({ partition: 0, sentAtMs, acknowledgedAtMs });
  }
  expect(rate.secondsUntil(3400)).toEqual([
    { acknowledged: 2, p50Ms: 10, p99Ms: 30 },
    { acknowledged: 0, p50Ms: null, p99Ms: null },
    { acknowledged: 1, p50Ms: 1200, p99Ms: 1200 },
    { acknowledged: 0, p50Ms: null, p99Ms: null },
  ]);
});
