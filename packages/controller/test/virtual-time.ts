import { assert, type Clock, type Millis, type Timer, type Timers } from "@sordini/base";

interface Event {
  readonly at: Millis;
  readonly sequence: number;
  readonly callback: () => void;
  cancelled: boolean;
}

/** A clock and timers that move only when a test says so. Same calls, same order, every time. */
export class VirtualTime implements Clock {
  #now = 1_000;
  #sequence = 0;
  #events: Event[] = [];

  monotonicMs(): Millis {
    return this.#now;
  }

  wallMs(): Millis {
    return this.#now;
  }

  /** Timers of one process: `kill` makes them never fire again. */
  process(): ProcessTimers {
    return new ProcessTimers(this);
  }

  schedule(delayMs: Millis, callback: () => void): Timer {
    const event = {
      at: this.#now + delayMs,
      sequence: this.#sequence++,
      callback,
      cancelled: false,
    };
    const index = this.#events.findLastIndex((other) => other.at <= event.at);
    this.#events.splice(index + 1, 0, event);
    return {
      cancel: () => {
        event.cancelled = true;
      },
    };
  }

  sleep(delayMs: Millis): Promise<void> {
    return new Promise((resolve) => this.schedule(delayMs, resolve));
  }

  /** Time passes, but nobody gets to run: the whole process was stalled. */
  stall(millis: Millis): void {
    this.#now += millis;
  }

  async runUntil(condition: () => boolean, limitMs: Millis = 20_000): Promise<void> {
    const limit = this.#now + limitMs;
    for (;;) {
      await settled();
      if (condition()) return;
      const event = this.#events.shift();
      assert(event !== undefined, "nothing will ever happen again");
      assert(event.at <= limit, `not within ${limitMs} ms: ${String(condition)}`);
      if (event.cancelled) continue;
      this.#now = Math.max(this.#now, event.at);
      event.callback();
    }
  }

  async runFor(millis: Millis): Promise<void> {
    let over = false;
    this.schedule(millis, () => {
      over = true;
    });
    await this.runUntil(() => over, millis + 1);
  }
}

export class ProcessTimers implements Timers {
  readonly #time: VirtualTime;
  #dead = false;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  after(delayMs: Millis, callback: () => void): Timer {
    return this.#time.schedule(delayMs, () => {
      if (!this.#dead) callback();
    });
  }

  soon(callback: () => void): void {
    this.after(0, callback);
  }

  kill(): void {
    this.#dead = true;
  }
}

/** Resolves when every promise that can go on has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
