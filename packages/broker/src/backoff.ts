import { type Millis, type Rng, randomBelow } from "@sordini/base";

/**
 * Pauses between attempts: doubling from `minMs` to `maxMs`, each drawn from its upper half, so
 * that brokers that lost one peer together do not come back together.
 */
export class Backoff {
  readonly #minMs: Millis;
  readonly #maxMs: Millis;
  readonly #rng: Rng;
  #failures = 0;

  constructor({
    minMs,
    maxMs,
    rng,
  }: { readonly minMs: Millis; readonly maxMs: Millis; readonly rng: Rng }) {
    this.#minMs = minMs;
    this.#maxMs = maxMs;
    this.#rng = rng;
  }

  next(): Millis {
    const full = Math.min(this.#maxMs, this.#minMs * 2 ** this.#failures);
    if (full < this.#maxMs) this.#failures += 1;
    return Math.ceil(full / 2) + randomBelow(this.#rng, Math.ceil(full / 2) + 1);
  }

  reset(): void {
    this.#failures = 0;
  }
}
