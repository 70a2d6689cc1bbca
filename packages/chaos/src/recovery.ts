/** A record that was acknowledged, and when it was handed to its producer. */
export interface Delivery {
  readonly partition: number;
  readonly sentAtMs: number;
  readonly acknowledgedAtMs: number;
}

/**
 * Waits, after a fault, until each affected partition takes records again. Only a record that was
 * handed over after the fault counts: the acknowledgement of an earlier one may have been on its
 * way when the process died, and would make every failover look instant.
 */
export class Recovery {
  /** When the fault happened. */
  readonly sinceMs: number;
  readonly #waiting: Set<number>;
  readonly #done = Promise.withResolvers<number>();

  constructor(affected: Iterable<number>, sinceMs: number) {
    this.sinceMs = sinceMs;
    this.#waiting = new Set(affected);
    if (this.#waiting.size === 0) this.#done.resolve(0);
  }

  see({ partition, sentAtMs, acknowledgedAtMs }: Delivery): void {
    if (sentAtMs < this.sinceMs || !this.#waiting.delete(partition)) return;
    if (this.#waiting.size === 0) this.#done.resolve(acknowledgedAtMs - this.sinceMs);
  }

  /** Milliseconds from the fault until all affected partitions took one; null after `maxMs`. */
  async within(maxMs: number): Promise<number | null> {
    const late = Promise.withResolvers<null>();
    const timer = setTimeout(() => late.resolve(null), maxMs);
    const result = await Promise.race([this.#done.promise, late.promise]);
    clearTimeout(timer);
    return result;
  }

  /** Partitions that have not taken a record yet. */
  get waiting(): readonly number[] {
    return [...this.#waiting].sort((a, b) => a - b);
  }
}
