import { assert, MalformedError } from "@sordini/base";

// Why decoders of our own for LZ4 and snappy beside the library's encoders: the library's code is
// WebAssembly that traps on damaged input, and after some thousand traps (measured) its sound calls
// fail as well, compression included: one bad batch, fetched again and again, would end a client.
// It also allocates what the input claims; here `bytesMax` bounds both the output and the work.

/**
 * The growing output of an LZ77 decoder: literal bytes, and repeats of bytes that came before.
 * Throws MalformedError before it would hold more than `bytesMax`.
 */
export class UnpackedBytes {
  readonly #bytesMax: number;
  #bytes: Uint8Array;
  length = 0;

  constructor({ bytesExpected, bytesMax }: { bytesExpected: number; bytesMax: number }) {
    this.#bytesMax = bytesMax;
    this.#bytes = new Uint8Array(Math.min(bytesExpected, bytesMax));
  }

  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  append(bytes: Uint8Array): void {
    const start = this.#grow(bytes.length);
    this.#bytes.set(bytes, start);
  }

  /** Copies `length` bytes from `distance` back; they may overlap with what is being written. */
  repeat({ distance, length }: { distance: number; length: number }): void {
    if (distance === 0 || distance > this.length) {
      throw new MalformedError(`repeat from ${distance} back, ${this.length} bytes are there`);
    }
    const start = this.#grow(length);
    const from = start - distance;
    if (distance >= length) {
      this.#bytes.copyWithin(start, from, from + length);
      return;
    }
    for (let i = 0; i < length; i++) this.#bytes[start + i] = this.#bytes[from + i] as number;
  }

  #grow(extra: number): number {
    assert(extra >= 0, "lengths are read as unsigned");
    const start = this.length;
    const needed = start + extra;
    if (needed > this.#bytesMax) {
      throw new MalformedError(`more than ${this.#bytesMax} bytes when decompressed`);
    }
    if (needed > this.#bytes.length) {
      const room = Math.min(Math.max(needed, this.#bytes.length * 2), this.#bytesMax);
      const bigger = new Uint8Array(room);
      bigger.set(this.written);
      this.#bytes = bigger;
    }
    this.length = needed;
    return start;
  }
}
