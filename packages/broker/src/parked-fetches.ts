import type { Timers } from "@sordini/base";
import type { FetchRequest, FetchResponse } from "./api.ts";
import { Deadline, type DeadlineWheel } from "./deadlines.ts";
import { parkedFetchCountMax } from "./limits.ts";
import type { Partition } from "./partition.ts";

/** A fetch that waits for more bytes, at each of its partitions and in the wheel. */
export class ParkedFetch extends Deadline {
  readonly request: FetchRequest;
  /** Those that are here and in good order; the others made no fetch wait. */
  readonly partitions: readonly Partition[];
  readonly answer: (response: FetchResponse) => void;
  readonly #owner: ParkedFetches;
  isParked = true;
  isWoken = false;

  constructor(
    owner: ParkedFetches,
    partitions: readonly Partition[],
    { request, answer }: Pending,
  ) {
    super();
    this.#owner = owner;
    this.partitions = partitions;
    this.request = request;
    this.answer = answer;
  }

  override onDue(): void {
    this.#owner.onDue(this);
  }
}

/** A fetch that has not been answered. */
export interface Pending {
  readonly request: FetchRequest;
  readonly answer: (response: FetchResponse) => void;
}

/** Tries a fetch again: true when it was answered. `isLast`: answer with what there is. */
export type TryFetch = (pending: Pending, isLast: boolean) => boolean;

/**
 * Fetches that wait for bytes, found through the partitions that they read. A partition that
 * advances wakes them; they are looked at once at the end of the event-loop turn, so a fetch of a
 * hundred partitions that all advanced in one group commit is tried once, not a hundred times.
 */
export class ParkedFetches {
  readonly #timers: Timers;
  readonly #wheel: DeadlineWheel;
  readonly #tryFetch: TryFetch;
  #count = 0;
  #woken: ParkedFetch[] = [];

  constructor(options: {
    readonly timers: Timers;
    readonly wheel: DeadlineWheel;
    readonly tryFetch: TryFetch;
  }) {
    this.#timers = options.timers;
    this.#wheel = options.wheel;
    this.#tryFetch = options.tryFetch;
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count >= parkedFetchCountMax;
  }

  /** Gives the function that takes the fetch away again without an answer. */
  park(pending: Pending, partitions: readonly Partition[], waitMs: number): () => void {
    const parked = new ParkedFetch(this, partitions, pending);
    for (const partition of partitions) partition.parkedFetches.add(parked);
    this.#wheel.add(parked, waitMs);
    this.#count += 1;
    return () => this.#remove(parked);
  }

  wake(parked: Iterable<ParkedFetch>): void {
    if (this.#woken.length === 0) this.#timers.soon(() => this.#tryWoken());
    for (const fetch of parked) {
      if (fetch.isWoken) continue;
      fetch.isWoken = true;
      this.#woken.push(fetch);
    }
  }

  onDue(parked: ParkedFetch): void {
    this.#remove(parked);
    this.#tryFetch(parked, true);
  }

  #tryWoken(): void {
    const woken = this.#woken;
    this.#woken = [];
    for (const parked of woken) {
      parked.isWoken = false;
      if (parked.isParked && this.#tryFetch(parked, false)) this.#remove(parked);
    }
  }

  #remove(parked: ParkedFetch): void {
    if (!parked.isParked) return;
    parked.isParked = false;
    this.#wheel.remove(parked);
    for (const partition of parked.partitions) partition.parkedFetches.delete(parked);
    this.#count -= 1;
  }
}
