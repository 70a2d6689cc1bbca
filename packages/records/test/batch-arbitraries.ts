import { crc32c } from "@sordini/base";
import * as fc from "fast-check";
import { iterateBatches } from "../src/batches.ts";
import { BatchBuilder, type BuildOptions, type RecordContent } from "../src/build.ts";
import type { LocatedBatch } from "../src/header.ts";
import { iterateRecords, recordBytesOf } from "../src/records.ts";

/** A record as a test writes it and reads it back: parts as text, or null. */
export interface PlainRecord {
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly { readonly key: string; readonly value: string | null }[];
}

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ minLength: 60, maxLength: 90 }), // around the limit of a one-byte length
);

export const plainRecord: fc.Arbitrary<PlainRecord> = fc.record({
  timestamp: fc.oneof(
    fc.integer({ min: 1_700_000_000_000, max: 1_700_000_009_999 }),
    fc.integer({ min: -1, max: 2 ** 52 }),
  ),
  key: fc.option(text),
  value: fc.option(text),
  headers: fc.array(fc.record({ key: text, value: fc.option(text) }), { maxLength: 3 }),
});

export const plainRecords = fc.array(plainRecord, { minLength: 1, maxLength: 12 });

/** A batch of `records`; half of its texts are given as bytes, which must make no difference. */
export function buildBatch(
  records: readonly PlainRecord[],
  options: Omit<BuildOptions, "crc32c"> = {},
): Uint8Array {
  const builder = new BatchBuilder({ bytesMax: 1 << 20 });
  for (const [i, { timestamp, ...content }] of records.entries()) {
    const added = builder.append(i % 2 === 0 ? content : asBytes(content), timestamp);
    if (!added) throw new Error(`record ${i} does not fit`);
  }
  return builder.build({ crc32c, ...options });
}

function asBytes({ key, value, headers }: Omit<PlainRecord, "timestamp">): RecordContent {
  const bytes = (part: string | null) => (part === null ? null : Buffer.from(part));
  return {
    key: bytes(key),
    value: bytes(value),
    headers: headers.map((header) => ({
      key: Buffer.from(header.key),
      value: bytes(header.value),
    })),
  };
}

/** The first batch of `bytes`, which must hold one. */
export function firstBatch(bytes: Uint8Array): LocatedBatch {
  for (const batch of iterateBatches(bytes)) return batch;
  throw new Error("no whole batch");
}

/** What iterateRecords gives for an uncompressed batch, every part of it read. */
export function readBatch(bytes: Uint8Array, batch = firstBatch(bytes)): PlainRecord[] {
  const records = iterateRecords(recordBytesOf(bytes, batch), batch.header);
  return [...records].map((record) => ({
    timestamp: record.timestamp,
    key: asText(record.key),
    value: asText(record.value),
    headers: record.readHeaders().map(({ key, value }) => ({ key, value: asText(value) })),
  }));
}

function asText(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString();
}

/** `bytes` with one bit turned over. */
export function withFlippedBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
  return flipped;
}
