import { createRequire } from "node:module";
import { createRecordsBatch, Reader, readRecordsBatch } from "@platformatic/kafka";
import { crc32c } from "@sordini/base";
import {
  BatchBuilder,
  type CompressionCodec,
  codecNumber,
  compressionCodecs,
  iterateBatches,
  iterateRecords,
  recordBytesOf,
  validateProduced,
  validateRecords,
} from "@sordini/records";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nodeCompression } from "@sordini/compression";

// What other JavaScript clients encode, we read; what we encode, they read. Neither checks a CRC,
// so that ours is checked by validateProduced on their batches and by @node-rs/crc32 on ours.

interface PlainRecord {
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

const text = fc.string({ unit: "grapheme", maxLength: 40 });
const headerName = fc.stringMatching(/^[a-z]{1,8}$/);

const plainRecords: fc.Arbitrary<PlainRecord[]> = fc.array(
  fc.record({
    timestamp: fc.integer({ min: 1_699_000_000_000, max: 1_701_000_000_000 }),
    key: fc.option(text),
    value: fc.option(text),
    headers: fc.dictionary(headerName, text, { maxKeys: 3, noNullPrototype: true }),
  }),
  { minLength: 1, maxLength: 20 },
);

const runs = { numRuns: 40 };

function ours(records: readonly PlainRecord[], codec: CompressionCodec): Uint8Array {
  const builder = new BatchBuilder({ bytesMax: 1 << 20 });
  for (const { timestamp, key, value, headers } of records) {
    const list = Object.entries(headers).map(([name, text]) => ({ key: name, value: text }));
    builder.append({ key, value, headers: list }, timestamp);
  }
  const packing = { codec, compression: nodeCompression };
  return builder.build({ crc32c, packing, producer: { id: 77, epoch: 1, baseSequence: 5 } });
}

/** Takes the bytes as a broker does, then reads every record as a consumer does. */
function readByUs(bytes: Uint8Array): PlainRecord[] {
  const limits = { batchBytesMax: 1 << 20, batchCountMax: 1 };
  expect(validateProduced(bytes, crc32c, limits)).toHaveLength(1);
  const read: PlainRecord[] = [];
  for (const batch of iterateBatches(bytes)) {
    const unpack = { compression: nodeCompression, bytesMax: 1 << 20 };
    const records = recordBytesOf(bytes, batch, unpack);
    expect(validateRecords(records, batch.header)).toBeUndefined();
    for (const record of iterateRecords(records, batch.header)) {
      const headers = record.readHeaders().map(({ key, value }) => [key, asText(value)]);
      const { timestamp } = record;
      const parts = { key: asText(record.key), value: asText(record.value) };
      read.push({ timestamp, ...parts, headers: Object.fromEntries(headers) });
    }
  }
  return read;
}

function asText(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString();
}

function asBuffer(part: string | null): Buffer | null {
  return part === null ? null : Buffer.from(part);
}

describe.each(compressionCodecs)("@platformatic/kafka, %s", (codec) => {
  test("reads what we write", () => {
    fc.assert(
      fc.property(plainRecords, (records) => {
        const batch = readRecordsBatch(Reader.from(Buffer.from(ours(records, codec))));
        const read = batch.records.map((record) => ({
          timestamp: Number(batch.firstTimestamp + record.timestampDelta),
          key: asText(record.key),
          value: asText(record.value),
          headers: Object.fromEntries(
            record.headers.map(([name, value]) => [asText(name), asText(value)]),
          ),
        }));
        expect(read).toEqual(records);
        expect(batch.records.map((record) => record.offsetDelta)).toEqual([...records.keys()]);
        const { producerId, producerEpoch, firstSequence, maxTimestamp, lastOffsetDelta } = batch;
        expect({ producerId, producerEpoch, firstSequence, maxTimestamp, lastOffsetDelta }).toEqual(
          {
            producerId: 77n,
            producerEpoch: 1,
            firstSequence: 5,
            maxTimestamp: BigInt(Math.max(...records.map((record) => record.timestamp))),
            lastOffsetDelta: records.length - 1,
          },
        );
      }),
      runs,
    );
  });

  test("writes what we read", () => {
    fc.assert(
      fc.property(plainRecords, (records) => {
        expect(readByUs(writtenByPlatformatic(records, codec))).toEqual(records);
      }),
      runs,
    );
  });
});

function writtenByPlatformatic(
  records: readonly PlainRecord[],
  compression: CompressionCodec,
): Uint8Array {
  const messages = records.map(({ timestamp, key, value, headers }) => ({
    topic: "t",
    timestamp: BigInt(timestamp),
    // Its types know no null, its encoder does: a tombstone is a message with a null value.
    key: asBuffer(key) as Buffer,
    value: asBuffer(value) as Buffer,
    headers: new Map(
      Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]),
    ),
  }));
  const writer = createRecordsBatch(messages, { compression });
  return Uint8Array.from(writer.buffer);
}

