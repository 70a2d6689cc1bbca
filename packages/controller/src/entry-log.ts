import { assert } from "@sordini/base";
import type { Entry, Index, IndexRange, Persist } from "@sordini/raft";

/**
 * The Raft log in memory, synced or not: what followers and brokers are sent, so that sending
 * reads no disk. Bounded by the snapshots, which cut it at both of its limits (limits.ts).
 */
export class EntryLog {
  /** Everything up to here is in a snapshot. */
  #base: Index;
  #entries: Entry[];

  constructor(base: Index, entries: readonly Entry[]) {
    this.#base = base;
    this.#entries = [...entries];
    assert((entries[0]?.index ?? base + 1) === base + 1, "the log does not start at its base");
  }

  get base(): Index {
    return this.#base;
  }

  get last(): Index {
    return this.#base + this.#entries.length;
  }

  /** The entries of `range`, all of which must be here. */
  range({ from, to }: IndexRange): readonly Entry[] {
    assert(
      from > this.#base,
      `entry ${from} is compacted away, the log starts behind ${this.#base}`,
    );
    assert(to <= this.last, `entry ${to} is beyond the end of the log, ${this.last}`);
    return this.#entries.slice(from - this.#base - 1, to - this.#base);
  }

  apply({ restartAfter, truncateFrom, entries }: Persist): void {
    if (restartAfter !== null) {
      this.#base = restartAfter.index;
      this.#entries = [];
    }
    if (truncateFrom !== null) this.#entries.length = truncateFrom - this.#base - 1;
    for (const entry of entries) {
      assert(entry.index === this.last + 1, `I3: entry ${entry.index} after ${this.last}`);
      this.#entries.push(entry);
    }
  }

  compactTo(index: Index): void {
    if (index <= this.#base) return;
    this.#entries = this.#entries.slice(index - this.#base);
    this.#base = index;
  }
}
