import { assert, failure, type Failure, type Millis, type Offset } from "@sordini/base";
import { producerBatchesMax, producerIdleMsMax, producersMax } from "./limits.ts";

// What makes a retry harmless: for each producer id the last batches, so that one sent twice is
// answered with the offset of the first (I27).
//
// Invariant I28: the table is a function of the batch headers of the log and of nothing else. So
// every leader of the partition has the same one, and after a truncation it is rebuilt. That is why
// idle producers are forgotten by the timestamps in the log and not by a clock, and why only
// `replay` removes any: a look-up that expired entries would make reads part of the state.

/** The fields of a record batch's header that matter here. */
export interface ProducerBatch {
  /** -1: not from an idempotent producer. */
  readonly producerId: number;
  readonly producerEpoch: number;
  /** -1 in control batches, which end transactions and carry no sequence. */
  readonly baseSequence: number;
  readonly lastOffsetDelta: number;
  readonly maxTimestamp: Millis;
}

/** A batch at its place in the log. */
export interface LoggedBatch extends ProducerBatch {
  readonly baseOffset: Offset;
}

export type ProducerVerdict =
  | { readonly kind: "append" }
  /** Already in the log: answer as its first copy is answered, once that is committed. */
  | { readonly kind: "duplicate"; readonly baseOffset: Offset; readonly nextOffset: Offset };

export interface RememberedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: Offset;
  readonly nextOffset: Offset;
}

export interface ProducerEntry {
  readonly producerId: number;
  readonly epoch: number;
  readonly lastTimestamp: Millis;
  /** At most five, oldest first; empty after a control batch raised the epoch. */
  readonly batches: readonly RememberedBatch[];
}

/** A table as plain values, for a snapshot file. Covers the log below `end`. */
export interface ProducerSnapshot {
  readonly end: Offset;
  readonly newestTimestamp: Millis;
  /** Those that wrote longest ago first: the order is part of the state. */
  readonly entries: readonly ProducerEntry[];
}

export interface ProducerLimits {
  readonly idleMsMax: Millis;
  readonly producersMax: number;
}

const append: ProducerVerdict = { kind: "append" };

export class ProducerTable {
  readonly #limits: ProducerLimits;
  /** In the order of their last batches, which a Map keeps when entries are deleted and set. */
  readonly #entries = new Map<number, ProducerEntry>();
  #newestTimestamp: Millis = -1;
  #end: Offset;

  /**
   * Continues from `snapshot`; replay the log from `snapshot.end` on. Without one, from its start.
   */
  constructor(
    snapshot: ProducerSnapshot = { end: 0, newestTimestamp: -1, entries: [] },
    limits: ProducerLimits = { idleMsMax: producerIdleMsMax, producersMax },
  ) {
    this.#limits = limits;
    this.#end = snapshot.end;
    this.#newestTimestamp = snapshot.newestTimestamp;
    for (const entry of snapshot.entries) this.#entries.set(entry.producerId, entry);
  }

  /**
   * May the leader append `batch`? INVALID_PRODUCER_EPOCH: a newer instance of this producer has
   * written. OUT_OF_ORDER_SEQUENCE_NUMBER: a batch before this one is missing, or this one is a
   * retry older than what is remembered; both are definite, nothing was appended (I23).
   */
  check(batch: ProducerBatch): ProducerVerdict | Failure {
    if (batch.producerId === -1) return append;
    const entry = this.#live(batch.producerId);
    // A producer that was forgotten, or never seen here, may be anywhere in its sequence (KIP-360).
    if (entry === undefined) return append;
    if (batch.producerEpoch < entry.epoch) return fencedProducer(batch, entry);
    if (batch.baseSequence === -1) return append;
    if (batch.producerEpoch > entry.epoch) {
      return batch.baseSequence === 0 ? append : outOfOrder(batch, 0);
    }
    const remembered = duplicateOf(batch, entry);
    if (remembered !== undefined) {
      const { baseOffset, nextOffset } = remembered;
      return { kind: "duplicate", baseOffset, nextOffset };
    }
    const last = entry.batches.at(-1);
    const expected = last === undefined ? 0 : sequenceAfter(last.lastSequence, 1);
    return batch.baseSequence === expected ? append : outOfOrder(batch, expected);
  }

