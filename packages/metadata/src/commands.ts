import type { BrokerEpoch, Epoch, Failure, NodeId, Rng, TopicId } from "@sordini/base";
import type { ConfigResource, MetadataRecord, PartitionState } from "./records.ts";
import type { Registration } from "./session.ts";

// Everything that can be asked of the active controller, and what it answers. `plan` takes a
// command and returns records with the reply; the reply leaves only after the records have
// committed. A reply has its command's kind. A command that fails as a whole is answered by a
// Failure instead.

export type Command = AdminCommand | LeaderCommand | BrokerCommand;

/** What an administrator asks of any broker, which forwards it. */
export type AdminCommand =
  | CreateTopics
  | DeleteTopics
  | CreatePartitions
  | AlterConfigs
  | ElectLeaders
  | UnregisterBroker;

/** What a broker asks for itself. */
export type LeaderCommand = AlterPartition | AllocateProducerIds;

/** What the controller asks of itself when a broker's session begins, speaks or ends. */
export type BrokerCommand = RegisterBroker | UnfenceBroker | FenceBroker | ShutDownBroker;

export type CommandKind = Command["kind"];
export type CommandReply = CommandReplies[CommandKind];
export type ReplyTo<C extends Command> = CommandReplies[C["kind"]];

export interface CommandReplies {
  readonly createTopics: CreateTopicsReply;
  readonly deleteTopics: DeleteTopicsReply;
  readonly createPartitions: CreatePartitionsReply;
  readonly alterConfigs: AlterConfigsReply;
  readonly electLeaders: ElectLeadersReply;
  readonly unregisterBroker: UnregisterBrokerReply;
  readonly alterPartition: AlterPartitionReply;
  readonly allocateProducerIds: AllocateProducerIdsReply;
  readonly registerBroker: RegisterBrokerReply;
  readonly unfenceBroker: UnfenceBrokerReply;
  readonly fenceBroker: FenceBrokerReply;
  readonly shutDownBroker: ShutDownBrokerReply;
}

/** A decision that changes nothing yet: append `records` as one batch, then send `reply`. */
export interface Plan<R extends CommandReply = CommandReply> {
  readonly records: readonly MetadataRecord[];
  readonly reply: R;
}

/** What a plan may use besides the image. */
export interface PlanContext {
  /** For topic ids and placement. */
  readonly rng: Rng;
  /** `num.partitions`, for a topic that asks for -1. */
  readonly defaultPartitions: number;
  /** `default.replication.factor`, for a topic that asks for -1. */
  readonly defaultReplicationFactor: number;
  /** Broker settings of server.properties that are defaults of topic configs, by broker key. */
  readonly staticConfigs: ReadonlyMap<string, string>;
}

// ------------------------------------------------------------------------------------------ topics

export interface CreateTopics {
  readonly kind: "createTopics";
  readonly topics: readonly NewTopic[];
  /** Check everything, change nothing. */
  readonly validateOnly: boolean;
}

export interface NewTopic {
  readonly name: string;
  /** -1: the default. Must be -1 when assignments are given. */
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Empty: placed by the controller. */
  readonly assignments: readonly ReplicaAssignment[];
  readonly configs: readonly ConfigPair[];
}

export interface ReplicaAssignment {
  readonly partition: number;
  /** The first is the preferred leader. */
  readonly replicas: readonly NodeId[];
}

export interface ConfigPair {
  readonly key: string;
  /** Null: the default, as if the pair were absent. */
  readonly value: string | null;
}

/** Results in the order of the request. */
export interface CreateTopicsReply {
  readonly kind: "createTopics";
  readonly topics: readonly (CreatedTopic | NamedFailure)[];
}

export interface CreatedTopic {
  readonly name: string;
  /** Null when it was only validated. */
  readonly topicId: TopicId | null;
  readonly partitions: number;
  readonly replicationFactor: number;
}

/** A topic's failure, by the name that was asked for. */
export interface NamedFailure extends Failure {
  readonly name: string;
}

export interface DeleteTopics {
  readonly kind: "deleteTopics";
  readonly names: readonly string[];
  readonly topicIds: readonly TopicId[];
}

/** First the names, then the ids, each in the order of the request. */
export interface DeleteTopicsReply {
  readonly kind: "deleteTopics";
  readonly topics: readonly (DeletedTopic | DeleteTopicFailure)[];
}

export interface DeletedTopic {
  readonly name: string;
  readonly topicId: TopicId;
}

/** What was not asked for and is not known is null. */
export interface DeleteTopicFailure extends Failure {
  readonly name: string | null;
  readonly topicId: TopicId | null;
}

export interface CreatePartitions {
  readonly kind: "createPartitions";
  readonly topics: readonly NewPartitions[];
  readonly validateOnly: boolean;
}

export interface NewPartitions {
  readonly name: string;
  /** The new total. */
  readonly count: number;
  /** For the added partitions only; empty: placed by the controller. */
  readonly assignments: readonly ReplicaAssignment[];
}

/** Results in the order of the request. */
export interface CreatePartitionsReply {
  readonly kind: "createPartitions";
  readonly topics: readonly (GrownTopic | NamedFailure)[];
}

export interface GrownTopic {
  readonly name: string;
  /** The new total. */
  readonly partitions: number;
}

