import type { Clock, LogSink, Millis, Timer, Timers } from "@sordini/base";

interface Entry extends Timer {
  readonly dueMs: Millis;
  readonly seq: number;
  readonly callback: () => void;
  cancelled: boolean;
}

/**
 * Time that stands still until a test moves it. Events run in the order of (time, arrival); between
 * two of them every promise that can settle does, so one seed gives one run.
 */
export class VirtualTime implements Clock, Timers {
  #now: Millis = 1000;
  #seq = 0;
  #timers: Entry[] = [];
  #soon: (() => void)[] = [];
  /** Callbacks run so far: a measure of work that does not depend on the machine. */
  events = 0;

  monotonicMs(): Millis {
    return this.#now;
  }

  wallMs(): Millis {
    return 1_700_000_000_000 + Math.floor(this.#now);
  }

  after(delayMs: Millis, callback: () => void): Timer {
    const entry: Entry = {
      dueMs: this.#now + delayMs,
      seq: this.#seq++,
      callback,
      cancelled: false,
      cancel: () => {
        entry.cancelled = true;
      },
    };
    this.#timers.push(entry);
    return entry;
  }

  soon(callback: () => void): void {
    this.#soon.push(callback);
  }

  /** Runs what is due now, and what follows from it, without moving the clock. */
  async settle(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const soon = this.#soon;
      if (soon.length > 0) {
        this.#soon = [];
        for (const callback of soon) this.#run(callback);
        continue;
      }
      const due = this.#takeNext(this.#now);
      if (due === undefined) return;
      this.#run(due.callback);
    }
  }

  /** Moves the clock by `ms`, event by event. */
  async advance(ms: Millis): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await this.settle();
      const next = this.#next();
      if (next === undefined || next.dueMs > end) break;
      this.#now = Math.max(this.#now, next.dueMs);
    }
    this.#now = end;
    await this.settle();
  }

  /** Moves the clock until `condition` holds; throws when it does not within `msMax`. */
  async until(condition: () => boolean, msMax: Millis = 10_000): Promise<void> {
    const end = this.#now + msMax;
    for (;;) {
      await this.settle();
      if (condition()) return;
      const next = this.#next();
      if (next === undefined || next.dueMs > end) {
        throw new Error(`not so within ${msMax} virtual ms: ${condition.toString()}`);
      }
      this.#now = Math.max(this.#now, next.dueMs);
    }
  }

  #run(callback: () => void): void {
    this.events += 1;
    callback();
  }

  #next(): Entry | undefined {
    this.#timers = this.#timers.filter((entry) => !entry.cancelled);
    this.#timers.sort((a, b) => a.dueMs - b.dueMs || a.seq - b.seq);
    return this.#timers[0];
  }

  #takeNext(now: Millis): Entry | undefined {
    const next = this.#next();
    if (next === undefined || next.dueMs > now) return undefined;
    this.#timers.shift();
    return next;
  }
}

/** Keeps facts for the assertions of a test. */
export class FactLog implements LogSink {
  readonly facts: { level: string; fact: string; fields: Readonly<Record<string, unknown>> }[] = [];

  debug(fact: string, fields = {}): void {
    this.facts.push({ level: "debug", fact, fields });
  }
  info(fact: string, fields = {}): void {
    this.facts.push({ level: "info", fact, fields });
  }
  warn(fact: string, fields = {}): void {
    this.facts.push({ level: "warn", fact, fields });
  }
  error(fact: string, fields = {}): void {
    this.facts.push({ level: "error", fact, fields });
  }
}
