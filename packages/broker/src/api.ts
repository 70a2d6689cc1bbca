import type {
  BrokerEpoch,
  Epoch,
  ErrorName,
  Failure,
  Millis,
  NodeId,
  Offset,
  TopicId,
  Uuid,
} from "@sordini/base";
import type {
  Command,
  DescribedConfig,
  QuorumChange,
  QuorumDescription,
  QuorumVoters,
  ReplyTo,
} from "@sordini/metadata";
import { pushOverheadBytes } from "./limits.ts";
import type { Endpoint } from "./ports.ts";

// The broker core as its listeners see it. A listener translates its protocol into these values and
// back; nothing here knows of gRPC, of Kafka's wire protocol or of a protocol version.

/** What a listener may call. `Broker` is the one implementation; listeners' tests have others. */
export interface BrokerApi {
  /**
   * Appends each partition's batches and calls `done` once for each of them, when they are as safe
   * as `acks` asks or cannot become so. Takes the batches' memory over.
   */
  produce(request: ProduceRequest, done: ProduceDone): void;
  /** False: grant producers no further credit until `onceAccepting` calls back. */
  readonly canAccept: boolean;
  onceAccepting(callback: () => void): void;
  fetch(request: FetchRequest): FetchHandle;
  /** Answers in the order of `partitions`. Never rejects. */
  listOffsets(
    partitions: readonly ListOffsetsPartition[],
  ): Promise<readonly (ListedOffset | PartitionFailure)[]>;
  /** A follower broker has opened its replication stream to us. */
  acceptFollower(hello: ReplicateHello, sink: FollowerSink): FollowerSession | Failure;
  /** Hands a command to the active controller, wherever it is. Never rejects. */
  submit<C extends Command>(command: C, timeoutMs: Millis): Promise<ReplyTo<C> | Failure>;
  describeQuorum(): Promise<QuorumDescription | Failure>;
  /** Adds or removes one of the controllers' voters. Never rejects. */
  changeQuorum(change: QuorumChange, timeoutMs: Millis): Promise<QuorumVoters | Failure>;
  readonly metadata: MetadataView;
}

/** The cluster as this broker knows it: reads of its metadata image. */
export interface MetadataView {
  readonly clusterId: Uuid;
  /** The active controller as far as known, else -1. */
  readonly controllerId: NodeId;
  brokers(): readonly BrokerDescription[];
  /** Sorted by name. */
  topics(): readonly TopicDescription[];
  topic(name: string): TopicDescription | Failure;
  topicById(topicId: TopicId): TopicDescription | Failure;
  /** Every setting in force and where it comes from. */
  topicConfigs(name: string): readonly DescribedConfig[] | Failure;
  /** Where a broker listens under a listener name; undefined for one that does not. */
  endpointOf(nodeId: NodeId, listener: string): Endpoint | undefined;
}

export interface BrokerDescription {
  readonly nodeId: NodeId;
  readonly rack: string | null;
  readonly fenced: boolean;
  readonly endpoints: readonly ({ readonly listener: string } & Endpoint)[];
}

export interface TopicDescription {
  readonly name: string;
  readonly topicId: TopicId;
  readonly partitions: readonly PartitionDescription[];
  /** The topic's own settings, without the defaults. */
  readonly configs: ReadonlyMap<string, string>;
}

export interface PartitionDescription {
  readonly partition: number;
  /** -1 while the partition has no leader. */
  readonly leaderId: NodeId;
  readonly leaderEpoch: Epoch;
  readonly replicas: readonly NodeId[];
  readonly isr: readonly NodeId[];
}

export type Acks = -1 | 0 | 1;

/** Who leads now; a listener adds the endpoint under its own name (`MetadataView.endpointOf`). */
export interface CurrentLeader {
  readonly leaderId: NodeId;
  readonly leaderEpoch: Epoch;
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
  /** Any other number than Acks is answered with INVALID_REQUIRED_ACKS. */
  readonly acks: Acks | number;
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

/**
 * Called exactly once for each partition of a produce request, in any order, perhaps before
 * `produce` returns.
 */
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

/**
 * The answer to an attach, a run of batches, or news of the two offsets alone (no runs).
 * OFFSET_OUT_OF_RANGE: nothing of the follower's log is of use, start empty at `logStart`.
 */
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

/** What a push takes of the follower's credit: both ends count with this function. */
export function pushSizeBytes(push: ReplicaPush): number {
  let size = pushOverheadBytes;
  for (const run of push.runs) size += run.length;
  return size;
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
