import { AssertionError, assert } from "./assert.ts";

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
  constructor(label?: string, options?: { ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}
const encoder = new TextEncoder();
// "Ignoring" the byte order mark means to keep it: a key may well begin with U+FEFF.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** As long as ids, names and most keys: a loop takes a fifth of the time of the encoder there. */
const shortTextMax = 64;

export function utf8Encode(text: string): Uint8Array {
  return (text.length <= shortTextMax ? asciiEncode(text) : null) ?? encoder.encode(text);
}

/** Null for text that is not ASCII. */
function asciiEncode(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return null;
    bytes[i] = code;
  }
  return bytes;
}

/** Writes what fits of `text`: `read` counts UTF-16 units, `written` bytes. */
export function utf8EncodeInto(
  text: string,
  into: Uint8Array,
): { readonly read: number; readonly written: number } {
  return encoder.encodeInto(text, into);
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
  if (!Number.isSafeInteger(value)) refuseNumber(value, "a safe integer");
  view.setInt32(position, Math.floor(value / 0x1_0000_0000));
  view.setUint32(position + 4, value >>> 0);
}

// Instead of `assert`, whose message would be put together for each number that is written.
function refuseNumber(value: number, expected: string): never {
  throw new AssertionError(`not ${expected}: ${value}`);
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

  uint8(): number {
    return this.#byte();
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
    const raw = this.uvarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** Varint of at most 32 bits, not zigzag. */
  uvarint(): number {
    const low = this.#upTo28Bits();
    if (low >= 0) return low;
    const byte = this.#byte();
    if (byte <= 0x0f) return ((byte << 28) | ~low) >>> 0;
    throw new MalformedError(`varint beyond 32 bits before byte ${this.position}`);
  }

  /** Zigzag varint whose value is a safe integer. */
  varlong(): number {
    const low = this.#upTo28Bits();
    if (low >= 0) return (low >>> 1) ^ -(low & 1);
    return this.#longVarlong(~low);
  }

  /** A view of the next `length` bytes, not a copy. */
  view(length: number): Uint8Array {
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  skip(length: number): void {
    this.#take(length);
  }

  string(length: number): string {
    return utf8Decode(this.view(length));
  }

  #take(length: number): number {
    if (length < 0 || length > this.remaining) this.#refuse(length);
    const start = this.position;
    this.position += length;
    return start;
  }

  #byte(): number {
    const byte = this.bytes[this.position];
    if (byte === undefined) return this.#refuse(1);
    this.position += 1;
    return byte;
  }

  #refuse(length: number): never {
    throw new MalformedError(
      `needs ${length} bytes at ${this.position}, only ${this.remaining} are left`,
    );
  }

  // Nearly all varints end here. When a fifth byte follows, the bits so far come back inverted,
  // which makes them negative.
  #upTo28Bits(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return ~value;
  }

  // The first 28 bits apart from the rest, since zigzag makes 54 bits of a safe integer.
  #longVarlong(low: number): number {
    let high = 0;
    for (let i = 0, scale = 1; i < 6; i++, scale *= 0x80) {
      const byte = this.#byte();
      high += (byte & 0x7f) * scale;
      if (byte < 0x80) return this.#unzigzag(low, high);
    }
    throw new MalformedError(`varlong longer than 10 bytes before byte ${this.position}`);
  }

  #unzigzag(low: number, high: number): number {
    const half = high * 0x800_0000 + (low >>> 1);
    const value = (low & 1) === 0 ? half : -half - 1;
    if (Number.isSafeInteger(value)) return value;
    throw new MalformedError(`varlong beyond 2^53 - 1 before byte ${this.position}`);
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
    const start = this.#grow(1);
    this.#view.setInt8(start, value);
    return this;
  }

  int16(value: number): this {
    const start = this.#grow(2);
    this.#view.setInt16(start, value);
    return this;
  }

  int32(value: number): this {
    const start = this.#grow(4);
    this.#view.setInt32(start, value);
    return this;
  }

  uint32(value: number): this {
    const start = this.#grow(4);
    this.#view.setUint32(start, value);
    return this;
  }

  int64(value: number): this {
    const start = this.#grow(8);
    writeInt64(this.#view, start, value);
    return this;
  }

  /** Zigzag varint of a 32-bit signed integer. */
  varint(value: number): this {
    if ((value | 0) !== value) refuseNumber(value, "a 32-bit integer");
    return this.uvarint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** Zigzag varint of a safe integer. */
  varlong(value: number): this {
    if (value >= -0x4000_0000 && value < 0x4000_0000) return this.varint(value);
    if (!Number.isSafeInteger(value)) refuseNumber(value, "a safe integer");
    const half = value < 0 ? -(value + 1) : value;
    const low = (half % 0x40) * 2 + (value < 0 ? 1 : 0);
    this.#byte(low | 0x80); // never the last one: small values went the short way
    let rest = Math.floor(half / 0x40);
    while (rest >= 0x80) {
      this.#byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    return this.#byte(rest);
  }

  /** Varint of an unsigned 32-bit integer, not zigzag. */
  uvarint(value: number): this {
    if (value >>> 0 !== value) refuseNumber(value, "an unsigned 32-bit integer");
    let rest = value;
    while (rest >= 0x80) {
      this.#byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.#byte(rest);
  }

  raw(bytes: Uint8Array): this {
    const start = this.#grow(bytes.length);
    this.#bytes.set(bytes, start);
    return this;
  }

  /** Makes room for `length` bytes and gives it back to be filled before the next write. */
  reserve(length: number): Uint8Array {
    const start = this.#grow(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** What was written: a view that the next write may leave behind, so use it before writing on. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** A DataView over the written bytes, for patching a field that is known only later. */
  get view(): DataView {
    return viewOf(this.written);
  }

  /** Forgets what was written from `length` on, and keeps the buffer. */
  truncate(length: number): void {
    assert(length >= 0 && length <= this.length, `cannot truncate ${this.length} to ${length}`);
    this.length = length;
  }

  /** Starts over and keeps the buffer. */
  reset(): void {
    this.truncate(0);
  }

  #byte(value: number): this {
    if (this.length === this.#bytes.length) this.#replace(this.length + 1);
    this.#bytes[this.length] = value;
    this.length += 1;
    return this;
  }

  // Comes before the buffer is touched, since it may replace both #bytes and #view.
  #grow(extra: number): number {
    const start = this.length;
    const needed = start + extra;
    if (needed > this.#bytes.length) this.#replace(needed);
    this.length = needed;
    return start;
  }

  #replace(needed: number): void {
    const bigger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bigger.set(this.#bytes.subarray(0, this.length));
    this.#bytes = bigger;
    this.#view = viewOf(bigger);
  }
}
