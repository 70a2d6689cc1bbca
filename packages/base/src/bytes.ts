import { assert } from "./assert.ts";

/** Input bytes that do not follow their format. A peer's or a disk's fault, never ours. */
export class MalformedError extends Error {
  override readonly name = "MalformedError";
}

// The encoder and decoder are part of every JS runtime but of no ECMAScript lib file.
declare class TextEncoder {
  encode(text: string): Uint8Array;
  encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes: Uint8Array): string;
}
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8");

export function utf8Encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Invalid sequences become U+FFFD, as in Kafka's Java clients. */
export function utf8Decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** A DataView over exactly the bytes of `bytes`. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads a big-endian int64 as a number. Throws MalformedError beyond 2^53 - 1 (docs/adr/0003). */
export function readInt64(view: DataView, position: number): number {
  const value = view.getInt32(position) * 0x1_0000_0000 + view.getUint32(position + 4);
  if (!Number.isSafeInteger(value)) {
    throw new MalformedError(`64-bit value at byte ${position} is beyond 2^53 - 1`);
  }
  return value;
}

/** Writes a safe integer as a big-endian int64. */
export function writeInt64(view: DataView, position: number, value: number): void {
  assert(Number.isSafeInteger(value), `not a safe integer: ${value}`);
  view.setInt32(position, Math.floor(value / 0x1_0000_0000));
  view.setUint32(position + 4, value >>> 0);
}

/** Reads big-endian fields in order; every read checks the remaining bytes first. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  /** Index of the next byte to read. */
  position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.#view = viewOf(bytes);
    this.position = position;
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  int8(): number {
    return this.#view.getInt8(this.#take(1));
  }

  int16(): number {
    return this.#view.getInt16(this.#take(2));
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4));
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  int64(): number {
    return readInt64(this.#view, this.#take(8));
  }

  /** Zigzag varint of at most 32 bits. */
  varint(): number {
    const raw = this.#uvarint(5);
    if (raw > 0xffff_ffff) throw new MalformedError(`varint beyond 32 bits`);
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** Zigzag varint whose value is a safe integer. */
  varlong(): number {
    const raw = this.#uvarintBig();
    const value = Number((raw >> 1n) ^ -(raw & 1n));
    if (!Number.isSafeInteger(value)) throw new MalformedError("varlong beyond 2^53 - 1");
    return value;
  }

  uvarint(): number {
    return this.#uvarint(5);
  }

  /** A view of the next `length` bytes, not a copy. */
  view(length: number): Uint8Array {
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  string(length: number): string {
    return utf8Decode(this.view(length));
  }

  #take(length: number): number {
    if (length < 0 || length > this.remaining) {
      throw new MalformedError(
        `needs ${length} bytes at ${this.position}, only ${this.remaining} are left`,
      );
    }
    const start = this.position;
    this.position += length;
    return start;
  }

  #uvarint(bytesMax: number): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < bytesMax; i++) {
      const byte = this.#view.getUint8(this.#take(1));
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new MalformedError(`varint longer than ${bytesMax} bytes`);
  }

  // Rare beyond 32 bits (timestamp deltas), so bigint's slowness does not matter there.
  #uvarintBig(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#view.getUint8(this.#take(1));
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new MalformedError("varlong longer than 10 bytes");
  }
}

/** Appends big-endian fields to a buffer that doubles when it is full. */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  /** Bytes written so far. */
  length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = viewOf(this.#bytes);
  }

  int8(value: number): this {
    this.#view.setInt8(this.#grow(1), value);
    return this;
  }

  int16(value: number): this {
    this.#view.setInt16(this.#grow(2), value);
    return this;
  }

  int32(value: number): this {
    this.#view.setInt32(this.#grow(4), value);
    return this;
  }

  uint32(value: number): this {
    this.#view.setUint32(this.#grow(4), value);
    return this;
  }

  int64(value: number): this {
    writeInt64(this.#view, this.#grow(8), value);
    return this;
  }

  /** Zigzag varint of a 32-bit signed integer. */
  varint(value: number): this {
    return this.uvarint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** Zigzag varint of a safe integer. */
  varlong(value: number): this {
    if (value >= -0x4000_0000 && value < 0x4000_0000) return this.varint(value);
    let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
    while (rest >= 0x80n) {
      this.#view.setUint8(this.#grow(1), Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.#view.setUint8(this.#grow(1), Number(rest));
    return this;
  }

  uvarint(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.#view.setUint8(this.#grow(1), (rest % 128) | 0x80);
      rest = Math.floor(rest / 128);
    }
    this.#view.setUint8(this.#grow(1), rest);
    return this;
  }

  raw(bytes: Uint8Array): this {
    const start = this.#grow(bytes.length);
    this.#bytes.set(bytes, start);
    return this;
  }

  /** What was written: a view that the next write may leave behind, so use it before writing on. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** A DataView over the written bytes, for patching a field that is known only later. */
  get view(): DataView {
    return viewOf(this.written);
  }

  /** Starts over and keeps the buffer. */
  reset(): void {
    this.length = 0;
  }

  #grow(extra: number): number {
    const start = this.length;
    const needed = start + extra;
    if (needed > this.#bytes.length) {
      const bigger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      bigger.set(this.#bytes.subarray(0, start));
      this.#bytes = bigger;
      this.#view = viewOf(bigger);
    }
    this.length = needed;
    return start;
  }
}
