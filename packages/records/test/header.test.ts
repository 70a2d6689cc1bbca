import { crc32c, MalformedError, viewOf } from "@sordini/base";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isBatchIntact } from "../src/batches.ts";
import {
  attributesAtByte,
  baseOffsetAt,
  baseTimestampAtByte,
  batchLengthAtByte,
  batchOverheadBytes,
  batchSizeAt,
  leaderEpochAt,
  magicAtByte,
  maxTimestampAt,
  nextOffsetAt,
  readBatchHeader,
  stampBatch,
} from "../src/header.ts";
import { buildBatch } from "./batch-arbitraries.ts";

const record = { timestamp: 1000, key: "k", value: "v", headers: [] };

/** Three records at offsets 40 to 42 of epoch 7, behind three bytes that do not belong to them. */
function shiftedBatch(): Uint8Array {
  const batch = buildBatch([record, { ...record, timestamp: 3000 }, record], {
    producer: { id: 9, epoch: 2, baseSequence: 5 },
  });
  const bytes = new Uint8Array(3 + batch.length);
  bytes.set(batch, 3);
  stampBatch(bytes, 3, { baseOffset: 40, leaderEpoch: 7 });
  return bytes;
}

describe("readBatchHeader", () => {
  test("gives every field and what follows from them", () => {
    const bytes = shiftedBatch();
    const { crc, ...header } = readBatchHeader(bytes, 3);
    expect(crc).toBe(crc32c(bytes.subarray(3 + attributesAtByte)));
    expect(header).toEqual({
      baseOffset: 40,
      batchLength: bytes.length - 3 - 12,
      leaderEpoch: 7,
      magic: 2,
      attributes: 0,
      compression: "none",
      timestampType: "createTime",
      isTransactional: false,
      isControl: false,
      lastOffsetDelta: 2,
      baseTimestamp: 1000,
      maxTimestamp: 3000,
      producerId: 9,
      producerEpoch: 2,
      baseSequence: 5,
      recordCount: 3,
      sizeBytes: bytes.length - 3,
      lastOffset: 42,
      nextOffset: 43,
    });
  });

  test.each([
    [0b000, { compression: "none" }],
    [0b001, { compression: "gzip" }],
    [0b010, { compression: "snappy" }],
    [0b011, { compression: "lz4" }],
    [0b100, { compression: "zstd" }],
    [0b1000, { timestampType: "logAppendTime" }],
    [0b110000, { isTransactional: true, isControl: true }],
  ])("attributes %i", (attributes, expected) => {
    const bytes = shiftedBatch();
    viewOf(bytes).setInt16(3 + attributesAtByte, attributes);
    expect(readBatchHeader(bytes, 3)).toMatchObject(expected);
  });

  test("needs the header only, not the records behind it", () => {
    const bytes = shiftedBatch();
    const headerOnly = bytes.subarray(0, 3 + batchOverheadBytes);
    expect(readBatchHeader(headerOnly, 3)).toEqual(readBatchHeader(bytes, 3));
    expect(() => readBatchHeader(headerOnly, 4)).toThrow("a batch header needs 61 bytes at 4");
  });

  test("refuses another format, an impossible length, an unknown codec, a huge timestamp", () => {
    const damaged = (damage: (view: DataView) => void) => {
      const bytes = shiftedBatch().subarray(3);
      damage(viewOf(bytes));
      return () => readBatchHeader(bytes, 0);
    };
    expect(damaged((v) => v.setInt8(magicAtByte, 1))).toThrow("magic 1, not 2");
    expect(damaged((v) => v.setInt32(batchLengthAtByte, 48))).toThrow("says 60 bytes");
    expect(damaged((v) => v.setInt32(batchLengthAtByte, -1))).toThrow(MalformedError);
    expect(damaged((v) => v.setInt16(attributesAtByte, 5))).toThrow("unknown compression codec");
    expect(damaged((v) => v.setInt32(baseTimestampAtByte, 2 ** 30))).toThrow("beyond 2^53 - 1");
    expect(damaged((v) => v.setInt32(0, 2 ** 21 - 1))).not.toThrow();
    expect(damaged((v) => v.setInt32(0, 2 ** 21))).toThrow("beyond 2^53 - 1");
  });

  test("a batch that ends beyond 2^53 - 1 is malformed", () => {
    const bytes = shiftedBatch();
    stampBatch(bytes, 3, { baseOffset: 2 ** 53 - 3, leaderEpoch: 0 });
    expect(() => nextOffsetAt(bytes, 3)).toThrow("ends at an offset beyond 2^53 - 1");
    expect(() => readBatchHeader(bytes, 3)).toThrow(MalformedError);
  });
});

test("single fields agree with the whole header", () => {
  const bytes = shiftedBatch();
  const header = readBatchHeader(bytes, 3);
  expect(batchSizeAt(bytes, 3)).toBe(header.sizeBytes);
  expect(baseOffsetAt(bytes, 3)).toBe(header.baseOffset);
  expect(nextOffsetAt(bytes, 3)).toBe(header.nextOffset);
  expect(leaderEpochAt(bytes, 3)).toBe(header.leaderEpoch);
  expect(maxTimestampAt(bytes, 3)).toBe(header.maxTimestamp);
});

test("law: a stamp is read back, and changes nothing that the CRC covers", () => {
  const offset = fc.integer({ min: 0, max: 2 ** 53 - 4 });
  const epoch = fc.integer({ min: -1, max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(offset, epoch, (baseOffset, leaderEpoch) => {
      const bytes = shiftedBatch();
      const before = bytes.slice();
      stampBatch(bytes, 3, { baseOffset, leaderEpoch });
      expect(readBatchHeader(bytes, 3)).toMatchObject({ baseOffset, leaderEpoch });
      expect(isBatchIntact(bytes, 3, crc32c)).toBe(true);
      expect(bytes.subarray(3 + magicAtByte)).toEqual(before.subarray(3 + magicAtByte));
      expect(bytes.subarray(0, 3)).toEqual(before.subarray(0, 3));
    }),
  );
});
