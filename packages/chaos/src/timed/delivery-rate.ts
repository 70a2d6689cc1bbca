import { percentile } from "../figures.ts";
import type { Delivery } from "../recovery.ts";

/** One second of a run, by the time of the acknowledgements. */
export interface RateSecond {
  readonly acknowledged: number;
  /** From handing over to acknowledgement; null in a second without any. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/** What was acknowledged when, and how long it took: a few numbers for each second of the run. */
export class DeliveryRate {
  readonly #closed: RateSecond[] = [];
  #latencies: number[] = [];

  see({ sentAtMs, acknowledgedAtMs }: Delivery): void {
    this.#closeBefore(Math.floor(acknowledgedAtMs / 1000));
    this.#latencies.push(acknowledgedAtMs - sentAtMs);
  }

  /** One for each second until `nowMs`. */
  secondsUntil(nowMs: number): readonly RateSecond[] {
    this.#closeBefore(Math.ceil(nowMs / 1000));
    return this.#closed;
  }

  #closeBefore(second: number): void {
    while (this.#closed.length < second) {
      this.#closed.push({
        acknowledged: this.#latencies.length,
        p50Ms: percentile(this.#latencies, 0.5),
        p99Ms: percentile(this.#latencies, 0.99),
      });
      this.#latencies = [];
    }
  }
}
