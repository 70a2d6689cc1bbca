import type { Clock, Millis } from "@sordini/base";
import { BatchBuilder, type CompressionCodec, type RecordContent } from "@sordini/records";
import { SordiniError } from "../errors.ts";
import { batchesPerRequestMax, recordBytesMax } from "../limits.ts";
import type { TopicPartition } from "../types/topic.ts";
import { Batch, type Outcome } from "./batch.ts";
import type { BufferSpace } from "./buffer-space.ts";
import type { Builders } from "./builders.ts";
import { pack } from "./pack.ts";

export interface QueueContext {
  readonly clock: Clock;
  readonly builders: Builders;
  readonly compression: CompressionCodec;
  readonly space: BufferSpace;
  /** A batch is full, or was compressed on another thread: it need not linger any longer. */
  readonly onReady: () => void;
}

/** What of a partition is under way to its leader. */
export interface Run {
  readonly queue: PartitionQueue;
  readonly batches: readonly Batch[];
  readonly sizeBytes: number;
}

/**
 * One partition's records on their way: an open batch that takes more, closed ones in order, and at
 * most one run that is under way. One, because without sequence numbers a broker cannot tell that
 * an earlier run is missing: a second one under way would be stored before the first one's retry.
 */
export class PartitionQueue {
  readonly place: TopicPartition;
  readonly #context: QueueContext;
  #open: { readonly batch: Batch; readonly builder: BatchBuilder } | null = null;
  readonly #closed: Batch[] = [];
  #underWay: Run | null = null;
  /** Bytes of records that wait here or are under way. */
  bufferedBytes = 0;
  /** Bytes of all records that ever came here. */
  takenBytes = 0;
  /** Not to be sent before; set after a failure. */
  retryAtMs = 0;
  /** Of the leader that was sent to last. */
  leaderEpoch = -1;
  /** Failures in a row. */
  failures = 0;
  lastError: SordiniError | null = null;
  /** Since when brokers say that there is no such topic. */
  unknownSinceMs: number | null = null;
  /**
   * 1 after a broker refused a run of several batches: which of them it meant is found one by one.
   */
  #runBatchesMax = batchesPerRequestMax;
  /** Set while the sender has this queue on its list. */
  isListed = false;

  constructor(place: TopicPartition, context: QueueContext) {
    this.place = place;
    this.#context = context;
  }

  get underWay(): Run | null {
    return this.#underWay;
  }

  get isEmpty(): boolean {
    return this.#open === null && this.#closed.length === 0;
  }

