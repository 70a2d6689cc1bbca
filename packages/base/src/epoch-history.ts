import { assert } from "./assert.ts";
import type { Epoch, Offset } from "./types.ts";

/** `epoch` wrote from `start` on, up to the start of the next entry or the log end. */
export interface EpochStart {
  readonly epoch: Epoch;
  readonly start: Offset;
}

/** The last offset + 1 that a log holds for the largest epoch at or below the one asked for. */
export interface EpochEnd {
  readonly epoch: Epoch;
  readonly end: Offset;
}

/**
 * Which leader epoch wrote which offsets of one log: Kafka's leader epoch cache (KIP-101, KIP-279)
 * and Raft's term index in one shape. An immutable value; each change returns a new history.
 *
 * Invariant I21: epochs and starts both strictly increase, and no start lies beyond the log end.
 * An epoch that wrote nothing is still recorded (B29), and replaced when another one starts at the
 * same offset, since it can then own no record.
 */
export class EpochHistory {
  static readonly empty = new EpochHistory([]);

  readonly entries: readonly EpochStart[];

  constructor(entries: readonly EpochStart[]) {
    for (const [i, entry] of entries.entries()) {
      const before = entries[i - 1];
      if (before === undefined) continue;
      assert(entry.epoch > before.epoch, `epoch ${entry.epoch} after ${before.epoch}`);
      assert(entry.start > before.start, `start ${entry.start} after ${before.start}`);
    }
    this.entries = entries;
  }

  /** The newest epoch, or -1 when nothing was ever written. */
  get lastEpoch(): Epoch {
    return this.entries.at(-1)?.epoch ?? -1;
  }

  /**
   * Records that `epoch` writes from `start` on. The newest epoch again changes nothing. One that
   * began at `start` gives way, also to an older one: it owns no record there, and a follower may
   * be given what an older epoch wrote where its own wrote nothing. Only that may make the newest
   * epoch an older one.
   */
  assign({ epoch, start }: EpochStart): EpochHistory {
    const last = this.entries.at(-1);
    if (last === undefined) return new EpochHistory([{ epoch, start }]);
    if (epoch === last.epoch) return this;
    assert(start >= last.start, `epoch ${epoch} starts at ${start}, before ${last.start}`);
    const kept = this.truncateTo(start);
    if (epoch === kept.lastEpoch) return kept;
    assert(epoch > kept.lastEpoch, `epoch went back: ${epoch} after ${kept.lastEpoch}`);
    return new EpochHistory([...kept.entries, { epoch, start }]);
  }

  /** The epoch that wrote `offset`; -1 when it lies before the first known start. */
  epochOf(offset: Offset): Epoch {
    return this.entries.findLast((entry) => entry.start <= offset)?.epoch ?? -1;
  }

  /**
   * KIP-279's answer to a follower whose newest epoch is `epoch`: the largest epoch of ours that is
   * not above it, and where it ends. `{ epoch: -1, end: -1 }` when we know none that low.
   */
  endOf({ epoch, logEnd }: { epoch: Epoch; logEnd: Offset }): EpochEnd {
    const index = this.entries.findLastIndex((entry) => entry.epoch <= epoch);
    const found = this.entries[index];
    if (found === undefined) return { epoch: -1, end: -1 };
    return { epoch: found.epoch, end: this.entries[index + 1]?.start ?? logEnd };
  }

  /** Forgets what was written at or after `end`: the log was truncated there. */
  truncateTo(end: Offset): EpochHistory {
    if ((this.entries.at(-1)?.start ?? -1) < end) return this;
    return new EpochHistory(this.entries.filter((entry) => entry.start < end));
  }

  /** Forgets what ended before `start`: the log's prefix was deleted. */
  startFrom(start: Offset): EpochHistory {
    const first = this.entries.findLastIndex((entry) => entry.start <= start);
    if (first < 0) return this;
    const owner = this.entries[first] as EpochStart;
    if (first === 0 && owner.start === start) return this;
    return new EpochHistory([{ epoch: owner.epoch, start }, ...this.entries.slice(first + 1)]);
  }
}
