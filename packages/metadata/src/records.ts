import type { BrokerEpoch, DirectoryId, Epoch, NodeId, TopicId, Uuid } from "@sordini/base";

// What the metadata log says. A Raft entry carries one atomic batch of these (codec.ts); `replay`
// turns them into an image. A record states facts, never intentions: whoever replays the same
// records reaches the same image, without a clock, a rule or a default of its own.
//
// `v` is the version of a kind's layout. A new field that old readers may ignore keeps the version;
// a change in meaning raises it.

export type MetadataRecord =
  | BrokerRegistered
  | BrokerChanged
  | BrokerUnregistered
  | BrokerEpochGiven
  | TopicRecord
  | PartitionRecord
  | PartitionChanged
  | TopicRemoved
  | ConfigSet
  | ProducerIdsGiven
  | FeatureLevel;

export type RecordKind = MetadataRecord["kind"];

export interface BrokerEndpoint {
  readonly listener: string;
  readonly host: string;
  readonly port: number;
}

/** A broker's process has (re)started. Replaces an earlier registration of the same id. */
export interface BrokerRegistered {
  readonly kind: "brokerRegistered";
  readonly v: 1;
  readonly brokerId: NodeId;
  /** Larger than every broker epoch given before, to any broker. */
  readonly brokerEpoch: BrokerEpoch;
  /** Random for each start of the process. */
  readonly incarnationId: Uuid;
  readonly directoryIds: readonly DirectoryId[];
  readonly endpoints: readonly BrokerEndpoint[];
  readonly rack: string | null;
  /** A fenced broker leads nothing and joins no ISR. Brokers register fenced. */
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
}

/** What is left out stays as it was. */
export interface BrokerChanged {
  readonly kind: "brokerChanged";
  readonly v: 1;
  readonly brokerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
  readonly fenced?: boolean;
  readonly inControlledShutdown?: boolean;
}

export interface BrokerUnregistered {
  readonly kind: "brokerUnregistered";
  readonly v: 1;
  readonly brokerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
}

/** Only in snapshots: the newest broker epoch, whose owner may be unregistered by now. */
export interface BrokerEpochGiven {
  readonly kind: "brokerEpochGiven";
  readonly v: 1;
  readonly lastBrokerEpoch: BrokerEpoch;
}

/** Its partitions follow as records of their own. */
export interface TopicRecord {
  readonly kind: "topic";
  readonly v: 1;
  readonly topicId: TopicId;
  readonly name: string;
  readonly internal: boolean;
}

/** What the controller decides about one partition. */
export interface PartitionState {
  readonly topicId: TopicId;
  readonly partition: number;
  /** In order of preference: the first is the preferred leader. */
  readonly replicas: readonly NodeId[];
  /** Sorted. Invariant: a subset of `replicas`, never empty. */
  readonly isr: readonly NodeId[];
  /** -1: none. Invariant: otherwise a member of `isr`. */
  readonly leader: NodeId;
  /** Grows by one with each change of `leader`, also to -1. */
  readonly leaderEpoch: Epoch;
  /**
   * Grows by one with each change of anything here: what AlterPartition compares (KIP-497, I19).
   */
  readonly partitionEpoch: number;
}

export interface PartitionRecord extends PartitionState {
  readonly kind: "partition";
  readonly v: 1;
}

export interface PartitionChanged {
  readonly kind: "partitionChanged";
  readonly v: 1;
  readonly topicId: TopicId;
  readonly partition: number;
  readonly isr: readonly NodeId[];
  readonly leader: NodeId;
  readonly leaderEpoch: Epoch;
  readonly partitionEpoch: number;
}

/** Takes the topic's partitions and configs along. */
export interface TopicRemoved {
  readonly kind: "topicRemoved";
  readonly v: 1;
  readonly topicId: TopicId;
}

export type ConfigResourceType = "topic" | "broker" | "cluster";

export interface ConfigResource {
  readonly type: ConfigResourceType;
  /** A topic's name, a broker's id in decimal, or "" for the cluster's defaults. */
  readonly name: string;
}

export interface ConfigSet {
  readonly kind: "configSet";
  readonly v: 1;
  readonly resource: ConfigResource;
  readonly key: string;
  /** Null: back to the default. */
  readonly value: string | null;
}

/** Every producer id below `nextProducerId` is given away (I29). */
export interface ProducerIdsGiven {
  readonly kind: "producerIdsGiven";
  readonly v: 1;
  readonly nextProducerId: number;
}

/** The cluster has finalized `feature` at `level`; 0 removes it. */
export interface FeatureLevel {
  readonly kind: "featureLevel";
  readonly v: 1;
  readonly feature: string;
  readonly level: number;
}
