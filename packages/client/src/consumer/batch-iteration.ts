import type { Connections } from "../cluster/connections.ts";
import type { Metadata } from "../cluster/metadata.ts";
import type { OffsetsContext } from "../cluster/offsets.ts";
import type { SordiniError } from "../errors.ts";
import type { ConsumerSettings } from "../options.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Source } from "../types/consumer.ts";
import type { TopicPartition } from "../types/topic.ts";
import { AssignedPartition } from "./assigned-partition.ts";
import type { Chunk } from "./chunk.ts";
import { Fetcher } from "./fetcher.ts";
import type { FetchedBatch } from "./record.ts";
import { definitionOf, isPartitionSource, resolveOffset, startOf, topicNameOf } from "./start.ts";

export interface IterationContext {
  readonly runtime: Runtime;
  readonly connections: Connections;
  readonly metadata: Metadata;
  readonly settings: ConsumerSettings;
  readonly offsets: OffsetsContext;
  readonly sources: readonly Source[];
  readonly signal: AbortSignal | undefined;
  readonly onEnd: (iteration: BatchIteration) => void;
}

/**
 * One iteration over batches: begins when the first is asked for, ends with `return`, an error, an
 * abort or `stop`. Batches that have arrived are given out without waiting.
 */
export class BatchIteration implements AsyncIterableIterator<FetchedBatch> {
  readonly #context: IterationContext;
  readonly #chunks: Chunk[] = [];
  #fetcher: Fetcher | null = null;
  #partitions: AssignedPartition[] = [];
  #starting: Promise<void> | null = null;
  #chunk: Chunk | null = null;
  #failure: { readonly reason: unknown } | null = null;
  #isEnded = false;
  readonly #wakes: (() => void)[] = [];
  readonly #onAbort = (): void => this.#fail(this.#context.signal?.reason);

  constructor(context: IterationContext) {
    this.#context = context;
    context.signal?.addEventListener("abort", this.#onAbort, { once: true });
    if (context.signal?.aborted === true) this.#onAbort();
  }

  get partitions(): readonly AssignedPartition[] {
    return this.#partitions;
  }

  /** Nothing more is to be given out: `next` says whether by an end or by an error. */
  get isOver(): boolean {
    return this.#isEnded || this.#failure !== null;
  }

  next(): Promise<IteratorResult<FetchedBatch, undefined>> {
    try {
      const batch = this.isOver ? null : this.#nextArrived();
      if (batch === null) return this.#nextLater();
      if (batch instanceof Promise) return this.#unpacked(batch);
      return Promise.resolve({ done: false, value: batch });
    } catch (error) {
      this.#fail(error);
      return this.#nextLater();
    }
  }

  return(): Promise<IteratorResult<FetchedBatch, undefined>> {
    this.stop();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Ends the iteration, and a `next` that waits. */
  stop(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#context.signal?.removeEventListener("abort", this.#onAbort);
    this.#fetcher?.close();
    this.#chunks.length = 0;
    this.#chunk = null;
    this.#wakeUp();
    this.#context.onEnd(this);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  find({ topic, partition }: TopicPartition): AssignedPartition | undefined {
    return this.#partitions.find(
      (candidate) => candidate.topic === topic && candidate.partition === partition,
    );
  }

  /** Goes on at `offset`; what was fetched of the partition is dropped. */
  moveTo(partition: AssignedPartition, offset: number): void {
    partition.moveTo(offset);
    if (partition.isPaused || partition.isFinished) this.#fetcher?.unassign(partition);
    else this.#fetcher?.assign(partition);
    this.#wakeUp();
  }

  pause(partition: AssignedPartition): void {
    if (partition.isPaused) return;
    partition.isPaused = true;
    this.moveTo(partition, partition.position);
  }

  resume(partition: AssignedPartition): void {
    if (!partition.isPaused) return;
    partition.isPaused = false;
    this.moveTo(partition, partition.position);
  }

  /** The next batch of what has arrived; null when there is none, or all was read. */
  #nextArrived(): FetchedBatch | Promise<FetchedBatch | null> | null {
    for (;;) {
      this.#chunk ??= this.#chunks.shift() ?? null;
      if (this.#chunk === null) return null;
      const chunk = this.#chunk;
      const { partition } = chunk;
      const batch = chunk.isStale || partition.isFinished ? null : chunk.next();
      if (batch !== null) return batch;
      chunk.release();
      this.#chunk = null;
      if (partition.isFinished) this.#fetcher?.unassign(partition);
    }
  }

  /** Waits for a batch that is decompressed elsewhere; null once a seek has made it void. */
  async #unpacked(
    packed: Promise<FetchedBatch | null>,
  ): Promise<IteratorResult<FetchedBatch, undefined>> {
    try {
      const batch = await packed;
      if (batch !== null && !this.isOver) return { done: false, value: batch };
    } catch (error) {
      this.#fail(error);
    }
    return this.#nextLater();
  }

