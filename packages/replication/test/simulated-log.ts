import { assert, EpochHistory, type Epoch, type Offset } from "@sordini/base";
import type { LogView } from "../src/index.ts";

/** One record: the epoch that wrote it and a value that no other append ever has. */
export interface Entry {
  readonly epoch: Epoch;
  readonly value: number;
}

/** A log in memory that loses what is not durable in a crash. */
export class SimulatedLog implements LogView {
  logStart: Offset = 0;
  durableEnd: Offset = 0;
  epochs = EpochHistory.empty;
  #durableEpochs = EpochHistory.empty;
  /** Of all offsets from 0; those below logStart are out of reach. */
  #entries: Entry[] = [];

  get logEnd(): Offset {
    return this.#entries.length;
  }

  at(offset: Offset): Entry | undefined {
    return offset < this.logStart ? undefined : this.#entries[offset];
  }

  slice(from: Offset, end: Offset): Entry[] {
    return this.#entries.slice(from, end);
  }

  append(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.epochs = this.epochs.assign({ epoch: entry.epoch, start: this.logEnd });
      this.#entries.push(entry);
    }
  }

  beginEpoch(epoch: Epoch): void {
    this.epochs = this.epochs.assign({ epoch, start: this.logEnd });
  }

  makeDurable(end: Offset = this.logEnd): void {
    assert(end <= this.logEnd && end >= this.durableEnd, `durable end ${end}`);
    this.durableEnd = end;
    this.#durableEpochs = end === this.logEnd ? this.epochs : this.epochs.truncateTo(end);
  }

  /** As storage does: nothing happens, also to the history, where there is no record to cut. */
  truncateTo(end: Offset): void {
    assert(end >= this.logStart && end <= this.logEnd, `truncation to ${end}`);
    if (end === this.logEnd) return;
    this.#entries.length = end;
    this.epochs = this.epochs.truncateTo(end);
    this.makeDurableAfterCut();
  }

  truncateFullyAndStartAt(offset: Offset): void {
    this.#entries = Array.from({ length: offset }, () => ({ epoch: -1, value: -1 }));
    this.logStart = offset;
    this.epochs = EpochHistory.empty;
    this.durableEnd = offset;
    this.makeDurableAfterCut();
  }

  raiseLogStart(offset: Offset): void {
    this.logStart = offset;
    this.epochs = this.epochs.startFrom(offset);
    this.#durableEpochs = this.#durableEpochs.startFrom(offset);
  }

  crash(): void {
    this.#entries.length = this.durableEnd;
    this.epochs = this.#durableEpochs;
  }

  // A cut is durable before it is reported.
  makeDurableAfterCut(): void {
    this.durableEnd = Math.min(this.durableEnd, this.logEnd);
    this.#durableEpochs = this.epochs.truncateTo(this.durableEnd);
  }
}
