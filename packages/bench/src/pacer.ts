import { Worker } from "node:worker_threads";

/** Milliseconds of the clock that `Pacer` tells its times in. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * Calls `onTick` once a period with the time for which the tick was meant, which is what a latency
 * has to be counted from: whoever is late starts late, but is not forgiven (coordinated omission).
 * No tick is left out.
 */
export class Pacer implements AsyncDisposable {
  readonly #worker: Worker;

  constructor(periodMs: number, onTick: (dueMs: number) => void) {
    this.#worker = new Worker(new URL("./pacer-worker.ts", import.meta.url), {
      workerData: { periodMs },
    });
    this.#worker.on("message", onTick);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#worker.removeAllListeners("message");
    await this.#worker.terminate();
  }
}
