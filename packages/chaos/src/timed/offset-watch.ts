import { setTimeout as sleep } from "node:timers/promises";
import { type Admin, SordiniError } from "@sordini/client";
import type { HistoryFile } from "../history-file.ts";
import type { RunClock } from "../run-clock.ts";

const sampleMs = 250;

export interface OffsetWatchOptions {
  readonly admin: Admin;
  readonly topic: string;
  readonly history: HistoryFile;
  readonly clock: RunClock;
}

/** Asks again and again where the partitions end: what a client was told must not go back (I15). */
export class OffsetWatch {
  readonly #options: OffsetWatchOptions;
  #isStopped = false;
  #finished: Promise<void> = Promise.resolve();

  constructor(options: OffsetWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#finished = this.#watch();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#finished;
  }

  async #watch(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#look();
      } catch (error) {
        if (!(error instanceof SordiniError)) throw error; // the cluster may be away, for a while
      }
      await sleep(sampleMs);
    }
  }

  async #look(): Promise<void> {
    const { admin, topic, history, clock } = this.#options;
    for (const { partition, offset } of await admin.listOffsets([topic], "latest")) {
      if (offset === null) continue;
      history.write({ kind: "listed", atMs: clock.now(), reader: "watch", partition, offset });
    }
  }
}
