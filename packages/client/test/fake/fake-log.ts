import { crc32c, utf8Decode, viewOf } from "@sordini/base";
import { nodeCompression } from "@sordini/compression";
import {
  attributesAtByte,
  BatchBuilder,
  controlBit,
  crcAtByte,
  iterateBatches,
  iterateRecords,
  readBatchHeader,
  type RecordContent,
  recordBytesOf,
  stampBatch,
} from "@sordini/records";

/** One partition of the fake cluster: whole batches in a row, all of them committed. */
export class FakeLog {
  leaderId: number;
  leaderEpoch = 0;
  logStart = 0;
  logEnd = 0;
  readonly batches: {
    readonly baseOffset: number;
    readonly nextOffset: number;
    bytes: Uint8Array;
  }[] = [];

  constructor(leaderId: number) {
    this.leaderId = leaderId;
  }

  /** Appends what a producer sent; gives the offset of the first record. */
  append(bytes: Uint8Array): number {
    const first = this.logEnd;
    for (const { position, header } of iterateBatches(bytes)) {
      const copy = bytes.slice(position, position + header.sizeBytes);
      stampBatch(copy, 0, { baseOffset: this.logEnd, leaderEpoch: this.leaderEpoch });
      const nextOffset = this.logEnd + header.lastOffsetDelta + 1;
      this.batches.push({ baseOffset: this.logEnd, nextOffset, bytes: copy });
      this.logEnd = nextOffset;
    }
    return first;
  }

  /** The answer of ListOffsets: -1 latest, -2 earliest, else the first batch that is as new. */
  offsetAt(timestampMs: number): { readonly offset: number; readonly timestampMs: number } {
    if (timestampMs === -1) return { offset: this.logEnd, timestampMs: -1 };
    if (timestampMs === -2) return { offset: this.logStart, timestampMs: -1 };
    for (const { bytes, baseOffset } of this.batches) {
      const { maxTimestamp } = readBatchHeader(bytes, 0);
      if (maxTimestamp >= timestampMs) return { offset: baseOffset, timestampMs: maxTimestamp };
    }
    return { offset: -1, timestampMs: -1 };
  }

  /** Values of all records, in order, as text. */
  values(): string[] {
    return this.batches.flatMap(({ bytes }) => {
      const header = readBatchHeader(bytes, 0);
      const unpack = { compression: nodeCompression, bytesMax: 1 << 26 };
      const records = recordBytesOf(bytes, { position: 0, header }, unpack);
      return Array.from(iterateRecords(records, header), ({ value }) =>
        value === null ? "null" : utf8Decode(value),
      );
    });
  }

  /** Appends what a transaction's end leaves behind: one record that no program sees. */
  writeControl(): void {
    const builder = new BatchBuilder({ bytesMax: 1_000 });
    builder.append({ key: Uint8Array.of(0, 0, 0, 1), value: "" }, 1_000);
    const bytes = builder.build({ crc32c });
    bytes[attributesAtByte + 1] = controlBit;
    viewOf(bytes).setUint32(crcAtByte, crc32c(bytes.subarray(attributesAtByte)));
    this.append(bytes);
  }

  /** Appends one batch of these records, all of the same time. */
  write(records: readonly RecordContent[], timestampMs = 1_000): void {
    const builder = new BatchBuilder({ bytesMax: 1 << 24 });
    for (const record of records) builder.append(record, timestampMs);
    this.append(builder.build({ crc32c }));
  }
}