  /** Takes a batch of the log into account: after an append, and in order at a rebuild. */
  replay(batch: LoggedBatch): void {
    assert(batch.baseOffset >= this.#end, `I28: batch ${batch.baseOffset} below ${this.#end}`);
    this.#end = batch.baseOffset + batch.lastOffsetDelta + 1;
    if (batch.producerId !== -1) this.#remember(batch);
    if (batch.maxTimestamp > this.#newestTimestamp) this.#newestTimestamp = batch.maxTimestamp;
    this.#forgetOldest();
  }

  snapshot(): ProducerSnapshot {
    const entries = [...this.#entries.values()];
    return { end: this.#end, newestTimestamp: this.#newestTimestamp, entries };
  }

  #remember(batch: LoggedBatch): void {
    const before = this.#live(batch.producerId);
    const isSameEpoch = before !== undefined && before.epoch === batch.producerEpoch;
    const batches = isSameEpoch ? before.batches : [];
    this.#entries.delete(batch.producerId);
    this.#entries.set(batch.producerId, {
      producerId: batch.producerId,
      epoch: batch.producerEpoch,
      lastTimestamp: batch.maxTimestamp,
      batches: batch.baseSequence === -1 ? batches : withBatch(batches, batch),
    });
  }

  /** Only from the old end, so that a replay costs the same whatever the table holds. */
  #forgetOldest(): void {
    for (const entry of this.#entries.values()) {
      const isCrowded = this.#entries.size > this.#limits.producersMax;
      if (!isCrowded && !this.#isIdle(entry)) return;
      this.#entries.delete(entry.producerId);
    }
  }

  #live(producerId: number): ProducerEntry | undefined {
    const entry = this.#entries.get(producerId);
    return entry === undefined || this.#isIdle(entry) ? undefined : entry;
  }

  #isIdle(entry: ProducerEntry): boolean {
    return this.#newestTimestamp - entry.lastTimestamp > this.#limits.idleMsMax;
  }
}

const sequenceMax = 0x7fff_ffff;

/** Sequences are counted modulo 2^31: after 2147483647 comes 0 (I27). */
export function sequenceAfter(sequence: number, count: number): number {
  return (sequence + count) % (sequenceMax + 1);
}

function withBatch(
  batches: readonly RememberedBatch[],
  batch: LoggedBatch,
): readonly RememberedBatch[] {
  const kept = batches.length < producerBatchesMax ? batches : batches.slice(1);
  return [
    ...kept,
    {
      firstSequence: batch.baseSequence,
      lastSequence: sequenceAfter(batch.baseSequence, batch.lastOffsetDelta),
      baseOffset: batch.baseOffset,
      nextOffset: batch.baseOffset + batch.lastOffsetDelta + 1,
    },
  ];
}

function duplicateOf(batch: ProducerBatch, entry: ProducerEntry): RememberedBatch | undefined {
  const lastSequence = sequenceAfter(batch.baseSequence, batch.lastOffsetDelta);
  return entry.batches.find(
    (known) => known.firstSequence === batch.baseSequence && known.lastSequence === lastSequence,
  );
}

function fencedProducer(batch: ProducerBatch, entry: ProducerEntry): Failure {
  return failure(
    "INVALID_PRODUCER_EPOCH",
    `producer ${batch.producerId} has epoch ${batch.producerEpoch}, but epoch ${entry.epoch} has ` +
      "written since",
  );
}

function outOfOrder(batch: ProducerBatch, expected: number): Failure {
  return failure(
    "OUT_OF_ORDER_SEQUENCE_NUMBER",
    `producer ${batch.producerId} epoch ${batch.producerEpoch} sent sequence ` +
      `${batch.baseSequence}, expected ${expected}`,
  );
}
