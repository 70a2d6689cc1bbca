import type { CompressionCodec } from "@sordini/records";
import type { SordiniError } from "../errors.ts";
import type { Bytes, SentKey, SentValue, Topic } from "./topic.ts";

/** Headers to send: an object, or pairs where a name repeats. */
export type HeadersInput =
  | Readonly<Record<string, Bytes | null>>
  | Iterable<readonly [name: string, value: Bytes | null]>;

/** A record to send. A null value is a tombstone: it deletes the key on a compacted topic. */
export interface OutgoingRecord<Key = Bytes, Value = Bytes> {
  readonly key?: Key | null | undefined;
  readonly value: Value | null;
  readonly headers?: HeadersInput | undefined;
  /** Milliseconds since 1970; default: now. */
  readonly timestampMs?: number | undefined;
  /** Default: the partitioner's choice. */
  readonly partition?: number | undefined;
}

export type RecordFor<T extends Topic> = OutgoingRecord<SentKey<T>, SentValue<T>>;

/** Where a record was stored. */
export interface RecordMetadata {
  readonly topic: string;
  readonly partition: number;
  /** -1 with `acks: 0`, where the broker does not answer, and for a record that failed. */
  readonly offset: number;
}

/** Called once a record: `error` is null when it was acknowledged, `place.offset` is -1 if not. */
export type OnDelivery = (error: SordiniError | null, place: RecordMetadata) => void;

/** Chooses a partition in [0, partitionCount) from a record's serialized key. */
export type Partitioner = (choice: PartitionChoice) => number;

export interface PartitionChoice {
  readonly topic: string;
  readonly key: Bytes | null;
  readonly partitionCount: number;
}

export type Acks = "all" | 1 | 0;

export interface ProducerOptions {
  /**
   * "all" (default): acknowledged once durable on every in-sync replica. 1: once the leader has
   * written it. 0: never acknowledged, may be lost without notice.
   */
  readonly acks?: Acks;
  /** Default "none". */
  readonly compression?: CompressionCodec;
  /**
   * How long a batch waits for more records. Default 0: it leaves at once while nothing of its
   * partition is under way, and gathers records meanwhile.
   */
  readonly lingerMs?: number;
  /** A batch is full at this size before compression. Default 256 KiB. */
  readonly batchBytes?: number;
  /** Most bytes of one request to one broker. Default 1 MiB. */
  readonly requestBytes?: number;
  /** Records that are not acknowledged yet, in bytes; `send` waits above it. Default 32 MiB. */
  readonly bufferBytes?: number;
  /**
   * A record fails when it is not acknowledged this long after it found room in the buffer, retries
   * included. Default 120 s.
   */
  readonly deliveryTimeoutMs?: number;
  /** How long a topic that no broker knows is waited for. Default 2 s. */
  readonly topicTimeoutMs?: number;
  /** Default: murmur2 of the key as in Java; without a key one partition a batch. */
  readonly partitioner?: Partitioner;
}

export interface SendOptions {
  /**
   * Ends the wait for buffer space or for the acknowledgement, not the delivery of what is sent.
   */
  readonly signal?: AbortSignal | undefined;
}

export interface CloseOptions {
  /** What is not delivered by then fails. Default 30 s. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Sends records in batches. Per partition they are stored in the order in which they were sent,
 * each at least once: a retry after a lost answer may store a batch twice.
 */
export interface Producer extends AsyncDisposable {
  /**
   * Resolves once the record is acknowledged as `acks` says, rejects when it cannot be delivered.
   * Waits for space when `bufferBytes` are used. All records of a batch share one promise inside,
   * so a send that nobody awaits costs little; its failure is then an unhandled rejection.
   */
  send<const T extends Topic>(
    topic: T,
    record: RecordFor<T>,
    options?: SendOptions,
  ): Promise<RecordMetadata>;

  /**
   * Resolves in the order of `records` once all are acknowledged; rejects with the first failure.
   */
  sendMany<const T extends Topic>(
    topic: T,
    records: Iterable<RecordFor<T>>,
    options?: SendOptions,
  ): Promise<RecordMetadata[]>;

  /**
   * The quick way, without a promise: puts the record into its batch and calls `onDelivery` later.
   * Never waits. False: there is no space, or the topic is not known yet; nothing was taken then,
   * and the record is to be offered again after `await producer.ready(topic)`. Throws
   * SerializationError, or SordiniError for a record that cannot be stored.
   */
  enqueue<const T extends Topic>(topic: T, record: RecordFor<T>, onDelivery: OnDelivery): boolean;

  /** Resolves once `topic` is known and there is buffer space. Rejects for an unknown topic. */
  ready(topic: Topic, options?: SendOptions): Promise<void>;

  /** Sends what is gathered, and resolves once everything sent before is acknowledged or failed. */
  flush(options?: SendOptions): Promise<void>;

  /** Flushes within `timeoutMs`, then ends. Never rejects for records that failed. */
  close(options?: CloseOptions): Promise<void>;

  /** Bytes of records that are not acknowledged yet. */
  readonly bufferedBytes: number;
}
