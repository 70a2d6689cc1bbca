import type { Writable } from "node:stream";
import { Exit, exitCodes, UserError } from "../errors.ts";

/** One system call for this many bytes, where many small pieces are written. */
const pieceBytes = 64 * 1024;

/**
 * Gathers output and writes it in large pieces. Appending never waits; call `flush` now and then,
 * and always at the end: it waits until the reader has taken the bytes.
 */
export class ByteSink {
  readonly #stream: Writable;
  #buffer = Buffer.allocUnsafe(pieceBytes);
  #length = 0;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Enough has gathered to be worth a `flush`. */
  get isFull(): boolean {
    return this.#length >= pieceBytes;
  }

  text(text: string): void {
    this.#reserve(text.length * 3); // UTF-8 takes at most three bytes for a UTF-16 unit
    this.#length += this.#buffer.write(text, this.#length);
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /**
   * Throws Exit with 0 when the reader has gone, as in `| head`: it has all that it wanted. Throws
   * UserError when the output cannot be written, on a full disk for instance.
   */
  async flush(): Promise<void> {
    if (this.#length === 0) return;
    const piece = this.#buffer.subarray(0, this.#length);
    this.#buffer = Buffer.allocUnsafe(pieceBytes); // the old one is the stream's until written
    this.#length = 0;
    await write(this.#stream, piece);
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}

/** Writes `piece` and waits until it is taken. Throws as `ByteSink.flush` does. */
export function write(stream: Writable, piece: Uint8Array | string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(piece, (error) => {
      if (error === undefined || error === null) resolve();
      else reject(writeError(error));
    });
  });
}

function writeError(error: Error & { readonly code?: string }): Error {
  const isGone = error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED";
  if (isGone) return new Exit(exitCodes.ok);
  return new UserError(`cannot write the output: ${error.message}`);
}
