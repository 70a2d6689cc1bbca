import type { Index, Persist } from "@sordini/raft";
import type { RaftStore } from "./raft-store/raft-store.ts";

/**
 * One synced write at a time; what is handed in meanwhile gathers and leaves as the next one (group
 * commit). The first error ends it: `onFailure` is called once and nothing is written any more.
 */
export class DiskQueue {
  readonly #store: RaftStore;
  readonly #events: DiskQueueEvents;
  #units: Persist[] = [];
  #compactTo: Index = 0;
  #repaired = false;
  #writing = false;
  #stopped = false;
  #idle: (() => void)[] = [];

  constructor(store: RaftStore, events: DiskQueueEvents) {
    this.#store = store;
    this.#events = events;
  }

  persist(unit: Persist): void {
    this.#units.push(unit);
    this.#start();
  }

  /** After all units that were handed in before. */
  compactTo(index: Index): void {
    this.#compactTo = Math.max(this.#compactTo, index);
    this.#start();
  }

  markRepaired(): void {
    this.#repaired = true;
    this.#start();
  }

  /** Nothing new is written; resolves when the write in progress is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#writing) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #start(): void {
    if (this.#writing || this.#stopped) return;
    this.#writing = true;
    this.#drain().then(
      () => this.#end(),
      (error: unknown) => {
        this.#stopped = true;
        this.#end();
        this.#events.onFailure(error);
      },
    );
  }

  #end(): void {
    this.#writing = false;
    for (const resolve of this.#idle) resolve();
    this.#idle = [];
  }

  async #drain(): Promise<void> {
    while (!this.#stopped) {
      const last = this.#units.at(-1);
      if (last !== undefined) {
        const units = this.#units;
        this.#units = [];
        await this.#store.persist(units);
        if (!this.#stopped) this.#events.onPersisted(last.sequence);
      } else if (this.#compactTo > 0) {
        const index = this.#compactTo;
        this.#compactTo = 0;
        await this.#store.compactTo(index);
      } else if (this.#repaired) {
        this.#repaired = false;
        await this.#store.markRepaired();
        if (!this.#stopped) this.#events.onRepaired();
      } else return;
    }
  }
}

export interface DiskQueueEvents {
  /** All units up to `sequence` are synced. */
  onPersisted(sequence: number): void;
  onRepaired(): void;
  onFailure(error: unknown): void;
}
