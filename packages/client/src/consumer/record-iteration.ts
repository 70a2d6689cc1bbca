import type { ConsumedRecord } from "../types/consumer.ts";
import { rejected } from "../waiting.ts";
import type { AssignedPartition } from "./assigned-partition.ts";
import type { BatchIteration } from "./batch-iteration.ts";

type AnyRecord = ConsumedRecord<unknown, unknown>;

interface Current {
  readonly records: Iterator<AnyRecord, undefined>;
  readonly partition: AssignedPartition;
  /** Another version of the partition than this: a seek or a pause made the rest void. */
  readonly version: number;
  readonly nextOffset: number;
}

/**
 * Records one at a time, out of the batches of a BatchIteration: what has arrived costs no waiting.
 */
export class RecordIteration implements AsyncIterableIterator<AnyRecord> {
  readonly #batches: BatchIteration;
  #current: Current | null = null;

  constructor(batches: BatchIteration) {
    this.#batches = batches;
  }

  next(): Promise<IteratorResult<AnyRecord, undefined>> {
    try {
      const record = this.#nextOfBatch();
      if (record !== null) return Promise.resolve({ done: false, value: record });
      return this.#nextBatch();
    } catch (error) {
      this.#batches.stop();
      return rejected(error);
    }
  }

  async return(): Promise<IteratorResult<AnyRecord, undefined>> {
    this.#current = null;
    await this.#batches.return();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #nextOfBatch(): AnyRecord | null {
    const current = this.#current;
    if (current === null || this.#batches.isOver) return null;
    const { partition, version, records } = current;
    if (partition.version === version) {
      const { value: record } = records.next();
      if (record !== undefined) {
        partition.position = record.offset + 1;
        return record;
      }
      partition.position = current.nextOffset;
    }
    this.#current = null;
    return null;
  }

  async #nextBatch(): Promise<IteratorResult<AnyRecord, undefined>> {
    for (;;) {
      const { done, value: batch } = await this.#batches.next();
      if (done === true) return { done, value: undefined };
      const partition = this.#batches.find(batch) as AssignedPartition;
      const { version } = partition;
      partition.position = batch.firstOffset;
      const { nextOffset } = batch;
      this.#current = { records: batch[Symbol.iterator](), partition, version, nextOffset };
      const record = this.#nextOfBatch();
      if (record !== null) return { done: false, value: record };
    }
  }
}
