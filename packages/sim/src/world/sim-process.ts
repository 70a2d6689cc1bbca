import type { Clock, Millis, NodeId, Timer, Timers } from "@sordini/base";
import type { World } from "./world.ts";

/** Its clock against true time: `rate` 1.01 gains one percent. */
export interface ClockFault {
  readonly rate: number;
  /** Added to the wall clock only: a jump. */
  readonly wallOffsetMs: Millis;
}

const exact: ClockFault = { rate: 1, wallOffsetMs: 0 };
const epochMs = 1_700_000_000_000;

/**
 * One simulated process: its clock and timers, and the only way by which anything reaches it. What
 * is dead does nothing any more; what is paused does later, in the same order, all that it missed.
 */
export class SimProcess implements Clock, Timers {
  readonly nodeId: NodeId;
  readonly #world: World;
  readonly #onRan: (process: SimProcess) => void;
  readonly #onThrown: (process: SimProcess, error: unknown) => void;
  #isDead = false;
  /** What is to be done at the end of this turn, in order. */
  readonly #soon: (() => void)[] = [];
  /** While it is paused, and until it has caught up. */
  #missed: (() => void)[] | null = null;
  #isStopped = false;
  #clock = exact;
  /** The machine's wall clock went on while no process ran. */
  readonly #startedMs: Millis;
  /** Where the clock stood, in its own and in true time, when its rate changed last. */
  #ownMs: Millis = 0;
  #trueMs: Millis;

  constructor(options: {
    readonly nodeId: NodeId;
    readonly world: World;
    /** After each thing that this process did. */
    readonly onRan: (process: SimProcess) => void;
    /** It threw: a real process would have ended. */
    readonly onThrown: (process: SimProcess, error: unknown) => void;
  }) {
    this.nodeId = options.nodeId;
    this.#world = options.world;
    this.#onRan = options.onRan;
    this.#onThrown = options.onThrown;
    this.#trueMs = options.world.nowMs;
    this.#startedMs = options.world.nowMs;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get isPaused(): boolean {
    return this.#isStopped;
  }

  monotonicMs(): Millis {
    return this.#ownMs + (this.#world.nowMs - this.#trueMs) * this.#clock.rate;
  }

  wallMs(): Millis {
    const ownMs = Math.floor(this.#startedMs + this.monotonicMs());
    return epochMs + ownMs + this.#clock.wallOffsetMs;
  }

  after(delayMs: Millis, callback: () => void): Timer {
    // It may be cancelled after it is due: by what a paused process does before, when it goes on.
    let isCancelled = false;
    const due = this.#world.after(delayMs / this.#clock.rate, `n${this.nodeId} timer`, () => {
      this.run(() => {
        if (!isCancelled) callback();
      });
    });
    return {
      cancel: () => {
        isCancelled = true;
        due.cancel();
      },
    };
  }

  soon(callback: () => void): void {
    this.#soon.push(callback);
    this.#world.after(0, `n${this.nodeId} soon`, () => {
      const next = this.#soon.shift();
      if (next !== undefined) this.run(next);
    });
  }

  /** A promise of this process that resolves `delayMs` from now; never once it is dead. */
  sleep(delayMs: Millis): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  /** Lets the process do something now, or when it goes on. */
  run(callback: () => void): void {
    if (this.#isDead) return;
    if (this.#missed === null) this.#perform(callback);
    else this.#missed.push(callback);
  }

  /** SIGKILL: nothing of it happens any more. */
  kill(): void {
    this.#isDead = true;
    this.#missed = null;
  }

  /** SIGSTOP. */
  pause(): void {
    this.#isStopped = true;
    this.#missed ??= [];
  }

  /** SIGCONT: what it missed happens first, one after the other. */
  resume(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#catchUp();
  }

  #catchUp(): void {
    this.#world.after(0, `n${this.nodeId} catches up`, () => {
      if (this.#isDead || this.#isStopped || this.#missed === null) return;
      const next = this.#missed.shift();
      if (next === undefined) {
        this.#missed = null;
        return;
      }
      this.#perform(next);
      this.#catchUp();
    });
  }

  #perform(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#onThrown(this, error);
    }
    this.#onRan(this);
  }

  set clock(fault: ClockFault) {
    this.#ownMs = this.monotonicMs();
    this.#trueMs = this.#world.nowMs;
    this.#clock = fault;
  }
}