// kafkajs has no types for what lies inside; these are the parts that its produce and fetch use.
interface KafkajsEncoder {
  readonly buffer: Buffer;
}
interface KafkajsRecord {
  readonly timestamp: string;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}
interface KafkajsCodec {
  compress(encoder: KafkajsEncoder): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

const require = createRequire(import.meta.url);
const encodeRecord = require("kafkajs/src/protocol/recordBatch/record/v0/index.js") as (
  record: Readonly<Record<string, unknown>>,
) => KafkajsEncoder;
const { RecordBatch: encodeBatch } = require("kafkajs/src/protocol/recordBatch/v0/index.js") as {
  RecordBatch: (batch: Readonly<Record<string, unknown>>) => Promise<KafkajsEncoder>;
};
const decodeBatch = require("kafkajs/src/protocol/recordBatch/v0/decoder.js") as (
  decoder: unknown,
) => Promise<{ records: readonly KafkajsRecord[]; producerId: string; firstSequence: number }>;
const KafkajsDecoder = require("kafkajs/src/protocol/decoder.js") as new (bytes: Buffer) => unknown;
const { CompressionCodecs } = require("kafkajs") as {
  CompressionCodecs: Record<number, () => KafkajsCodec>;
};

// It has gzip built in; the others are plugged in, as its users plug in theirs.
for (const codec of ["snappy", "lz4", "zstd"] as const) {
  CompressionCodecs[codecNumber(codec)] = () => ({
    compress: async ({ buffer }) => Buffer.from(nodeCompression.compress(codec, buffer)),
    decompress: async (bytes) =>
      Buffer.from(nodeCompression.decompress(codec, bytes, { bytesMax: 1 << 20 })),
  });
}

describe.each(compressionCodecs)("kafkajs, %s", (codec) => {
  test("reads what we write", async () => {
    await fc.assert(
      fc.asyncProperty(plainRecords, async (records) => {
        const batch = await decodeBatch(new KafkajsDecoder(Buffer.from(ours(records, codec))));
        const read = batch.records.map((record) => ({
          timestamp: Number(record.timestamp),
          key: asText(record.key),
          value: asText(record.value),
          headers: Object.fromEntries(
            Object.entries(record.headers).map(([name, value]) => [name, asText(value)]),
          ),
        }));
        expect(read).toEqual(records);
        expect(batch.records.map((record) => Number(record.offset))).toEqual([...records.keys()]);
        expect([batch.producerId, batch.firstSequence]).toEqual(["77", 5]);
      }),
      runs,
    );
  });

  test("writes what we read", async () => {
    await fc.assert(
      fc.asyncProperty(plainRecords, async (records) => {
        expect(readByUs(await writtenByKafkajs(records, codec))).toEqual(records);
      }),
      runs,
    );
  });
});

async function writtenByKafkajs(
  records: readonly PlainRecord[],
  codec: CompressionCodec,
): Promise<Uint8Array> {
  const firstTimestamp = records[0]?.timestamp ?? 0;
  const encoder = await encodeBatch({
    compression: codecNumber(codec),
    firstTimestamp,
    maxTimestamp: Math.max(...records.map((record) => record.timestamp)),
    lastOffsetDelta: records.length - 1,
    records: records.map(({ timestamp, key, value, headers }, offsetDelta) =>
      encodeRecord({
        offsetDelta,
        timestampDelta: timestamp - firstTimestamp,
        key,
        value,
        headers,
      }),
    ),
  });
  return Uint8Array.from(encoder.buffer);
}
