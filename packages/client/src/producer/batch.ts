import { assert } from "@sordini/base";
import type { SordiniError } from "../errors.ts";
import type { OnDelivery, RecordMetadata } from "../types/producer.ts";
import type { TopicPartition } from "../types/topic.ts";
import { rejected } from "../waiting.ts";

/** What became of a batch, or of one record of it. */
export type Outcome =
  | { readonly error: null; readonly offset: number }
  | { readonly error: SordiniError; readonly offset: -1 };

/**
 * The records that share one fate: gathered, sent and acknowledged together. Whoever waits for one
 * of them waits for the batch's one promise (`Delivery`), or is called back.
 */
export class Batch {
  readonly place: TopicPartition;
  readonly createdMs: number;
  /** Records so far. */
  count = 0;
  /** What the batch takes of the producer's buffer until it is settled. */
  bufferedBytes = 0;
  /** The batch as it is sent; null until it is closed and, where that is wanted, compressed. */
  bytes: Uint8Array | null = null;
  /** Called back in order of the records; null for those that have a Delivery. */
  readonly #callbacks: (OnDelivery | null)[] = [];
  #outcome: Outcome | null = null;
  /** Set when the batch was split: each record's own outcome, in the order of the records. */
  #outcomes: readonly Outcome[] | null = null;
  #shared: PromiseWithResolvers<void> | null = null;
  #waiting: (() => void)[] = [];

  constructor(place: TopicPartition, createdMs: number) {
    this.place = place;
    this.createdMs = createdMs;
  }

  get isSettled(): boolean {
    return this.#outcome !== null;
  }

  /** Counts a record whose fate is told to `callback`. */
  add(callback: OnDelivery | null): void {
    this.count++;
    this.#callbacks.push(callback);
  }

  /** Counts a record whose fate is awaited. */
  addAwaited(): Promise<RecordMetadata> {
    this.add(null);
    this.#shared ??= Promise.withResolvers<void>();
    return new Delivery(this, { shared: this.#shared.promise, index: this.count - 1 });
  }

  /** Acknowledged, with the first record's offset (-1: the broker does not say), or failed. */
  settle(outcome: Outcome): void {
    assert(this.#outcome === null, "a batch is settled once");
    this.#outcome = outcome;
    this.bytes = null;
    if (outcome.error === null) this.#shared?.resolve();
    else this.#shared?.reject(outcome.error);
    for (const [index, callback] of this.#callbacks.entries()) {
      if (callback === null) continue;
      const { error, offset } = this.outcomeOf(index);
      callBack(() => callback(error, { ...this.place, offset }));
    }
    for (const wake of this.#waiting) wake();
  }

  /** Settles a batch that was split, with the outcome of each record. */
  settleEach(outcomes: readonly Outcome[]): void {
    assert(outcomes.length === this.count, "every record has an outcome");
    this.#outcomes = outcomes;
    this.settle(outcomes.find(({ error }) => error !== null) ?? (outcomes[0] as Outcome));
  }

  /** Only after the batch is settled. */
  outcomeOf(index: number): Outcome {
    const own = this.#outcomes?.[index];
    if (own !== undefined) return own;
    const all = this.#outcome;
    assert(all !== null, "the batch is not settled yet");
    if (all.error !== null || all.offset < 0) return all;
    return { error: null, offset: all.offset + index };
  }

  /** Resolves once the batch is settled, however that ends. */
  whenSettled(): Promise<void> {
    if (this.isSettled) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

// What a program's callback throws is the program's unhandled rejection, not the end of its
// producer.
function callBack(call: () => void): void {
  try {
    call();
  } catch (error) {
    void rejected(error);
  }
}

/**
 * One record's view of its batch's promise: awaited like a promise, while inside there is one
 * promise a batch and only this small object a record. When the batch fails and none of its
 * deliveries is awaited, that is an unhandled rejection like any other.
 */
class Delivery implements Promise<RecordMetadata> {
  readonly [Symbol.toStringTag] = "Delivery";
  readonly #batch: Batch;
  readonly #shared: Promise<void>;
  readonly #index: number;

  constructor(batch: Batch, { shared, index }: { shared: Promise<void>; index: number }) {
    this.#batch = batch;
    this.#shared = shared;
    this.#index = index;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- being awaited is the purpose of this class
  then<Fulfilled = RecordMetadata, Rejected = never>(
    onFulfilled?: ((place: RecordMetadata) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    const settled = (): Fulfilled | Rejected | PromiseLike<Fulfilled | Rejected> => {
      const { error, offset } = this.#batch.outcomeOf(this.#index);
      if (error !== null) {
        if (onRejected) return onRejected(error);
        throw error;
      }
      const place = { ...this.#batch.place, offset };
      return onFulfilled ? onFulfilled(place) : (place as Fulfilled);
    };
    return this.#shared.then(settled, settled);
  }

  catch<Rejected = never>(
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<RecordMetadata | Rejected> {
    return this.then(null, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<RecordMetadata> {
    return this.then(null, null).finally(onFinally);
  }
}
