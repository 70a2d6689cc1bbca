import { assert } from "@sordini/base";
import {
  BatchBuilder,
  iterateRecords,
  readBatchHeader,
  recordBytesOf,
  type CompressionCodec,
  type RecordView,
} from "@sordini/records";
import { nodeCompression } from "@sordini/compression";
import { systemCrc32c } from "../crc.ts";
import { recordBytesMax } from "../limits.ts";
import { Batch, type Outcome } from "./batch.ts";

/**
 * Halves a batch that is larger than its topic allows (`max.message.bytes` was set below the
 * producer's `batchBytes`). Nothing for a single record. The halves report to the whole, record by
 * record.
 */
export function splitBatch(batch: Batch, codec: CompressionCodec): readonly Batch[] {
  if (batch.count === 1 || batch.bytes === null) return [];
  const records = recordsOf(batch.bytes);
  const middle = records.length >> 1;
  const outcomes: Outcome[] = [];
  let reported = 0;
  const report = (index: number, outcome: Outcome): void => {
    outcomes[index] = outcome;
    reported++;
    if (reported === records.length) batch.settleEach(outcomes);
  };
  const first = build(batch, { records: records.slice(0, middle), codec });
  const second = build(batch, { records: records.slice(middle), codec });
  forward(first, (index, outcome) => report(index, outcome));
  forward(second, (index, outcome) => report(middle + index, outcome));
  second.bufferedBytes = batch.bufferedBytes - first.bufferedBytes;
  return [first, second];
}

function recordsOf(bytes: Uint8Array): readonly RecordView[] {
  const header = readBatchHeader(bytes, 0);
  const unpack = { compression: nodeCompression, bytesMax: recordBytesMax };
  return [...iterateRecords(recordBytesOf(bytes, { position: 0, header }, unpack), header)];
}

function build(
  { place, createdMs, bufferedBytes, count }: Batch,
  { records, codec }: { records: readonly RecordView[]; codec: CompressionCodec },
): Batch {
  const builder = new BatchBuilder({ bytesMax: recordBytesMax });
  for (const record of records) {
    const { key, value, timestamp } = record;
    const fits = builder.append({ key, value, headers: record.readHeaders() }, timestamp);
    assert(fits, "half a batch is smaller than the batch");
  }
  const part = new Batch(place, createdMs);
  part.bytes = builder.build({
    crc32c: systemCrc32c,
    packing: { codec, compression: nodeCompression },
  });
  part.bufferedBytes = Math.floor((bufferedBytes * records.length) / count);
  return part;
}

function forward(part: Batch, report: (index: number, outcome: Outcome) => void): void {
  const header = readBatchHeader(part.bytes as Uint8Array, 0);
  for (let index = 0; index < header.recordCount; index++) {
    part.add((error, { offset }) =>
      report(index, error === null ? { error, offset } : { error, offset: -1 }),
    );
  }
}
