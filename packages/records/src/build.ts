import {
  assert,
  ByteWriter,
  type Crc32c,
  type Millis,
  utf8Encode,
  utf8EncodeInto,
  viewOf,
  writeInt64,
} from "@sordini/base";
import { codecNumber, type Compression, type CompressionCodec } from "./compression.ts";
import {
  attributesAtByte,
  baseSequenceAtByte,
  baseTimestampAtByte,
  batchLengthAtByte,
  batchLengthEndsAtByte,
  batchOverheadBytes,
  crcAtByte,
  lastOffsetDeltaAtByte,
  leaderEpochAtByte,
  magicAtByte,
  maxTimestampAtByte,
  producerEpochAtByte,
  producerIdAtByte,
  recordCountAtByte,
} from "./header.ts";

/** Text is written as UTF-8; null is Kafka's null, which deletes a key on a compacted topic. */
export type RecordBytes = Uint8Array | string | null;

/** What a producer puts into one record. */
export interface RecordContent {
  readonly key?: RecordBytes | undefined;
  readonly value: RecordBytes;
  readonly headers?: readonly RecordHeader[] | undefined;
}

export interface RecordHeader {
  readonly key: string | Uint8Array;
  readonly value: RecordBytes;
}

export interface BuildOptions {
  readonly crc32c: Crc32c;
  /** Without it the batch is not compressed. */
  readonly packing?: { readonly codec: CompressionCodec; readonly compression: Compression };
  /** An idempotent producer's identity; `baseSequence` is the sequence of the first record. */
  readonly producer?: {
    readonly id: number;
    readonly epoch: number;
    readonly baseSequence: number;
  };
}

/**
 * Gathers records into one batch. Records are written once, in their final form, into a buffer that
 * is kept from batch to batch; nothing is allocated per record.
 */
export class BatchBuilder {
  readonly #writer: ByteWriter;
  readonly #bytesMax: number;
  #count = 0;
  #baseTimestamp: Millis = -1;
  #maxTimestamp: Millis = -1;

  /** `bytesMax` bounds the batch before compression; it is not allocated in advance. */
  constructor({ bytesMax }: { readonly bytesMax: number }) {
    this.#bytesMax = Math.min(bytesMax, int32Max);
    this.#writer = new ByteWriter(Math.min(bytesMax, capacityAtStart));
    this.reset();
  }

  get count(): number {
    return this.#count;
  }

  /** Size of the batch if it were built now without compression. */
  get sizeBytes(): number {
    return this.#writer.length;
  }

