import type { LogSink, Millis, Timer, Timers } from "@sordini/base";
import type { Partition } from "./partition.ts";
import type { PartitionTable } from "./partition-table.ts";

export interface RetentionKeeperOptions {
  readonly partitions: PartitionTable;
  readonly checkMs: Millis;
  readonly timers: Timers;
  readonly log: LogSink;
  /** A log that was found out of service: damaged, or in a directory that failed. */
  readonly onOffline: (partition: Partition) => void;
}

/** Lets every log drop what its retention no longer keeps, one log after the other. */
export class RetentionKeeper {
  readonly #options: RetentionKeeperOptions;
  #timer: Timer | undefined;
  #stopped = false;

  constructor(options: RetentionKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = this.#options.timers.after(this.#options.checkMs, () => {
      void this.#check().then(() => {
        if (!this.#stopped) this.start();
      });
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  async #check(): Promise<void> {
    for (const partition of [...this.#options.partitions]) {
      const { log, replica } = partition;
      if (this.#stopped || log === null || partition.isBusy) continue;
      if (!log.online) this.#options.onOffline(partition);
      if (!log.online) continue;
      try {
        await log.applyRetention(replica.highWatermark);
        partition.onLogStart();
      } catch (error) {
        const fields = { partition: partition.name, error: String(error) };
        this.#options.log.error("retention failed", fields);
      }
    }
  }
}
