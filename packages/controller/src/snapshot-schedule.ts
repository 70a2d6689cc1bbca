import type { Entry, Index } from "@sordini/raft";

/** When to write a snapshot, and which of those written to report to the core. */
export class SnapshotSchedule {
  readonly #interval: { readonly entries: number; readonly bytes: number };
  #newest: Index;
  #writing = false;
  #entries = 0;
  #bytes = 0;

  constructor(interval: { readonly entries: number; readonly bytes: number }, newest: Index) {
    this.#interval = interval;
    this.#newest = newest;
  }

  /** Counts applied entries; true when a snapshot should be taken right after them. */
  isDue(applied: readonly Entry[]): boolean {
    this.#entries += applied.length;
    for (const { body } of applied) if (body.kind === "records") this.#bytes += body.payload.length;
    const due = this.#entries >= this.#interval.entries || this.#bytes >= this.#interval.bytes;
    return due && !this.#writing;
  }

  begin(): void {
    this.#writing = true;
    this.#entries = 0;
    this.#bytes = 0;
  }

  /** Returns the snapshot before this one: the log up to there may go. Null: there is none. */
  written(index: Index): Index | null {
    this.#writing = false;
    const before = this.#newest;
    this.#newest = Math.max(before, index);
    return before === 0 ? null : before;
  }

  /** The leader's snapshot has replaced all that was applied. */
  loaded(index: Index): void {
    this.#newest = index;
    this.#entries = 0;
    this.#bytes = 0;
  }
}
