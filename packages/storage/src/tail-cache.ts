import { assert } from "@sordini/base";
import { Deque } from "./deque.ts";
import type { PlacedRun } from "./placed-run.ts";

/**
 * Recent runs of all logs of a directory under one budget in bytes: followers and tailing consumers
 * are served from here, the very bytes that were appended. The oldest run of the directory goes
 * first; a run that is not yet written to its segment is never dropped, whatever the budget says,
 * since nobody else has it.
 */
export class TailCache {
  readonly #bytesMax: number;
  /** Over all logs, oldest first. A run that was truncated away stays until it is the oldest. */
  readonly #runs = new Deque<PlacedRun>();
  #usedBytes = 0;
  #slab = new Uint8Array(0);
  #slabUsed = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /**
   * The bytes to keep for a run: the same ones, unless they are a small view of a large buffer,
   * which would stay in memory as a whole. Small copies share slabs, which live and die with their
   * runs.
   */
  compacted(bytes: Uint8Array): Uint8Array {
    if (bytes.length * 4 >= bytes.buffer.byteLength) return bytes;
    if (bytes.length > slabBytes / 4) return bytes.slice();
    if (this.#slabUsed + bytes.length > this.#slab.length) {
      this.#slab = new Uint8Array(slabBytes);
      this.#slabUsed = 0;
    }
    const copy = this.#slab.subarray(this.#slabUsed, this.#slabUsed + bytes.length);
    copy.set(bytes);
    this.#slabUsed += bytes.length;
    return copy;
  }

  add(run: PlacedRun): void {
    // Runs that came in one buffer follow each other, so the first of them pays for all.
    const isSameBuffer = this.#runs.last?.bytes.buffer === run.bytes.buffer;
    run.tailCharge = isSameBuffer ? 0 : run.bytes.buffer.byteLength;
    this.#usedBytes += run.tailCharge;
    this.#runs.push(run);
    run.log.tail.push(run);
    this.evict();
  }

  /** Drops the oldest runs until the budget is kept, or the oldest is not written yet. */
  evict(): void {
    while (this.#usedBytes > this.#bytesMax) {
      const oldest = this.#runs.first;
      if (oldest === undefined) return;
      if (!oldest.isWritten && !oldest.isDropped) return;
      this.#runs.shift();
      this.#usedBytes -= oldest.tailCharge;
      if (oldest.isDropped) continue;
      const shifted = oldest.log.tail.shift();
      assert(shifted === oldest, "a log's tail and the directory's are in the same order");
    }
  }

  /** Forgets all runs of a log. Their memory is counted until they are the oldest. */
  drop(tail: Deque<PlacedRun>): void {
    for (let run = tail.shift(); run !== undefined; run = tail.shift()) run.isDropped = true;
  }
}

const slabBytes = 256 * 1024;
