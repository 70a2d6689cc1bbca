import { assert, EpochHistory } from "@sordini/base";
import type { Entry, Index, LogId, Snapshot, Term } from "./types.ts";
import { VoterHistory } from "./voters.ts";

/**
 * The log as the core sees it: which term wrote which index (never a payload), how far it is
 * synced, and the voter sets in it. It starts behind the newest snapshot; the bootstrap state is
 * a snapshot of nothing at index 0, term 0.
 */
export class LogView {
  #snapshot: Snapshot;
  /** Its first entry is the snapshot's own (index, term), so that `prev` can name it. */
  #terms: EpochHistory;
  #lastIndex: Index;
  #syncedIndex: Index;
  #voters: VoterHistory;

  /** An empty log behind `snapshot`, all of it synced. */
  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#terms = new EpochHistory([{ epoch: snapshot.term, start: snapshot.index }]);
    this.#lastIndex = snapshot.index;
    this.#syncedIndex = snapshot.index;
    this.#voters = new VoterHistory([{ index: snapshot.index, voters: snapshot.voters }]);
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  get last(): LogId {
    return { index: this.#lastIndex, term: this.#terms.lastEpoch };
  }

  /** Everything up to here survives a crash. Never beyond the last entry. */
  get syncedIndex(): Index {
    return this.#syncedIndex;
  }

  get voters(): VoterHistory {
    return this.#voters;
  }

  /** The term of the entry at `index`, or null when the log does not reach there. */
  termOf(index: Index): Term | null {
    if (index < this.#snapshot.index || index > this.#lastIndex) return null;
    return this.#terms.epochOf(index);
  }

  holds(id: LogId): boolean {
    return this.termOf(id.index) === id.term;
  }

  /**
   * Our last entry whose index and term are both not above those of `id`; the snapshot when there
   * is none. Both sides of a rejected append ask this of their own log, so that each round skips
   * a whole term of divergence (5.3; KIP-595 calls it the diverging epoch).
   */
  lastNotAbove(id: LogId): LogId {
    const { epoch, end } = this.#terms.endOf({ epoch: id.term, logEnd: this.#lastIndex + 1 });
    const index = Math.min(id.index, end - 1);
    if (epoch < 0 || index < this.#snapshot.index) return this.#snapshot;
    return { index, term: this.#terms.epochOf(index) };
  }

  /** The election rule's comparison (5.4.1): is a log that ends in `other` at least as good? */
  isUpToDate(other: LogId): boolean {
    const { index, term } = this.last;
    return other.term > term || (other.term === term && other.index >= index);
  }

  append(entries: readonly Entry[]): void {
    for (const { index, term, body } of entries) {
      assert(index === this.#lastIndex + 1, `I3: entry ${index} after ${this.#lastIndex}`);
      assert(term >= this.#terms.lastEpoch, `I3: term ${term} after ${this.#terms.lastEpoch}`);
      this.#terms = this.#terms.assign({ epoch: term, start: index });
      this.#lastIndex = index;
      if (body.kind === "voters") {
        this.#voters = this.#voters.append({ index, voters: body.voters });
      }
    }
  }

  /** Drops the entry at `from` and all that follow. */
  truncateFrom(from: Index): void {
    assert(from > this.#snapshot.index, `I9: truncation at ${from} reaches into the snapshot`);
    assert(from <= this.#lastIndex, `truncation at ${from} beyond the end ${this.#lastIndex}`);
    this.#terms = this.#terms.truncateTo(from);
    this.#voters = this.#voters.truncateFrom(from);
    this.#lastIndex = from - 1;
    this.#syncedIndex = Math.min(this.#syncedIndex, from - 1);
  }

  /** A snapshot stands at `index`, an entry of this log: forget the entries up to there. */
  compactTo(index: Index): void {
    const term = this.termOf(index);
    assert(term !== null, `I9: a snapshot at ${index}, outside the log`);
    assert(index >= this.#snapshot.index, `I9: the log start went back to ${index}`);
    this.#voters = this.#voters.compactTo(index);
    this.#terms = this.#terms.startFrom(index);
    this.#snapshot = { index, term, voters: this.#voters.at(index) };
  }

  /** Replaces the whole log by a snapshot; of what was synced, only `synced` is still true. */
  restartAfter(snapshot: Snapshot, synced: Index): void {
    const fresh = new LogView(snapshot);
    this.#snapshot = snapshot;
    this.#terms = fresh.#terms;
    this.#voters = fresh.#voters;
    this.#lastIndex = snapshot.index;
    this.#syncedIndex = Math.min(this.#syncedIndex, synced);
  }

  /** The disk holds everything up to `index` for good. */
  syncTo(index: Index): void {
    assert(index <= this.#lastIndex, `I8: synced ${index} beyond the end ${this.#lastIndex}`);
    this.#syncedIndex = Math.max(this.#syncedIndex, index);
  }

  /** The log that a node found at its start: all of it synced. */
  static recover(options: {
    readonly snapshot: Snapshot;
    readonly terms: EpochHistory;
    readonly voters: VoterHistory;
    readonly lastIndex: Index;
  }): LogView {
    const log = new LogView(options.snapshot);
    log.#terms = options.terms;
    log.#voters = options.voters;
    log.#lastIndex = options.lastIndex;
    log.#syncedIndex = options.lastIndex;
    return log;
  }
}
