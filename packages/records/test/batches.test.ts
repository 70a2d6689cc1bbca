import { crc32c, MalformedError } from "@sordini/base";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isBatchIntact, iterateBatches, wholeBatchesEnd } from "../src/batches.ts";
import { attributesAtByte, crcAtByte, stampBatch } from "../src/header.ts";
import { buildBatch, plainRecords, readBatch, withFlippedBit } from "./batch-arbitraries.ts";

const record = { timestamp: 1000, key: "k", value: "v", headers: [] };

/** Batches of 1, 2 and 3 records at offsets 10, 11 and 13. */
function threeBatches(): { readonly bytes: Uint8Array; readonly ends: readonly number[] } {
  const batches = [[record], [record, record], [record, record, record]].map((records) =>
    buildBatch(records),
  );
  const offsets = [10, 11, 13];
  for (const [i, batch] of batches.entries()) {
    stampBatch(batch, 0, { baseOffset: offsets[i] as number, leaderEpoch: 1 });
  }
  const ends: number[] = [];
  for (const batch of batches) ends.push((ends.at(-1) ?? 0) + batch.length);
  return { bytes: Uint8Array.from(Buffer.concat(batches)), ends };
}

describe("iterateBatches and wholeBatchesEnd", () => {
  test("give position and header of each, from any batch on", () => {
    const { bytes, ends } = threeBatches();
    const found = [...iterateBatches(bytes)];
    expect(found.map((b) => b.position)).toEqual([0, ends[0], ends[1]]);
    expect(found.map((b) => b.header.baseOffset)).toEqual([10, 11, 13]);
    expect(found.map((b) => readBatch(bytes, b).length)).toEqual([1, 2, 3]);
    expect([...iterateBatches(bytes, ends[0])]).toEqual(found.slice(1));
    expect(wholeBatchesEnd(bytes, ends[0])).toBe(bytes.length);
  });

  test("law: cut at any byte, the whole batches before the cut are left", () => {
    const { bytes, ends } = threeBatches();
    for (let cut = 0; cut <= bytes.length; cut++) {
      const whole = ends.filter((end) => end <= cut);
      const tail = bytes.subarray(0, cut);
      expect([...iterateBatches(tail)]).toHaveLength(whole.length);
      expect(wholeBatchesEnd(tail)).toBe(whole.at(-1) ?? 0);
    }
  });

  test("a length that no batch can have is malformed, not an endless loop", () => {
    const zeros = new Uint8Array(100);
    expect(() => wholeBatchesEnd(zeros)).toThrow(MalformedError);
    expect(() => [...iterateBatches(zeros)]).toThrow("says 12 bytes, less than its header");
  });
});

test("law: any flipped bit between CRC and end is caught by the CRC", () => {
  fc.assert(
    fc.property(plainRecords, fc.nat(), (records, anyBit) => {
      const bytes = buildBatch(records);
      expect(isBatchIntact(bytes, 0, crc32c)).toBe(true);
      const covered = (bytes.length - crcAtByte) * 8;
      const flipped = withFlippedBit(bytes, crcAtByte * 8 + (anyBit % covered));
      expect(isBatchIntact(flipped, 0, crc32c)).toBe(false);
    }),
  );
});

test("bits before the CRC are not its business: place in the log, and length", () => {
  const bytes = buildBatch([record]);
  stampBatch(bytes, 0, { baseOffset: 12345, leaderEpoch: 6 });
  expect(isBatchIntact(bytes, 0, crc32c)).toBe(true);
  expect(crc32c(bytes.subarray(attributesAtByte))).toBe([...iterateBatches(bytes)][0]?.header.crc);
});
