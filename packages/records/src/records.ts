import {
  assert,
  ByteReader,
  MalformedError,
  type Millis,
  type Offset,
  utf8Decode,
} from "@sordini/base";
import type { Compression } from "./compression.ts";
import { batchOverheadBytes, type BatchHeader, type LocatedBatch } from "./header.ts";

/**
 * The records of the batch as bytes, decompressed where needed: what iterateRecords reads. A view
 * into `bytes` when the batch is not compressed; otherwise `unpack` says how, and how much at most.
 * Throws MalformedError when the compressed block is damaged or holds more than `bytesMax`.
 */
export function recordBytesOf(
  bytes: Uint8Array,
  { position, header }: LocatedBatch,
  unpack?: { readonly compression: Compression; readonly bytesMax: number },
): Uint8Array {
  const block = bytes.subarray(position + batchOverheadBytes, position + header.sizeBytes);
  if (header.compression === "none") return block;
  assert(unpack !== undefined, `a ${header.compression} batch needs a Compression to be read`);
  return unpack.compression.decompress(header.compression, block, unpack);
}

/**
 * The records of one batch in order, each parsed when it is reached.
 * Throws MalformedError at a record that does not follow the format, or when bytes are left over.
 */
export function* iterateRecords(
  recordBytes: Uint8Array,
  header: BatchHeader,
): Generator<RecordView, void> {
  const reader = new ByteReader(recordBytes);
  for (let i = 0; i < header.recordCount; i++) yield new RecordView(reader, header);
  if (reader.remaining > 0) {
    throw new MalformedError(
      `${reader.remaining} bytes follow the last of ${header.recordCount} records`,
    );
  }
}

/** A record's header as it is read. Keys may repeat; order is kept. */
export interface HeaderView {
  readonly key: string;
  readonly value: Uint8Array | null;
}

/**
 * One record inside the bytes of its batch. Key, value and headers are views made when they are
 * asked for, so that skipping a record costs no allocation for its parts. Views keep the whole
 * batch in memory: copy what is to live long.
 */
export class RecordView {
  readonly #header: BatchHeader;
  readonly #offsetDelta: number;
  readonly #timestampDelta: number;
  readonly #bytes: Uint8Array;
  readonly #keyStart: number;
  readonly #keyLength: number;
  readonly #valueStart: number;
  readonly #valueLength: number;
  readonly #end: number;

  /** Parses the record at the reader's position and leaves the reader behind it. */
  constructor(reader: ByteReader, header: BatchHeader) {
    const length = reader.varint();
    const end = reader.position + length;
    // The smallest record: attributes, two deltas, two lengths, a header count.
    if (length < 6) throw new MalformedError(`record of ${length} bytes at ${reader.position}`);
    reader.skip(1); // attributes: no bit has a meaning yet
    this.#header = header;
    this.#timestampDelta = reader.varlong();
    this.#offsetDelta = reader.varint();
    this.#bytes = reader.bytes;
    this.#keyLength = reader.varint();
    this.#keyStart = reader.position;
    if (this.#keyLength > 0) reader.skip(this.#keyLength);
    this.#valueLength = reader.varint();
    this.#valueStart = reader.position;
    if (this.#valueLength > 0) reader.skip(this.#valueLength);
    if (reader.position >= end) {
      throw new MalformedError(`record at ${end - length} ends at ${end}, inside its own fields`);
    }
    reader.skip(end - reader.position); // headers wait until they are asked for
    this.#end = end;
    checkDeltas(header, this.#offsetDelta, this.#timestampDelta);
  }

  get offset(): Offset {
    return this.#header.baseOffset + this.#offsetDelta;
  }

  get timestamp(): Millis {
    if (this.#header.timestampType === "logAppendTime") return this.#header.maxTimestamp;
    return this.#header.baseTimestamp + this.#timestampDelta;
  }

  get key(): Uint8Array | null {
    if (this.#keyLength < 0) return null;
    return this.#bytes.subarray(this.#keyStart, this.#keyStart + this.#keyLength);
  }

  get value(): Uint8Array | null {
    if (this.#valueLength < 0) return null;
    return this.#bytes.subarray(this.#valueStart, this.#valueStart + this.#valueLength);
  }

  /** Throws MalformedError when the headers do not fill the rest of the record exactly. */
  readHeaders(): readonly HeaderView[] {
    const start = this.#valueStart + Math.max(0, this.#valueLength);
    return parseHeaders(new ByteReader(this.#bytes.subarray(start, this.#end)));
  }
}

function checkDeltas(header: BatchHeader, offsetDelta: number, timestampDelta: number): void {
  if (offsetDelta < 0 || offsetDelta > header.lastOffsetDelta) {
    throw new MalformedError(
      `offset delta ${offsetDelta} is not between 0 and the batch's ${header.lastOffsetDelta}`,
    );
  }
  if (!Number.isSafeInteger(header.baseTimestamp + timestampDelta)) {
    throw new MalformedError(`timestamp delta ${timestampDelta} leads beyond 2^53 - 1`);
  }
}

function parseHeaders(reader: ByteReader): readonly HeaderView[] {
  const count = reader.varint();
  if (count < 0 || count > reader.remaining / 2) {
    throw new MalformedError(`${count} headers in ${reader.remaining} bytes`);
  }
  const headers: HeaderView[] = [];
  for (let i = 0; i < count; i++) {
    const key = utf8Decode(reader.view(reader.varint()));
    const valueLength = reader.varint();
    headers.push({ key, value: valueLength < 0 ? null : reader.view(valueLength) });
  }
  if (reader.remaining > 0) {
    throw new MalformedError(`${reader.remaining} bytes follow the last of ${count} headers`);
  }
  return headers;
}
