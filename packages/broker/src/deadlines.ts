import { assert, type Clock, type Millis, type Timer, type Timers } from "@sordini/base";

/**
 * Something that must end at a time. Waiters of produce and fetch extend it, so that a wait costs
 * no object of its own: the wheel's lists run through these fields.
 */
export abstract class Deadline {
  /** Monotonic time; set by `DeadlineWheel.add`. */
  dueMs: Millis = 0;
  /** Slot of the wheel, -1 while in none. */
  slot = -1;
  previous: Deadline | null = null;
  next: Deadline | null = null;

  /** Called once, never early and at most a few slots late, unless removed before. */
  abstract onDue(): void;
}

/**
 * A hashed timer wheel (Varghese and Lauck) over the one timer that it needs: adding and removing
 * cost O(1) and no allocation, since nearly every waiter ends long before its deadline. The timer
 * is set for the next slot in use, so an idle broker is not woken for nothing.
 */
export class DeadlineWheel {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #slots: (Deadline | null)[] = Array.from({ length: slotCount }, () => null);
  #count = 0;
  /** Slots are numbered from the clock's start; this one and all before it have been visited. */
  #visited: number;
  #armed: { readonly timer: Timer; readonly tick: number } | undefined;

  constructor({ clock, timers }: { readonly clock: Clock; readonly timers: Timers }) {
    this.#clock = clock;
    this.#timers = timers;
    this.#visited = this.#tickNow() - 1;
  }

  get count(): number {
    return this.#count;
  }

  add(entry: Deadline, delayMs: Millis): void {
    assert(entry.slot < 0, "the deadline already is in the wheel");
    entry.dueMs = this.#clock.monotonicMs() + delayMs;
    if (this.#count === 0) this.#visited = this.#tickNow() - 1;
    const tick = Math.max(this.#visited + 1, Math.ceil(entry.dueMs / slotMs));
    entry.slot = tick % slotCount;
    entry.next = this.#slots[entry.slot] ?? null;
    entry.previous = null;
    if (entry.next !== null) entry.next.previous = entry;
    this.#slots[entry.slot] = entry;
    this.#count += 1;
    if (this.#armed === undefined || tick < this.#armed.tick) this.#arm(tick);
  }

  /** Takes the entry out; does nothing when it is not in the wheel. */
  remove(entry: Deadline): void {
    if (entry.slot < 0) return;
    if (entry.previous === null) this.#slots[entry.slot] = entry.next;
    else entry.previous.next = entry.next;
    if (entry.next !== null) entry.next.previous = entry.previous;
    entry.slot = -1;
    entry.previous = null;
    entry.next = null;
    this.#count -= 1;
  }

  #tickNow(): number {
    return Math.floor(this.#clock.monotonicMs() / slotMs);
  }

  #arm(tick: number): void {
    this.#armed?.timer.cancel();
    const delayMs = Math.max(0, tick * slotMs - this.#clock.monotonicMs());
    this.#armed = { tick, timer: this.#timers.after(delayMs, () => this.#turn()) };
  }

  #turn(): void {
    this.#armed = undefined;
    const now = this.#clock.monotonicMs();
    const upTo = this.#tickNow();
    const slots = Math.min(slotCount, upTo - this.#visited);
    for (let i = 1; i <= slots; i++) this.#visit((this.#visited + i) % slotCount, now);
    this.#visited = Math.max(this.#visited, upTo);
    if (this.#count > 0) this.#armNext();
  }

  #visit(slot: number, now: Millis): void {
    // Taken out before the calls, since a call may add to this very slot.
    const due: Deadline[] = [];
    for (let entry = this.#slots[slot] ?? null; entry !== null; entry = entry.next) {
      if (entry.dueMs <= now) due.push(entry);
    }
    for (const entry of due) {
      if (entry.slot < 0) continue; // an earlier call of this turn ended it
      this.remove(entry);
      entry.onDue();
    }
  }

  #armNext(): void {
    for (let i = 1; i <= slotCount; i++) {
      const tick = this.#visited + i;
      if (this.#slots[tick % slotCount] === null) continue;
      if (this.#armed === undefined || tick < this.#armed.tick) this.#arm(tick);
      return;
    }
  }
}

const slotMs = 10;
const slotCount = 512;
