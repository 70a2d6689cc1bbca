import { AssertionError, crc32c } from "@sordini/base";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BatchBuilder } from "../src/build.ts";
import { type Compression, codecFromNumber, codecNumber } from "../src/compression.ts";
import { batchOverheadBytes } from "../src/header.ts";
import { recordBytesOf } from "../src/records.ts";
import { validateRecords } from "../src/validate.ts";
import { firstBatch, plainRecords, readBatch } from "./batch-arbitraries.ts";

describe("BatchBuilder", () => {
  test("an empty one has the size of a header and cannot be built", () => {
    const builder = new BatchBuilder({ bytesMax: 1000 });
    expect([builder.count, builder.sizeBytes]).toEqual([0, batchOverheadBytes]);
    expect(() => builder.build({ crc32c })).toThrow(AssertionError);
  });

  test("the size it tells is the size it builds", () => {
    fc.assert(
      fc.property(plainRecords, (records) => {
        const builder = new BatchBuilder({ bytesMax: 1 << 20 });
        for (const { timestamp, ...content } of records) builder.append(content, timestamp);
        expect(builder.count).toBe(records.length);
        expect(builder.build({ crc32c })).toHaveLength(builder.sizeBytes);
      }),
    );
  });

  test("law: fills to its limit exactly, and a record that does not fit changes nothing", () => {
    fc.assert(
      fc.property(plainRecords, (records) => {
        const generous = new BatchBuilder({ bytesMax: 1 << 20 });
        for (const { timestamp, ...content } of records) {
          const sizeBefore = generous.sizeBytes;
          generous.append(content, timestamp);
          const exact = fill(generous.sizeBytes, records.slice(0, generous.count));
          expect(exact.count).toBe(generous.count);
          const tight = fill(generous.sizeBytes - 1, records.slice(0, generous.count));
          expect([tight.count, tight.sizeBytes]).toEqual([generous.count - 1, sizeBefore]);
        }
      }),
      { numRuns: 50 },
    );
  });

  test("is used again after reset, with nothing left of the batch before", () => {
    const builder = new BatchBuilder({ bytesMax: 1000 });
    builder.append({ key: "old", value: "x".repeat(500) }, 9_000);
    const before = builder.build({ crc32c });
    const copy = before.slice();
    builder.reset();
    builder.append({ value: "new" }, 10);
    expect(readBatch(builder.build({ crc32c }))).toEqual([
      { timestamp: 10, key: null, value: "new", headers: [] },
    ]);
    expect(before).toEqual(copy);
  });

  test("keeps the first timestamp as base and the largest as maximum", () => {
    const builder = new BatchBuilder({ bytesMax: 1000 });
    for (const timestamp of [500, 900, 100]) builder.append({ value: null }, timestamp);
    const { header } = firstBatch(builder.build({ crc32c }));
    expect([header.baseTimestamp, header.maxTimestamp]).toEqual([500, 900]);
  });

  test("without a producer id, epoch and sequence are -1 as in Kafka", () => {
    const builder = new BatchBuilder({ bytesMax: 1000 });
    builder.append({ value: "v" }, 1);
    const none = { leaderEpoch: -1, producerId: -1, producerEpoch: -1, baseSequence: -1 };
    expect(firstBatch(builder.build({ crc32c })).header).toMatchObject(none);
  });

  test("a timestamp that is no integer is a bug of the caller", () => {
    const builder = new BatchBuilder({ bytesMax: 1000 });
    expect(() => builder.append({ value: "v" }, 0.5)).toThrow(AssertionError);
  });
});

function fill(
  bytesMax: number,
  records: readonly { timestamp: number; key: string | null; value: string | null }[],
): BatchBuilder {
  const builder = new BatchBuilder({ bytesMax });
  for (const { timestamp, ...content } of records) builder.append(content, timestamp);
  return builder;
}

describe("packing", () => {
  /** Stands for a real codec: turns the bytes round. */
  const reversing: Compression = {
    compress: (_, bytes) => bytes.toReversed(),
    decompress: (_, bytes) => bytes.toReversed(),
  };

  test("packs the records, not the header, and names the codec", () => {
    const builder = new BatchBuilder({ bytesMax: 1000 });
    for (let i = 0; i < 3; i++) builder.append({ key: `k${i}`, value: "v" }, 1000 + i);
    const packing = { codec: "lz4", compression: reversing } as const;
    const bytes = builder.build({ crc32c, packing });
    const batch = firstBatch(bytes);
    expect(batch.header).toMatchObject({ compression: "lz4", recordCount: 3 });
    const records = recordBytesOf(bytes, batch, { compression: reversing, bytesMax: 1000 });
    expect(validateRecords(records, batch.header)).toBeUndefined();
    expect(bytes.subarray(batchOverheadBytes)).toEqual(records.toReversed());
  });

  test("codec none builds the same bytes as no packing", () => {
    const builder = new BatchBuilder({ bytesMax: 1000 });
    builder.append({ value: "v" }, 1);
    const none = builder.build({ crc32c, packing: { codec: "none", compression: reversing } });
    expect(none).toEqual(builder.build({ crc32c }));
  });

  test("codecs have Kafka's numbers", () => {
    const names = ["none", "gzip", "snappy", "lz4", "zstd"] as const;
    expect(names.map(codecNumber)).toEqual([0, 1, 2, 3, 4]);
    expect([0, 1, 2, 3, 4, 5, 7].map(codecFromNumber)).toEqual([...names, undefined, undefined]);
  });
});