  async #nextLater(): Promise<IteratorResult<FetchedBatch, undefined>> {
    for (;;) {
      if (this.#failure !== null) {
        this.stop();
        throw this.#failure.reason;
      }
      if (this.#isEnded) return { done: true, value: undefined };
      if (this.#fetcher === null) {
        this.#starting ??= this.#start().catch((error: unknown) => this.#fail(error));
        await this.#starting;
        continue;
      }
      const arrived = this.#tryNextArrived();
      if (arrived instanceof Promise) return this.#unpacked(arrived);
      if (arrived !== null) return { done: false, value: arrived };
      if (this.#failure !== null) continue;
      if (this.#partitions.every(({ isFinished }) => isFinished)) {
        this.stop();
        continue;
      }
      await new Promise<void>((resolve) => this.#wakes.push(resolve));
    }
  }

  #tryNextArrived(): FetchedBatch | Promise<FetchedBatch | null> | null {
    try {
      return this.#nextArrived();
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  async #start(): Promise<void> {
    const { runtime, offsets, sources, settings, connections, metadata } = this.#context;
    const partitions = await startOf(offsets, sources, settings);
    if (this.#isEnded) return;
    this.#partitions = partitions;
    this.#fetcher = new Fetcher({
      runtime,
      connections,
      metadata,
      settings,
      events: {
        onChunk: (chunk) => {
          this.#chunks.push(chunk);
          this.#wakeUp();
        },
        onOutOfRange: (partition, error) => void this.#reset(partition, error),
        onFailed: (error) => this.#fail(error),
        onMetadata: () => this.#addPartitions(),
      },
    });
    for (const partition of partitions) {
      if (!partition.isFinished) this.#fetcher.assign(partition);
    }
  }

  /** Partitions that were added to a topic are read from their beginning. */
  #addPartitions(): void {
    const { sources, metadata, settings } = this.#context;
    if (settings.stopAtEnd) return;
    for (const source of sources) {
      if (isPartitionSource(source)) continue;
      const topic = topicNameOf(source);
      for (const { partition } of metadata.topic(topic)?.partitions ?? []) {
        if (this.find({ topic, partition }) !== undefined) continue;
        const definition = definitionOf(source);
        const start = { definition, offset: 0, endOffset: Number.POSITIVE_INFINITY };
        const added = new AssignedPartition({ topic, partition }, start);
        this.#partitions.push(added);
        this.#fetcher?.assign(added);
      }
    }
  }

  async #reset(partition: AssignedPartition, error: SordiniError): Promise<void> {
    const { outOfRange } = this.#context.settings;
    if (outOfRange === "error") {
      this.#fail(error);
      return;
    }
    const { version, topic, partition: index } = partition;
    try {
      const place = { topic, partition: index, from: outOfRange };
      const offset = await resolveOffset(this.#context.offsets, place);
      // A seek that came in between has said where to go on.
      if (partition.version === version && !this.#isEnded) this.moveTo(partition, offset);
    } catch (failure) {
      this.#fail(failure);
    }
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#wakeUp();
  }

  #wakeUp(): void {
    for (const wake of this.#wakes.splice(0)) wake();
  }
}
