import type { SordiniError } from "../errors.ts";
import type { TopicPartition } from "./topic.ts";
import type { StartPosition } from "./consumer.ts";

// Java's verbs and semantics. A call rejects with the first item's error; results come in the order
// of the request.

export interface NewTopic {
  readonly name: string;
  /** Default: the broker's `num.partitions`. */
  readonly partitions?: number;
  /** Default: the broker's `default.replication.factor`. */
  readonly replicationFactor?: number;
  /** Replicas by partition, the preferred leader first; instead of the two numbers. */
  readonly assignments?: readonly ReplicaAssignment[];
  readonly config?: Readonly<Record<string, string>>;
}

export interface ReplicaAssignment {
  readonly partition: number;
  readonly replicas: readonly number[];
}

export interface CreatedTopic {
  readonly name: string;
  /** Null with `validateOnly`. */
  readonly topicId: string | null;
  readonly partitions: number;
  readonly replicationFactor: number;
}

export interface TopicListing {
  readonly name: string;
  readonly topicId: string;
  readonly partitions: number;
  readonly replicationFactor: number;
}

export interface TopicDescription {
  readonly name: string;
  readonly topicId: string;
  readonly partitions: readonly PartitionDescription[];
}

export interface PartitionDescription {
  readonly partition: number;
  /** Null while there is no leader. */
  readonly leader: number | null;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

export interface ConfigResource {
  readonly type: "topic" | "broker" | "cluster";
  /** Topic name or node id; empty for the cluster's defaults. */
  readonly name: string;
}

export interface ConfigChange {
  readonly resource: ConfigResource;
  readonly key: string;
  /** Null: back to the default. */
  readonly value: string | null;
}

export interface DescribedConfig {
  readonly resource: ConfigResource;
  readonly entries: readonly ConfigEntry[];
}

export interface ConfigEntry {
  readonly key: string;
  readonly value: string;
  /** Where the value comes from. */
  readonly source: string;
  readonly documentation: string;
}

export interface ElectionResult extends TopicPartition {
  /** Null when there was no election; `error` says why. */
  readonly leader: number | null;
  /** ELECTION_NOT_NEEDED where the leader is the right one already. */
  readonly error: SordiniError | null;
}

export interface ClusterDescription {
  readonly clusterId: string;
  /** Node id of the active controller; null while none is known. */
  readonly controllerId: number | null;
  readonly brokers: readonly BrokerDescription[];
}

export interface BrokerDescription {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
  /** Not part of the cluster's work at the moment: down, starting or shutting down. */
  readonly fenced: boolean;
  /** Replicas and leaders on this broker. */
  readonly partitions: number;
  readonly leaders: number;
}

export interface QuorumDescription {
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  readonly voters: readonly QuorumReplica[];
  readonly observers: readonly QuorumReplica[];
}

/** A controller that votes. A new directory makes it another voter: replace the old one by it. */
export interface QuorumVoter {
  readonly nodeId: number;
  readonly directoryId: string;
}

export interface QuorumReplica {
  readonly nodeId: number;
  readonly directoryId: string;
  readonly logEndOffset: number;
  /** Since the leader last heard of it; 0 for the leader, null for never. */
  readonly lastContactMs: number | null;
  /** Since it last held everything that the leader holds; null for never. */
  readonly lastCaughtUpMs: number | null;
}

export interface ListedOffset extends TopicPartition {
  /** Null when no record is that new. */
  readonly offset: number | null;
  /** Of that record; null for earliest and latest. */
  readonly timestampMs: number | null;
  readonly leaderEpoch: number;
}

export interface ChangeOptions {
  /** Check everything, change nothing. */
  readonly validateOnly?: boolean;
}

/** Any broker takes these calls; what only the active controller can do is forwarded there. */
export interface Admin extends AsyncDisposable {
  /** Resolves once the controllers have committed the topics and this client can see them. */
  createTopics(topics: readonly NewTopic[], options?: ChangeOptions): Promise<CreatedTopic[]>;
  deleteTopics(names: readonly string[]): Promise<void>;
  listTopics(): Promise<TopicListing[]>;
  describeTopics(names: readonly string[]): Promise<TopicDescription[]>;
  /** `count` is the new total. */
  createPartitions(
    topics: readonly {
      readonly name: string;
      readonly count: number;
      /** For the added partitions; default: placed by the controller. */
      readonly assignments?: readonly ReplicaAssignment[];
    }[],
    options?: ChangeOptions,
  ): Promise<void>;
  alterConfigs(changes: readonly ConfigChange[], options?: ChangeOptions): Promise<void>;
  describeConfigs(resources: readonly ConfigResource[]): Promise<DescribedConfig[]>;
  /** Preferred leaders, or with `unclean` any live replica. Default: all that need one. */
  electLeaders(options?: {
    readonly partitions?: readonly TopicPartition[];
    /** A replica outside the ISR may lead where no member of it lives: records may be lost. */
    readonly unclean?: boolean;
  }): Promise<ElectionResult[]>;
  unregisterBroker(nodeId: number): Promise<void>;
  describeCluster(): Promise<ClusterDescription>;
  describeQuorum(): Promise<QuorumDescription>;
  /**
   * A controller that runs and follows, one of `observers`, becomes a voter, and the call answers
   * with all voters. One change at a time. Rejects with DUPLICATE_VOTER when that node is a voter
   * already, and with TimeoutError when it does not catch up in time.
   */
  addQuorumVoter(voter: QuorumVoter): Promise<QuorumVoter[]>;
  /**
   * A voter stops voting; it goes on as an observer while it runs. Rejects with VOTER_NOT_FOUND,
   * and with INVALID_REQUEST for the last voter and where no quorum would be left.
   */
  removeQuorumVoter(voter: QuorumVoter): Promise<QuorumVoter[]>;
  /** One offset a partition, from the partitions' leaders. A bare name means all its partitions. */
  listOffsets(
    sources: readonly (string | TopicPartition)[],
    at: StartPosition | "maxTimestamp",
  ): Promise<ListedOffset[]>;
  close(): Promise<void>;
}