// ----------------------------------------------------------------------------------------- configs

/** Sets and removes single keys (KIP-339); the others of the resource stay. */
export interface AlterConfigs {
  readonly kind: "alterConfigs";
  readonly changes: readonly ConfigChange[];
  readonly validateOnly: boolean;
}

export interface ConfigChange {
  readonly resource: ConfigResource;
  readonly key: string;
  /** Null: back to the default. */
  readonly value: string | null;
}

/**
 * One result a resource, in order of first mention. A resource changes as a whole or not at all.
 */
export interface AlterConfigsReply {
  readonly kind: "alterConfigs";
  readonly results: readonly (AlteredConfigs | ConfigFailure)[];
}

export interface AlteredConfigs {
  readonly resource: ConfigResource;
}

export interface ConfigFailure extends Failure {
  readonly resource: ConfigResource;
}

// --------------------------------------------------------------------------------------- elections

export interface ElectLeaders {
  readonly kind: "electLeaders";
  /** `unclean` elects a live replica outside the ISR where no member lives: records may be lost. */
  readonly election: "preferred" | "unclean";
  /** Null: every partition that needs it; then the reply names only those that changed. */
  readonly partitions: readonly TopicPartition[] | null;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface ElectLeadersReply {
  readonly kind: "electLeaders";
  readonly results: readonly (ElectedLeader | ElectionFailure)[];
}

export interface ElectedLeader extends TopicPartition {
  readonly leader: NodeId;
}

export interface ElectionFailure extends Failure, TopicPartition {}

// --------------------------------------------------------------------------- what brokers ask for

/** A leader proposes new in-sync replica sets (KIP-497). */
export interface AlterPartition {
  readonly kind: "alterPartition";
  readonly brokerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
  readonly changes: readonly IsrChange[];
}

export interface IsrChange {
  readonly topicId: TopicId;
  readonly partition: number;
  readonly leaderEpoch: Epoch;
  /** The partition epoch that the leader last saw: the change is a compare-and-set (I19). */
  readonly partitionEpoch: number;
  readonly isr: readonly IsrMember[];
}

/**
 * A proposed member, with the broker epoch that its log end was reported under (KIP-903); -1 for
 * a member of the present ISR that has not reported to this leader.
 */
export interface IsrMember {
  readonly brokerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
}

/** Results in the order of the request. */
export interface AlterPartitionReply {
  readonly kind: "alterPartition";
  readonly results: readonly (PartitionState | IsrChangeFailure)[];
}

export interface IsrChangeFailure extends Failure {
  readonly topicId: TopicId;
  readonly partition: number;
  /** The committed state, from which the leader may go on; null when there is none. */
  readonly current: PartitionState | null;
}

export interface AllocateProducerIds {
  readonly kind: "allocateProducerIds";
  readonly brokerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
}

/** The ids from `firstProducerId` on, `count` of them, belong to the broker for ever (I29). */
export interface AllocateProducerIdsReply {
  readonly kind: "allocateProducerIds";
  readonly firstProducerId: number;
  readonly count: number;
}

// --------------------------------------------------------------------------------- broker sessions

/**
 * `remaining` counts the partitions that a command did not reach, since one batch of records has a
 * limit (B23). While it is above 0 the command is not done: submit it again once this plan has
 * committed. Submitting a finished command again is harmless.
 */
export interface Progress {
  readonly remaining: number;
}

/** A broker's process wants a session. The controller checks what is left out here. */
export interface RegisterBroker
  extends Omit<
    Registration,
    "clusterId" | "metadataOffset" | "previousBrokerEpoch" | "recordedBrokerEpoch"
  > {
  readonly kind: "registerBroker";
}

export interface RegisterBrokerReply extends Progress {
  readonly kind: "registerBroker";
  /** -1 while `remaining` is above 0: not registered yet. */
  readonly brokerEpoch: BrokerEpoch;
}

/** The broker has caught up with the metadata log: it may lead and may join ISRs. */
export interface UnfenceBroker {
  readonly kind: "unfenceBroker";
  readonly brokerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
}

export interface UnfenceBrokerReply extends Progress {
  readonly kind: "unfenceBroker";
}

/** The broker's session is over: others lead, and it leaves every ISR that has another member. */
export interface FenceBroker {
  readonly kind: "fenceBroker";
  readonly brokerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
}

export interface FenceBrokerReply extends Progress {
  readonly kind: "fenceBroker";
}

/** The broker asks to stop. Submit with each of its heartbeats until nothing is left. */
export interface ShutDownBroker {
  readonly kind: "shutDownBroker";
  readonly brokerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
}

export interface ShutDownBrokerReply extends Progress {
  readonly kind: "shutDownBroker";
  /**
   * Leaderships that a live replica can take over once it is in sync. Those that nobody else could
   * take are not counted: to wait for them would be in vain. 0: the broker may stop.
   */
  readonly leadershipsLeft: number;
}

/** A broker will not come back. It must be fenced; its replicas stay assigned to its id. */
export interface UnregisterBroker {
  readonly kind: "unregisterBroker";
  readonly brokerId: NodeId;
}

export interface UnregisterBrokerReply extends Progress {
  readonly kind: "unregisterBroker";
}
