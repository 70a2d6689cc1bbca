import { expect, test } from "vitest";
import { counted, inBytes, inTime } from "../../src/output/amounts.ts";

test("counts agree with their nouns", () => {
  expect([0, 1, 2].map((count) => counted(count, "record"))).toEqual([
    "0 records",
    "1 record",
    "2 records",
  ]);
  expect(counted(2, "batch", "batches")).toBe("2 batches");
});

test("bytes", () => {
  expect([0, 1, 999, 1000, 12_345_678, 5e12].map(inBytes)).toEqual([
    "0 bytes",
    "1 byte",
    "999 bytes",
    "1.00 kB",
    "12.3 MB",
    "5.00 TB",
  ]);
});

test("times", () => {
  expect([0, 12.4, 3400, 125_000].map(inTime)).toEqual(["0 ms", "12 ms", "3.4 s", "2 min 5 s"]);
});
