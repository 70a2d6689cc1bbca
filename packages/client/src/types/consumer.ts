import type { ReceivedKey, ReceivedValue, Topic, TopicPartition } from "./topic.ts";

/** Where to read from: an offset, or a time (the first record at or after it). */
export type StartPosition =
  | "earliest"
  | "latest"
  | number
  | Date
  | { readonly timestampMs: number };

/** What to read: a topic with all its partitions, or one partition of it. */
export type Source = Topic | PartitionSource;

export interface PartitionSource<T extends Topic = Topic> {
  readonly topic: T;
  readonly partition: number;
  /** Default: the consumer's `from`. */
  readonly from?: StartPosition;
}

type TopicOf<S extends Source> =
  S extends PartitionSource<infer T> ? T : S extends Topic ? S : never;

/** Records of these sources; a union where their topics differ in type. */
export type RecordsOf<S extends Source> =
  TopicOf<S> extends infer T
    ? T extends Topic
      ? ConsumedRecord<ReceivedKey<T>, ReceivedValue<T>>
      : never
    : never;

/**
 * One record. Key, value and headers are decoded when they are asked for; bytes are views that keep
 * their whole batch in memory, so copy what is to live long.
 */
export interface ConsumedRecord<Key = Uint8Array, Value = Uint8Array> extends TopicPartition {
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestampMs: number;
  /** Throws SerializationError when the bytes do not follow the topic's definition. */
  readonly key: Key | null;
  /** Null is a tombstone. Throws SerializationError as `key` does. */
  readonly value: Value | null;
  readonly headers: RecordHeaders;
}

/** Headers in the order in which they were sent; a name may repeat. */
export interface RecordHeaders extends Iterable<readonly [name: string, value: Uint8Array | null]> {
  /** The last value of that name as text; null when it has none, undefined when it is absent. */
  get(name: string): string | null | undefined;
  /** All values of that name as bytes. */
  getAll(name: string): (Uint8Array | null)[];
  has(name: string): boolean;
  readonly size: number;
}

/** One record batch as its producer made it. Iterate it, once or more often, for its records. */
export interface ConsumedBatch<R = ConsumedRecord> extends TopicPartition, Iterable<R> {
  /** Offset of the first record that is yielded. */
  readonly firstOffset: number;
  /** The offset after the batch: what to store in order to go on from here. */
  readonly nextOffset: number;
  /**
   * Where committed records ended when the batch was read; `highWatermark - nextOffset` is the lag.
   */
  readonly highWatermark: number;
  /** Bytes of the batch as it was stored. */
  readonly sizeBytes: number;
}

export interface ConsumerOptions {
  /** Default "latest". */
  readonly from?: StartPosition;
  /** Consumer groups are not there yet: an error with the code UNSUPPORTED_VERSION. */
  readonly group?: string;
  /** Ends the iteration where each partition ended when it began, instead of waiting for more. */
  readonly stopAtEnd?: boolean;
  /** Where to go on when the offset is no longer, or not yet, in the log. Default "error". */
  readonly outOfRange?: "earliest" | "latest" | "error";
  /** Batches that are received and not yet read, in bytes. Default 16 MiB. */
  readonly fetchBytes?: number;
  /** A broker waits until this many bytes are there ... Default 1. */
  readonly minBytes?: number;
  /** ... but not longer than this. Default 500 ms. */
  readonly maxWaitMs?: number;
  /** Most bytes of one batch when decompressed; above it reading fails. Default 64 MiB. */
  readonly decompressedBytesMax?: number;
  /** How long a topic that no broker knows is waited for. Default 2 s. */
  readonly topicTimeoutMs?: number;
}

export interface IterationOptions {
  /** Abort makes the iteration throw `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads assigned partitions. One iteration at a time; leaving its loop closes its streams. Offsets
 * are the program's to keep: `nextOffset` of a batch, or `offset + 1` of a record.
 */
export interface Consumer extends AsyncDisposable {
  /** Records, one at a time. Order holds within a partition. */
  subscribe<const S extends Source>(
    sources: readonly S[],
    options?: IterationOptions,
  ): AsyncIterableIterator<RecordsOf<S>>;

  /** Whole batches, the quick way: `for await` over batches, a plain `for` over their records. */
  batches<const S extends Source>(
    sources: readonly S[],
    options?: IterationOptions,
  ): AsyncIterableIterator<ConsumedBatch<RecordsOf<S>>>;

  /** Goes on from elsewhere. What was received and not yielded yet is dropped. */
  seek(target: TopicPartition & { readonly to: StartPosition }): Promise<void>;
  /** Yields nothing of these partitions until `resume`, which goes on where they were. */
  pause(partitions: Iterable<TopicPartition>): void;
  resume(partitions: Iterable<TopicPartition>): void;
  /** Offset of the next record to be yielded; undefined before the start is known. */
  position(partition: TopicPartition): number | undefined;
  /** The partitions that the running iteration reads. */
  readonly assignment: readonly TopicPartition[];

  /** Ends a running iteration as `break` does, after the record that the loop is at. */
  close(): Promise<void>;
}
