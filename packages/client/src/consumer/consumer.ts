import type { Connections } from "../cluster/connections.ts";
import type { Metadata } from "../cluster/metadata.ts";
import type { OffsetsContext } from "../cluster/offsets.ts";
import { SordiniError } from "../errors.ts";
import type { ConsumerSettings } from "../options.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type {
  ConsumedBatch,
  Consumer,
  IterationOptions,
  RecordsOf,
  Source,
  StartPosition,
} from "../types/consumer.ts";
import type { TopicPartition } from "../types/topic.ts";
import type { AssignedPartition } from "./assigned-partition.ts";
import { BatchIteration } from "./batch-iteration.ts";
import { RecordIteration } from "./record-iteration.ts";
import { resolveOffset } from "./start.ts";

export interface ConsumerContext {
  readonly runtime: Runtime;
  readonly connections: Connections;
  readonly metadata: Metadata;
  readonly offsets: OffsetsContext;
  readonly settings: ConsumerSettings;
  readonly onClosed: (consumer: RecordConsumer) => void;
}

/** See `Consumer`. */
export class RecordConsumer implements Consumer {
  readonly #context: ConsumerContext;
  #running: BatchIteration | null = null;
  #isClosed = false;

  constructor(context: ConsumerContext) {
    this.#context = context;
  }

  subscribe<const S extends Source>(
    sources: readonly S[],
    options: IterationOptions = {},
  ): AsyncIterableIterator<RecordsOf<S>> {
    const records: AsyncIterableIterator<unknown> = new RecordIteration(
      this.#begin(sources, options),
    );
    // The topics' definitions say what their serdes make of the bytes; from here on types follow
    // them.
    return records as AsyncIterableIterator<RecordsOf<S>>;
  }

  batches<const S extends Source>(
    sources: readonly S[],
    options: IterationOptions = {},
  ): AsyncIterableIterator<ConsumedBatch<RecordsOf<S>>> {
    const batches: AsyncIterableIterator<unknown> = this.#begin(sources, options);
    return batches as AsyncIterableIterator<ConsumedBatch<RecordsOf<S>>>;
  }

  get assignment(): readonly TopicPartition[] {
    const partitions = this.#running?.partitions ?? [];
    return partitions.map(({ topic, partition }) => ({ topic, partition }));
  }

  async seek(target: TopicPartition & { readonly to: StartPosition }): Promise<void> {
    const { topic, partition, to } = target;
    const [iteration, assigned] = this.#assigned(target);
    const offset = await resolveOffset(this.#context.offsets, { topic, partition, from: to });
    if (!iteration.isOver) iteration.moveTo(assigned, offset);
  }

  pause(partitions: Iterable<TopicPartition>): void {
    for (const place of partitions) {
      const [iteration, assigned] = this.#assigned(place);
      iteration.pause(assigned);
    }
  }

  resume(partitions: Iterable<TopicPartition>): void {
    for (const place of partitions) {
      const [iteration, assigned] = this.#assigned(place);
      iteration.resume(assigned);
    }
  }

  position(place: TopicPartition): number | undefined {
    return this.#running?.find(place)?.position;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#running?.stop();
    this.#context.onClosed(this);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #begin(sources: readonly Source[], { signal }: IterationOptions): BatchIteration {
    if (this.#isClosed) throw new SordiniError("CLIENT_CLOSED", "the consumer is closed");
    if (this.#running !== null) {
      const what = "the consumer's last iteration has not ended; use another consumer beside it";
      throw new SordiniError("INVALID_REQUEST", what);
    }
    if (sources.length === 0) {
      throw new SordiniError("INVALID_REQUEST", "no topic is named to read from");
    }
    this.#running = new BatchIteration({
      ...this.#context,
      offsets: { ...this.#context.offsets, signal },
      sources,
      signal,
      onEnd: () => {
        this.#running = null;
      },
    });
    return this.#running;
  }

  #assigned(place: TopicPartition): readonly [BatchIteration, AssignedPartition] {
    const assigned = this.#running?.find(place);
    if (this.#running !== null && assigned !== undefined) return [this.#running, assigned];
    const { topic, partition } = place;
    const what = `${topic}-${partition} is not being read by this consumer at the moment`;
    throw new SordiniError("INVALID_REQUEST", what, { topic, partition });
  }
}
