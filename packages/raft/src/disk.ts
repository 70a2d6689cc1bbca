import { assert } from "@sordini/base";
import type { HardState, Index } from "./types.ts";

interface Pending {
  readonly sequence: number;
  /** The log's end when this unit was handed out, lowered by every later truncation. */
  lastIndex: Index;
}

/**
 * What was handed to the disk and what it has confirmed.
 *
 * Invariant B9: a confirmation claims only entries that were not truncated since. Suppose entries
 * 6 to 10 are on their way as unit 1, then 8 is truncated and a new 8 leaves as unit 2. When unit
 * 1 is confirmed, only 6 and 7 may count as synced, although the log again reaches 8.
 */
export class Disk {
  #hardState: HardState;
  #pending: Pending[] = [];
  #sequence = 0;
  #confirmed = 0;
  #hardStateSequence = 0;

  constructor(recovered: HardState) {
    this.#hardState = recovered;
  }

  /** The newest hard state, synced or on its way. */
  get hardState(): HardState {
    return this.#hardState;
  }

  /** The unit that holds an unsynced hard state; 0 when it is synced. */
  get hardStateGate(): number {
    return this.#hardStateSequence > this.#confirmed ? this.#hardStateSequence : 0;
  }

  setHardState(next: HardState): void {
    const { term, vote } = this.#hardState;
    assert(next.term >= term, `I2: the term went back from ${term} to ${next.term}`);
    assert(next.term > term || vote === null, `I1: a second vote in term ${term}`);
    this.#hardState = next;
  }

  /** A unit leaves for the disk; afterwards the log ends at `lastIndex`. Returns its sequence. */
  handOut({ lastIndex, hardState }: { lastIndex: Index; hardState: boolean }): number {
    this.#sequence += 1;
    this.#pending.push({ sequence: this.#sequence, lastIndex });
    if (hardState) this.#hardStateSequence = this.#sequence;
    return this.#sequence;
  }

  /** The log was cut: whatever is on its way no longer covers entries beyond `lastIndex`. */
  cutTo(lastIndex: Index): void {
    for (const unit of this.#pending) unit.lastIndex = Math.min(unit.lastIndex, lastIndex);
  }

  /** The disk has all units up to `sequence`. Returns the log end that this proves, or null. */
  confirm(sequence: number): Index | null {
    assert(sequence <= this.#sequence, `unit ${sequence} was never handed out`);
    if (sequence <= this.#confirmed) return null;
    this.#confirmed = sequence;
    const covered = this.#pending.filter((unit) => unit.sequence <= sequence);
    this.#pending = this.#pending.filter((unit) => unit.sequence > sequence);
    return Math.max(...covered.map((unit) => unit.lastIndex));
  }
}
