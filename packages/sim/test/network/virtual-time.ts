import type { Clock, Millis, Timer, Timers } from "@sordini/base";
import { SimProcess } from "../../src/world/sim-process.ts";
import { World } from "../../src/world/world.ts";

/** The time of a simulated world with one process in it: it stands still until a test moves it. */
export class VirtualTime implements Clock, Timers {
  readonly #world = new World({ seed: 1 });
  readonly #process = new SimProcess({
    nodeId: 1,
    world: this.#world,
    onRan: () => undefined,
    onThrown: (_, error) => this.#world.fail(error),
  });

  monotonicMs(): Millis {
    return this.#process.monotonicMs();
  }

  wallMs(): Millis {
    return this.#process.wallMs();
  }

  after(delayMs: Millis, callback: () => void): Timer {
    return this.#process.after(delayMs, callback);
  }

  soon(callback: () => void): void {
    this.#process.soon(callback);
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
    // What the test itself has begun goes on as far as it can before any time passes.
    this.#world.after(0, "a test waits", () => undefined);
    if (await this.#world.run(this.#world.nowMs + msMax, condition)) return;
    throw new Error(`not so within ${msMax} virtual ms: ${condition.toString()}`);
  }

  /** Moves the clock by `ms`. */
  async advance(ms: Millis): Promise<void> {
    await this.#world.run(this.#world.nowMs + ms);
  }
}
