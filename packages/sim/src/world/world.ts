import { type Millis, Prng } from "@sordini/base";
import { type QueuedEvent, EventQueue } from "./event-queue.ts";
import { RollingHash } from "./rolling-hash.ts";
import { Turns } from "./turns.ts";

/** A callback of the world to come; `cancel` after it has run does nothing. */
export interface Scheduled {
  cancel(): void;
}

interface WorldEvent extends QueuedEvent, Scheduled {
  /** What it is, in a few words: a line of the timeline. */
  readonly what: string;
  readonly run: () => void;
  isCancelled: boolean;
}

export interface WorldOptions {
  readonly seed: number;
  /** Called with each event, for a timeline; costs a string an event. */
  readonly trace?: ((line: string) => void) | undefined;
  /** After each event and all that its promises led to. */
  readonly afterEvent?: () => void;
}

const startMs = 1_000;
/** The grain of time: a power of two, so that sums of it are exact. */
const tickMs = 1 / 1_024;

/**
 * Virtual time and the one queue of everything that will happen. Between two events every promise
 * that can settle does, so that the same seed gives the same run. Randomness comes in named
 * streams, so that one fault less does not reshuffle all the others.
 */
export class World {
  readonly seed: number;
  readonly hash = new RollingHash();
  readonly #options: WorldOptions;
  readonly #queue = new EventQueue<WorldEvent>();
  readonly #turns = new Turns();
  readonly #scheduling: Prng;
  #nowMs: Millis = startMs;
  #sequence = 0;
  #events = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.seed = options.seed;
    this.#scheduling = this.stream("scheduling");
  }

  get nowMs(): Millis {
    return this.#nowMs;
  }

  /** Events run so far. */
  get events(): number {
    return this.#events;
  }

  /** Random numbers for one purpose: what others draw does not change them. */
  stream(purpose: string): Prng {
    let hash = this.seed % 0x1_0000_0000;
    for (let i = 0; i < purpose.length; i++) {
      hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193) >>> 0;
    }
    return new Prng(hash * 0x10_0000 + (this.seed % 0x10_0000));
  }

  /** Runs `run` `delayMs` from now; among events of one moment chance decides. */
  after(delayMs: Millis, what: string, run: () => void): Scheduled {
    const event: WorldEvent = {
      atMs: delayMs > 0 ? this.#nowMs + toTicks(delayMs) : this.#nowMs,
      order: this.#scheduling.uint32(),
      sequence: this.#sequence++,
      what,
      run,
      isCancelled: false,
      cancel: () => {
        event.isCancelled = true;
      },
    };
    this.#queue.push(event);
    return event;
  }

  /** Ends the run: nothing may go on after what was found. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** One more line of the timeline; without its detail part of the fingerprint as well. */
  note(line: string, detail = ""): void {
    this.hash.add(line);
    this.#options.trace?.(`${this.#nowMs.toFixed(3).padStart(12)}  ${line} ${detail}`);
  }

  /**
   * Runs events in order until `isDone` holds after one of them (true), or none is left before
   * `untilMs` (false; then it is that time). Throws what `fail` was given.
   */
  async run(untilMs: Millis, isDone: () => boolean = () => false): Promise<boolean> {
    for (;;) {
      const next = this.#queue.peek();
      if (next === undefined || next.atMs > untilMs) break;
      this.#queue.pop();
      if (next.isCancelled) continue;
      this.#nowMs = next.atMs;
      await this.#perform(next);
      if (isDone()) return true;
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
    return false;
  }

  async #perform(event: WorldEvent): Promise<void> {
    this.#events += 1;
    this.hash.addNumber(this.#nowMs);
    this.note(event.what);
    event.run();
    await this.#turns.drain();
    this.#options.afterEvent?.();
    if (this.#failure !== null) throw this.#failure.error;
  }
}

/** Whole ticks, at least one: a wait that is lost in rounding would be repeated for ever. */
function toTicks(delayMs: Millis): Millis {
  return Math.ceil(delayMs / tickMs) * tickMs;
}
