// Taken before anything forbids it: the world itself needs the real event loop.
const { setImmediate } = globalThis;

/** Callbacks that one turn of the real event loop makes: between two of them microtasks drain. */
const callbacksPerTurn = 64;

/**
 * Waits until every promise that can settle has. Callbacks are ordered in advance, many at once: a
 * turn of the loop costs more than what most events do.
 */
export class Turns {
  #ordered = 0;
  #waiter: (() => void) | null = null;

  /** Resolves after all microtasks, and those that they led to. One at a time. */
  drain(): Promise<void> {
    if (this.#ordered === 0) {
      this.#ordered = callbacksPerTurn;
      for (let i = 0; i < callbacksPerTurn; i++) setImmediate(this.#onCallback);
    }
    return new Promise((resolve) => {
      this.#waiter = resolve;
    });
  }

  readonly #onCallback = (): void => {
    this.#ordered -= 1;
    const waiter = this.#waiter;
    this.#waiter = null;
    waiter?.();
  };
}