  /**
   * Adds a record, or changes nothing and returns false when the batch would grow beyond
   * `bytesMax`. False from an empty builder means that the record fits into no batch.
   */
  append(content: RecordContent, timestamp: Millis): boolean {
    assert(Number.isSafeInteger(timestamp), "a timestamp is an integer of milliseconds");
    const start = this.#writer.length;
    const timestampDelta = this.#count === 0 ? 0 : timestamp - this.#baseTimestamp;
    const bodySize = 1 + varlongSize(timestampDelta) + varlongSize(this.#count) + sizeOf(content);
    if (start + varlongSize(bodySize) + bodySize > this.#bytesMax) return false;

    this.#writer.varint(bodySize).int8(0).varlong(timestampDelta).varint(this.#count);
    if (!writeContent(this.#writer, content)) {
      this.#writer.truncate(start);
      return this.append(textEncoded(content), timestamp);
    }
    if (this.#count === 0) this.#baseTimestamp = timestamp;
    this.#maxTimestamp = this.#count === 0 ? timestamp : Math.max(this.#maxTimestamp, timestamp);
    this.#count += 1;
    return true;
  }

  /**
   * The finished batch, in memory of its own, with base offset 0 (the leader stamps the real one).
   * The builder still holds its records; `reset` empties it.
   */
  build({ crc32c, packing, producer }: BuildOptions): Uint8Array {
    assert(this.#count > 0, "an empty batch cannot be produced");
    const bytes = this.#packed(packing);
    const view = viewOf(bytes);
    view.setInt32(batchLengthAtByte, bytes.length - batchLengthEndsAtByte);
    view.setInt32(leaderEpochAtByte, -1);
    view.setInt8(magicAtByte, 2);
    view.setInt16(attributesAtByte, codecNumber(packing?.codec ?? "none"));
    view.setInt32(lastOffsetDeltaAtByte, this.#count - 1);
    writeInt64(view, baseTimestampAtByte, this.#baseTimestamp);
    writeInt64(view, maxTimestampAtByte, this.#maxTimestamp);
    writeInt64(view, producerIdAtByte, producer?.id ?? -1);
    view.setInt16(producerEpochAtByte, producer?.epoch ?? -1);
    view.setInt32(baseSequenceAtByte, producer?.baseSequence ?? -1);
    view.setInt32(recordCountAtByte, this.#count);
    view.setUint32(crcAtByte, crc32c(bytes.subarray(attributesAtByte)));
    return bytes;
  }

  /** Starts the next batch in the same buffer. */
  reset(): void {
    this.#writer.reset();
    this.#writer.reserve(batchOverheadBytes).fill(0);
    this.#count = 0;
  }

  #packed(packing: BuildOptions["packing"]): Uint8Array {
    if (packing === undefined || packing.codec === "none") return this.#writer.written.slice();
    const records = this.#writer.written.subarray(batchOverheadBytes);
    const block = packing.compression.compress(packing.codec, records);
    const bytes = new Uint8Array(batchOverheadBytes + block.length);
    bytes.set(block, batchOverheadBytes);
    return bytes;
  }
}

const int32Max = 0x7fff_ffff;
const capacityAtStart = 4096;

// A record's length stands before its bytes, and the UTF-8 length of a text is known only after
// encoding. So a text is taken to be ASCII, as most keys and JSON are, and measured by its length;
// when writing shows that it was not, the record is written again from encoded bytes.

function sizeOf({ key, value, headers }: RecordContent): number {
  let size = sizeOfBytes(key ?? null) + sizeOfBytes(value);
  if (headers === undefined) return size + 1;
  size += varlongSize(headers.length);
  for (const header of headers) size += sizeOfBytes(header.key) + sizeOfBytes(header.value);
  return size;
}

function sizeOfBytes(bytes: RecordBytes): number {
  return bytes === null ? 1 : varlongSize(bytes.length) + bytes.length;
}

/** False when a text was not ASCII; what was written then is to be thrown away. */
function writeContent(writer: ByteWriter, { key, value, headers }: RecordContent): boolean {
  if (!writeBytes(writer, key ?? null) || !writeBytes(writer, value)) return false;
  writer.varint(headers?.length ?? 0);
  if (headers === undefined) return true;
  for (const header of headers) {
    if (!writeBytes(writer, header.key) || !writeBytes(writer, header.value)) return false;
  }
  return true;
}

function writeBytes(writer: ByteWriter, bytes: RecordBytes): boolean {
  writer.varint(bytes?.length ?? -1);
  if (typeof bytes === "string") return writeAscii(writer, bytes);
  if (bytes !== null) writer.raw(bytes);
  return true;
}

function writeAscii(writer: ByteWriter, text: string): boolean {
  const { read, written } = utf8EncodeInto(text, writer.reserve(text.length));
  return read === text.length && written === text.length;
}

function textEncoded({ key, value, headers }: RecordContent): RecordContent {
  return {
    key: encoded(key ?? null),
    value: encoded(value),
    headers: headers?.map((header) => ({
      key: typeof header.key === "string" ? utf8Encode(header.key) : header.key,
      value: encoded(header.value),
    })),
  };
}

function encoded(bytes: RecordBytes): Uint8Array | null {
  return typeof bytes === "string" ? utf8Encode(bytes) : bytes;
}

/** Bytes of `value` as a zigzag varint. */
function varlongSize(value: number): number {
  let rest = value < 0 ? -(value + 1) : value;
  if (rest < 0x40) return 1;
  if (rest < 0x2000) return 2;
  let size = 1;
  for (; rest >= 0x40; size++) rest = Math.floor(rest / 0x80);
  return size;
}
