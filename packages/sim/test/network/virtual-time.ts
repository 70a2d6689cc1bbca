import type { Clock, Millis, Timer, Timers } from "@sordini/base";

interface Entry {
  readonly atMs: Millis;
  readonly callback: () => void;
}

// Taken before a test forbids it: one real macrotask lets every promise settle that can.
const { setImmediate } = globalThis;

/** Time that stands still until a test moves it; at one moment, first come, first served. */
export class VirtualTime implements Clock, Timers {
  #nowMs: Millis = 1_000;
  readonly #entries = new Set<Entry>();

  monotonicMs(): Millis {
    return this.#nowMs;
  }

  wallMs(): Millis {
    return 1_700_000_000_000 + Math.floor(this.#nowMs);
  }

  after(delayMs: Millis, callback: () => void): Timer {
    const entry = { atMs: this.#nowMs + delayMs, callback };
    this.#entries.add(entry);
    return { cancel: () => void this.#entries.delete(entry) };
  }

  soon(callback: () => void): void {
    this.after(0, callback);
  }

  /** The outcome of `promise`, however long that takes; fails after `msMax` virtual ms. */
  async wait<T>(promise: Promise<T>, msMax: Millis = 60_000): Promise<T> {
    let isSettled = false;
    const settled = (): void => void (isSettled = true);
    promise.then(settled, settled);
    await this.until(() => isSettled, msMax);
    return promise;
  }

  /** Moves the clock until the condition holds; fails when it does not within `msMax`. */
  async until(condition: () => boolean, msMax: Millis = 60_000): Promise<void> {
    const endMs = this.#nowMs + msMax;
    for (;;) {
      await turn();
      if (condition()) return;
      const next = this.#next();
      if (next === undefined || next.atMs > endMs) {
        throw new Error(`not so within ${msMax} virtual ms: ${condition.toString()}`);
      }
      this.#entries.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.callback();
    }
  }

  /** Moves the clock by `ms`. */
  async advance(ms: Millis): Promise<void> {
    let isOver = false;
    this.after(ms, () => (isOver = true));
    await this.until(() => isOver);
  }

  #next(): Entry | undefined {
    let next: Entry | undefined;
    for (const entry of this.#entries) if (entry.atMs < (next?.atMs ?? Infinity)) next = entry;
    return next;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
