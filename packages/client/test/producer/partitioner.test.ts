import { utf8Encode } from "@sordini/base";
import { describe, expect, test } from "vitest";
import { murmur2, partitionOfKey } from "../../src/producer/partitioner.ts";

describe("murmur2 is Java's", () => {
  // Hashes and partitions of 12 as Kafka's own client computes them.
  test.each([
    ["21", -973932308, 0],
    ["foobar", -790332482, 6],
    ["a-little-bit-long-string", -985981536, 8],
    ["abc", 479470107, 3],
    ["", 275646681, 9],
    ["kafka", -798503068, 4],
  ])("%j", (key, hash, partitionOf12) => {
    expect(murmur2(utf8Encode(key))).toBe(hash);
    expect(partitionOfKey(key, 12)).toBe(partitionOf12);
    expect(partitionOfKey(utf8Encode(key), 12)).toBe(partitionOf12);
  });

  test.each(["zażółć gęślą jaźń", "日本".repeat(10), "x".repeat(5_000), "ü".repeat(255)])(
    "text is hashed as UTF-8, whatever its length: %.12s",
    (key) => {
      expect(partitionOfKey(key, 1_000)).toBe(partitionOfKey(utf8Encode(key), 1_000));
    },
  );
});
