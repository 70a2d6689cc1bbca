import type {
  BrokerEpoch,
  Epoch,
  ErrorName,
  Failure,
  Millis,
  NodeId,
  Offset,
  TopicId,
} from "@sordini/base";

// The broker core as its listeners see it. A listener translates its protocol into these values and
// back; nothing here knows of gRPC, of Kafka's wire protocol or of a protocol version.

export type Acks = -1 | 0 | 1;

export interface CurrentLeader {
  readonly leaderId: NodeId;
  readonly leaderEpoch: Epoch;
  /** The leader's endpoint on the listener kind that asked, where it is known. */
  readonly host: string;
  readonly port: number;
}

export interface PartitionRef {
  readonly topicId: TopicId;
  readonly partition: number;
}

/** A partition's error as a value; names the current leader when the client should go there. */
export interface PartitionFailure extends Failure {
  readonly currentLeader?: CurrentLeader;
}

export interface ProduceRequest {
  readonly acks: Acks;
  readonly timeoutMs: Millis;
  readonly partitions: readonly ProducePartition[];
}

export interface ProducePartition extends PartitionRef {
  /** -1: do not check. */
  readonly leaderEpoch: Epoch;
  /** Whole record batches. The core stamps offset and epoch into these bytes and keeps them. */
  readonly batches: Uint8Array;
}

export interface ProduceSuccess {
  readonly baseOffset: Offset;
  readonly logStart: Offset;
}

/** Called exactly once for each partition of a produce request, in any order, perhaps before `produce` returns. */
export type ProduceDone = (index: number, result: ProduceSuccess | PartitionFailure) => void;

export interface FetchRequest {
  readonly partitions: readonly FetchPartition[];
  /** Answer once this many bytes are there (0 and 1 both mean: anything) ... */
  readonly minBytes: number;
  /** ... or after this long, or at once when a partition has an error. */
  readonly maxWaitMs: Millis;
  /** Soft: the first non-empty partition gives at least one batch. */
  readonly bytesMax: number;
}

export interface FetchPartition extends PartitionRef {
  readonly leaderEpoch: Epoch;
  readonly offset: Offset;
  readonly bytesMax: number;
}

export interface FetchedPartition {
  readonly highWatermark: Offset;
  readonly logStart: Offset;
  /** Whole batches below the high watermark, views that must not be changed. */
  readonly runs: readonly Uint8Array[];
  readonly sizeBytes: number;
  /** Where the next fetch continues. */
  readonly nextOffset: Offset;
}

/** Results in the order of the request's partitions. */
export type FetchResponse = readonly (FetchedPartition | PartitionFailure)[];

/** A fetch that may be parked; `cancel` drops it without an answer (the connection went away). */
export interface FetchHandle {
  readonly response: Promise<FetchResponse>;
  cancel(): void;
}

export interface ListOffsetsPartition extends PartitionRef {
  readonly leaderEpoch: Epoch;
  /** >= 0: first record at or after it; -1 latest, -2 earliest, -3 largest timestamp (KIP-734). */
  readonly timestampMs: Millis;
}

export interface ListedOffset {
  /** -1 when no record is that new. */
  readonly offset: Offset;
  readonly timestampMs: Millis;
  readonly leaderEpoch: Epoch;
}

// Replication, leader side: what a listener feeds in for one follower's stream.

export interface ReplicateHello {
  readonly clusterId: string;
  readonly followerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
  readonly leaderId: NodeId;
}

export interface ReplicaPosition extends PartitionRef {
  readonly leaderEpoch: Epoch;
  /** > 0: attach anew and push from `logEnd`; 0: an acknowledgement. */
  readonly attachId: number;
  readonly logEnd: Offset;
  readonly durableEnd: Offset;
  /** -1: the log is empty. */
  readonly lastEpoch: Epoch;
}

export interface ReplicateUpdate {
  readonly positions: readonly ReplicaPosition[];
  readonly detach: readonly PartitionRef[];
  readonly creditBytes: number;
}

export interface ReplicaPush extends PartitionRef {
  readonly leaderEpoch: Epoch;
  readonly attachId: number;
  readonly error: ErrorName;
  readonly highWatermark: Offset;
  readonly logStart: Offset;
  readonly diverging: { readonly epoch: Epoch; readonly end: Offset } | null;
  readonly baseOffset: Offset;
  readonly runs: readonly Uint8Array[];
}

/** The transport of one follower's stream, seen from the leader. */
export interface FollowerSink {
  /** False: the transport's buffer is full, hold back until `onDrain`. */
  push(pushes: readonly ReplicaPush[]): boolean;
  close(failure: Failure): void;
}

/** The leader's end of one follower's stream, seen from the transport. */
export interface FollowerSession {
  onUpdate(update: ReplicateUpdate): void;
  onDrain(): void;
  onClosed(): void;
}