  /** When the oldest batch that is not under way was begun; undefined when there is none. */
  get oldestMs(): number | undefined {
    return (this.#closed[0] ?? this.#open?.batch)?.createdMs;
  }

  /** There is a batch that no record can be added to any more. */
  get hasClosed(): boolean {
    return this.#closed.length > 0;
  }

  /** Puts the record into the open batch, which is returned. Throws MESSAGE_TOO_LARGE. */
  append(content: RecordContent, timestampMs: Millis): Batch {
    const open = this.#open ?? this.#begin();
    const before = open.builder.sizeBytes;
    if (open.builder.append(content, timestampMs)) {
      this.#count(open.batch, open.builder.sizeBytes - before);
      return open.batch;
    }
    if (open.builder.count === 0) {
      this.#discardOpen();
      return this.#appendAlone(content, timestampMs);
    }
    this.close();
    this.#context.onReady();
    return this.append(content, timestampMs);
  }

  /** Ends the open batch: what comes next goes into another one. */
  close(): void {
    if (this.#open === null) return;
    const { batch, builder } = this.#open;
    this.#open = null;
    this.#pack(batch, builder);
    this.#context.builders.giveBack(builder);
  }

  /** Takes what may be sent next, at least one batch and otherwise up to `bytesMax`. */
  takeRun(bytesMax: number): Run | null {
    if (this.#closed.length === 0) this.close();
    let count = 0;
    let sizeBytes = 0;
    for (const { bytes } of this.#closed) {
      if (bytes === null || count >= this.#runBatchesMax) break;
      if (count > 0 && sizeBytes + bytes.length > bytesMax) break;
      sizeBytes += bytes.length;
      count++;
    }
    if (count === 0) return null;
    const batches = this.#closed.splice(0, count);
    this.#underWay = { queue: this, batches, sizeBytes };
    return this.#underWay;
  }

  /** The run under way was stored, the first record at `baseOffset` (-1: not known). */
  succeed(baseOffset: number): void {
    let offset = baseOffset;
    this.#recovered();
    for (const batch of this.#endRun()) {
      this.#settle(batch, { error: null, offset });
      if (offset >= 0) offset += batch.count;
    }
  }

  /** The run under way goes back to the front, to be sent again in the same order. */
  retryRun(): void {
    this.#closed.unshift(...this.#endRun());
  }

  /**
   * The run under way was refused for what is in it. Several batches are tried one by one; one
   * batch of several records is replaced by what `split` makes of it, if anything; what is left has
   * failed.
   */
  refuseRun(error: SordiniError, split: (batch: Batch) => readonly Batch[]): void {
    const batches = this.#endRun();
    if (batches.length > 1) {
      this.#runBatchesMax = 1;
      this.#closed.unshift(...batches);
      return;
    }
    const batch = batches[0] as Batch;
    const parts = split(batch);
    this.#closed.unshift(...parts);
    if (parts.length > 0) return;
    this.#settle(batch, { error, offset: -1 });
  }

  /** Fails batches from the front while `isDue` says so; nothing of them is under way. */
  failWaiting(error: () => SordiniError, isDue: (batch: Batch) => boolean): void {
    const first = this.#closed[0] ?? this.#open?.batch;
    if (first === undefined || !isDue(first)) return;
    if (this.#closed.length === 0) this.close();
    while (this.#closed[0] !== undefined && isDue(this.#closed[0])) {
      const batch = this.#closed.shift() as Batch;
      this.#settle(batch, { error: error(), offset: -1 });
    }
    if (this.#closed.length === 0) this.failWaiting(error, isDue);
  }

  /** Every batch that is not settled yet, in order. */
  unsettled(): readonly Batch[] {
    const open = this.#open === null ? [] : [this.#open.batch];
    return [...(this.#underWay?.batches ?? []), ...this.#closed, ...open];
  }

  #begin(): { readonly batch: Batch; readonly builder: BatchBuilder } {
    const batch = new Batch(this.place, this.#context.clock.monotonicMs());
    this.#open = { batch, builder: this.#context.builders.take() };
    return this.#open;
  }

  #discardOpen(): void {
    if (this.#open !== null) this.#context.builders.giveBack(this.#open.builder);
    this.#open = null;
  }

  /** A record that is larger than a batch should be gets a batch of its own. */
  #appendAlone(content: RecordContent, timestampMs: Millis): Batch {
    const builder = new BatchBuilder({ bytesMax: recordBytesMax });
    if (!builder.append(content, timestampMs)) {
      const what = `the record has more than ${recordBytesMax} bytes, which no broker takes`;
      throw new SordiniError("MESSAGE_TOO_LARGE", what, this.place);
    }
    const batch = new Batch(this.place, this.#context.clock.monotonicMs());
    this.#count(batch, builder.sizeBytes);
    this.#pack(batch, builder);
    this.#context.onReady();
    return batch;
  }

  #pack(batch: Batch, builder: BatchBuilder): void {
    this.#closed.push(batch);
    const packed = pack(builder, this.#context.compression);
    if (packed instanceof Uint8Array) {
      batch.bytes = packed;
      return;
    }
    packed.then(
      (bytes) => {
        if (batch.isSettled) return;
        batch.bytes = bytes;
        this.#context.onReady();
      },
      (cause: unknown) => this.#failUnpacked(batch, cause),
    );
  }

  #failUnpacked(batch: Batch, cause: unknown): void {
    const at = this.#closed.indexOf(batch);
    if (at < 0) return;
    this.#closed.splice(at, 1);
    const what = `the batch could not be compressed: ${String(cause)}`;
    this.#settle(batch, {
      error: new SordiniError("UNKNOWN_SERVER_ERROR", what, { ...this.place, cause }),
      offset: -1,
    });
    this.#context.onReady();
  }

  #count(batch: Batch, bytes: number): void {
    batch.bufferedBytes += bytes;
    this.bufferedBytes += bytes;
    this.takenBytes += bytes;
    this.#context.space.take(bytes);
  }

  #settle(batch: Batch, outcome: Outcome): void {
    this.bufferedBytes -= batch.bufferedBytes;
    this.#context.space.free(batch.bufferedBytes);
    batch.settle(outcome);
  }

  #endRun(): readonly Batch[] {
    const batches = this.#underWay?.batches ?? [];
    this.#underWay = null;
    return batches;
  }

  #recovered(): void {
    this.failures = 0;
    this.lastError = null;
    this.retryAtMs = 0;
    this.unknownSinceMs = null;
    if (this.#closed.length === 0) this.#runBatchesMax = batchesPerRequestMax;
  }
}
