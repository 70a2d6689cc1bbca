import type { BrokerEpoch, EpochHistory, Failure, Millis, Offset, TopicId } from "@sordini/base";

// What the broker sees of the disk. One LogDirectory a data directory, one PartitionLog a replica.
// Appends are synchronous and only queue; the directory writes and syncs what has gathered as one
// group (design: group commit over one journal) and then reports progress.

/**
 * `fsync`: a batch counts once it is synced. `page-cache`: once the OS has it (Kafka's behaviour).
 */
export type Durability = "fsync" | "page-cache";

/** The per-replica settings, from topic configs over broker defaults. */
export interface LogConfig {
  readonly segmentBytesMax: number;
  readonly segmentAgeMsMax: Millis;
  readonly indexIntervalBytes: number;
  readonly durability: Durability;
  /** -1: keep for ever. */
  readonly retentionMs: Millis;
  readonly retentionBytes: number;
}

export interface LogId {
  readonly topicId: TopicId;
  readonly partition: number;
}

/** One record batch or several in a row, whole, base offsets and leader epochs already stamped. */
export interface AppendRun {
  readonly bytes: Uint8Array;
  /** Must equal the log end (then they are contiguous, checked by assert). */
  readonly baseOffset: Offset;
  /** Offset after the last record. */
  readonly nextOffset: Offset;
}

export interface ReadRequest {
  /** Reading starts with the batch that contains this offset. logStart <= offset <= logEnd. */
  readonly offset: Offset;
  /** Soft: the first batch comes whole even when it is larger (KIP-74). */
  readonly bytesMax: number;
  /**
   * Batches whose base offset is at or above this one are not returned (high watermark, log end).
   */
  readonly end: Offset;
}

/** Whole batches in offset order; views into shared memory that the reader must not change. */
export interface ReadResult {
  readonly runs: readonly Uint8Array[];
  readonly sizeBytes: number;
  /** Offset after the last batch returned; equals the request's offset when nothing was found. */
  readonly nextOffset: Offset;
}

export interface PartitionLog {
  readonly id: LogId;
  readonly config: LogConfig;
  /** Smallest offset that can be read. Monotone (I43). */
  readonly logStart: Offset;
  /** Offset that the next record gets; includes what is only queued. */
  readonly logEnd: Offset;
  /** Below it everything was handed to the operating system: `acks=1` may be answered. */
  readonly writtenEnd: Offset;
  /** Below it everything is durable as `config.durability` defines it: counts for `acks=all`. */
  readonly durableEnd: Offset;
  readonly epochs: EpochHistory;
  readonly sizeBytes: number;
  /** False once the directory went offline (I26): appends are refused, reads may still work. */
  readonly online: boolean;

  /**
   * Queues `run`. It is readable from the in-memory tail at once. Asserts offset order and
   * `online`.
   */
  append(run: AppendRun): void;
  /**
   * Records that `epoch` begins at the log end; durable like an append, even if nothing follows
   * (B29).
   */
  beginEpoch(epoch: number): void;
  /**
   * From memory when the tail holds the offset (then synchronously), else from segment files. Empty
   * when the log start passed `offset` meanwhile. Rejects with LogDamagedError or FileError.
   */
  read(request: ReadRequest): ReadResult | Promise<ReadResult>;
  /**
   * First batch whose max timestamp is >= `timestampMs`: the earliest such record; null when none.
   */
  offsetForTimestamp(timestampMs: Millis): Promise<{ offset: Offset; timestampMs: Millis } | null>;
  /**
   * Drops everything at or after `offset` (>= logStart), durably, before it resolves; a batch that
   * `offset` lies inside goes as a whole. No append until then (asserted).
   */
  truncateTo(offset: Offset): Promise<void>;
  /**
   * Drops everything and starts an empty log at `offset` (follower fell behind the leader's start).
   * No append until it resolves (asserted).
   */
  truncateFullyAndStartAt(offset: Offset): Promise<void>;
  /** Raises logStart; whole segments below it are removed. */
  raiseLogStart(offset: Offset): Promise<void>;
  /** Deletes segments that retention no longer keeps, none above `highWatermark` (I43). */
  applyRetention(highWatermark: Offset): Promise<void>;
  reconfigure(config: LogConfig): void;
}

export interface DamagedLog {
  readonly id: LogId;
  /** A sentence that names the file and what is wrong with it. */
  readonly reason: string;
}

export interface LogDirectoryEvents {
  /**
   * After each group: these logs' writtenEnd or durableEnd moved. Called in the order of the
   * groups.
   */
  onProgress(logs: ReadonlySet<PartitionLog>): void;
  /** An append or a sync failed: no further append to this directory (I26). Called once. */
  onOffline(reason: string): void;
}

export interface LogDirectory {
  /** This directory's identity from meta.properties (I14). */
  readonly directoryId: string;
  /** The newest that was recorded here; 0 for none. */
  readonly brokerEpoch: BrokerEpoch;
  readonly online: boolean;
  /** False when the last run ended without a clean-shutdown marker (I25). */
  readonly wasCleanShutdown: boolean;
  /**
   * Appended to any log, and not yet handed to the operating system: what back pressure watches.
   */
  readonly queuedBytes: number;
  logs(): Iterable<PartitionLog>;
  /**
   * Logs of which durable bytes are damaged or gone. They are in neither `logs` nor `get`, and
   * their files are left alone: `delete` the log, `create` it anew and refetch it from the leader.
   */
  damaged(): readonly DamagedLog[];
  get(id: LogId): PartitionLog | undefined;
  create(id: LogId, config: LogConfig): Promise<PartitionLog | Failure>;
  /** Removes the replica's files, also of a damaged one; then the id may be created anew. */
  delete(id: LogId): Promise<void>;
  /**
   * Remembers in meta.properties that the directory's broker was registered under this epoch, so
   * that no controller without that registration is believed later (B25). Not yet durable on
   * return; a failed write takes the directory offline.
   */
  recordBrokerEpoch(brokerEpoch: BrokerEpoch): void;
  /** Resolves once everything appended so far is durable. Rejects with DirectoryOfflineError. */
  flush(): Promise<void>;
  /**
   * Flushes, takes nothing any more, writes the clean-shutdown marker, closes files, releases the
   * lock. Once: whoever calls it again waits for the same end.
   */
  close(): Promise<void>;
}
