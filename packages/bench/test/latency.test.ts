import { expect, test } from "vitest";
import { Latency, median, rounded } from "../src/latency.ts";

test("percentiles of the times that were recorded, to three digits", () => {
  const latency = new Latency();
  for (let ms = 1; ms <= 1000; ms++) latency.record(ms);
  expect(latency.count).toBe(1000);
  expect(latency.percentileMs(50)).toBeCloseTo(500, -1);
  expect(latency.percentileMs(99)).toBeCloseTo(990, -1);
});

test("nothing recorded is null, not zero", () => {
  expect(new Latency().percentileMs(50)).toBeNull();
});

test("a time below the unit counts as one unit", () => {
  const latency = new Latency();
  latency.record(0);
  expect(latency.percentileMs(100)).toBe(0.001);
});

test.each([
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 3],
])("median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("no median of nothing", () => {
  expect(() => median([])).toThrow("nothing was measured");
});

test.each([
  [123_456.7, 123_457],
  [99.96, 100],
  [12.345, 12.3],
  [0.012345, 0.0123],
  [0, 0],
])("%d is printed as %d", (value, expected) => {
  expect(rounded(value)).toBe(expected);
});
