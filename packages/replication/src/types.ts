import type {
  BrokerEpoch,
  Epoch,
  EpochHistory,
  ErrorName,
  Failure,
  Millis,
  NodeId,
  Offset,
} from "@sordini/base";

// The states, inputs and outputs of one replica of one partition.
//
// The broker owns one Replica a partition and calls the transition functions of replica.ts,
// leader.ts, isr.ts and follower.ts. They change the state that they are given in place, since
// "appended", "durable" and "position" run once a batch group and partition, thousands of times a
// second, and must not allocate. Only `applyAssignment` replaces the state by another role.
//
// Nothing here holds a payload: a log is its ends and its EpochHistory.

/** What the rules need of a log; a storage PartitionLog is one. Read during a call, never kept. */
export interface LogView {
  readonly logStart: Offset;
  readonly logEnd: Offset;
  /** Below it everything survives a crash; what counts for the high watermark. */
  readonly durableEnd: Offset;
  readonly epochs: EpochHistory;
}

/** One partition as the metadata log describes it. */
export interface PartitionAssignment {
  /** null while no replica of the ISR is alive. */
  readonly leader: NodeId | null;
  readonly leaderEpoch: Epoch;
  /** Grows with every change of the partition, also with one of the ISR alone (KIP-497). */
  readonly partitionEpoch: number;
  readonly replicas: readonly NodeId[];
  readonly isr: readonly NodeId[];
}

/** What the metadata log says of a broker: who may join an ISR (KIP-841, KIP-903; I18). */
export interface BrokerFacts {
  readonly brokerEpoch: BrokerEpoch;
  readonly fenced: boolean;
  readonly shuttingDown: boolean;
}

export type BrokerTable = ReadonlyMap<NodeId, BrokerFacts>;

export interface ReplicationConfig {
  /** `min.insync.replicas` of the topic; taken as at most the number of replicas. */
  readonly minInSyncReplicas: number;
  /** `replica.lag.time.max.ms`. */
  readonly replicaLagMsMax: Millis;
}

export type Replica = Leader | Follower | Offline;

/** No leader is known, or this replica must wait for a new leader epoch before it may act. */
export interface Offline {
  readonly role: "offline";
  /** -1 before the first assignment. */
  readonly leaderEpoch: Epoch;
  readonly partitionEpoch: number;
  /** Invariant I15: carried from role to role, so that it never goes back without a truncation. */
  readonly highWatermark: Offset;
}

export interface Leader {
  readonly role: "leader";
  readonly nodeId: NodeId;
  /** Our registration, sent along with ISR proposals. */
  readonly brokerEpoch: BrokerEpoch;
  /** Stamp of every batch appended in this role; the batch's base offset is `logEnd`. */
  readonly leaderEpoch: Epoch;
  /** Log end at the election. Clients see the high watermark once it got here (KIP-207, I15). */
  readonly epochStart: Offset;
  config: ReplicationConfig;
  partitionEpoch: number;
  replicas: readonly NodeId[];
  /** The ISR of the metadata log, sorted. Invariant: holds this node. */
  isr: readonly NodeId[];
  /** Sent to the controller and not answered yet; at most one. */
  proposal: IsrProposal | null;
  /**
   * Members of proposals for this partition epoch whose answer was lost: the controller may still
   * commit them, so they count as in sync until the partition epoch moves (I19). Sorted.
   */
  doubtful: readonly NodeId[];
  /** After a failed proposal the next one waits until then. */
  proposeNotBeforeMs: Millis;
  /** The other replicas. Few, so an array beats a map. */
  followers: readonly FollowerProgress[];
  logStart: Offset;
  logEnd: Offset;
  durableEnd: Offset;
  /** Every record below it is durable on the maximal ISR. Invariant I15: monotone. */
  highWatermark: Offset;
}

/** What the leader knows of one follower, all of it learned in this leader epoch (I17, B28). */
export interface FollowerProgress {
  readonly nodeId: NodeId;
  /** Of the incarnation that attached last; -1 before the first attach. */
  brokerEpoch: BrokerEpoch;
  /** What the metadata log says of its broker; null while that knows no such broker. */
  registered: BrokerFacts | null;
  /** True while a stream feeds it: pushes go out from `cursor`. */
  attached: boolean;
  /**
   * The follower's number of its attach, unique with both epochs; pushes and positions carry it.
   */
  attachId: number;
  /** Next offset to push. */
  cursor: Offset;
  /** The high watermark and log start that the last push told it. */
  highWatermarkSent: Offset;
  logStartSent: Offset;
  logEnd: Offset;
  /** -1 until it attached in this epoch: an unknown position holds the high watermark back. */
  durableEnd: Offset;
  lastEpoch: Epoch;
  /** When it last held, durably, all that the leader had (Kafka's lastCaughtUpTime). */
  caughtUpAtMs: Millis;
  /** Once it reaches `markOffset`, it had caught up with the log as it was at `markAtMs`. */
  markOffset: Offset;
  markAtMs: Millis;
  inIsr: boolean;
  /** Committed, proposed or doubtful member. Invariant I17: the high watermark counts these. */
  inMaximalIsr: boolean;
}

export interface Follower {
  readonly role: "follower";
  readonly nodeId: NodeId;
  readonly leader: NodeId;
  readonly leaderEpoch: Epoch;
  partitionEpoch: number;
  phase: FollowerPhase;
  /** Grows with each attach in this leader epoch; answers to earlier ones are ignored (B30). */
  attachId: number;
  /** Sent with every position; set at attach. */
  brokerEpoch: BrokerEpoch;
  logEnd: Offset;
  durableEnd: Offset;
  /** Epoch of our last record at attach; -1 for a log without records. */
  lastEpoch: Epoch;
  /** min(the leader's, our log end); taken only while replicating (I20, B31). */
  highWatermark: Offset;
}

/**
 * detached -> attaching -> replicating, or attaching -> truncating -> detached and again until the
 * leader finds our log to be a prefix of its own. Any lost stream leads back to detached.
 */
export type FollowerPhase = "detached" | "attaching" | "truncating" | "replicating";

// Messages between follower and leader. Topic and partition are the envelope's business.

/** Follower to leader: the attach request, and later each progress of the durable end. */
export interface Position {
  readonly leaderEpoch: Epoch;
  readonly brokerEpoch: BrokerEpoch;
  readonly attachId: number;
  readonly logEnd: Offset;
  readonly durableEnd: Offset;
  /**
   * Epoch of the follower's last record, -1 for a log without records. An epoch in which it led and
   * wrote nothing does not count (B29).
   */
  readonly lastEpoch: Epoch;
}

/** Leader to follower: the answer to an attach. `leaderEpoch` and `attachId` echo it. */
export interface AttachAnswer {
  readonly leaderEpoch: Epoch;
  readonly attachId: number;
  readonly result: AttachResult;
}

export type AttachResult =
  /** Your log is a prefix of mine: pushes follow from your log end. */
  | { readonly kind: "attached" }
  /** KIP-279: our histories part; mine has `epoch`, the largest at or below yours, up to `end`. */
  | { readonly kind: "diverging"; readonly epoch: Epoch; readonly end: Offset }
  /** Nothing of your log is of use to me: start empty at my log start. */
  | { readonly kind: "restart"; readonly at: Offset }
  | { readonly kind: "refused"; readonly failure: Failure };

/** Leader to follower: a run of batches, or only news of the two offsets (base = next offset). */
export interface Push {
  readonly leaderEpoch: Epoch;
  readonly attachId: number;
  readonly baseOffset: Offset;
  readonly nextOffset: Offset;
  readonly highWatermark: Offset;
  readonly logStart: Offset;
}

// Messages between leader and active controller.

/**
 * Compare-and-set on the partition epoch (KIP-497). One that names the committed ISR again must
 * still be committed as a new partition epoch: it settles earlier proposals whose answer was lost.
 */
export interface IsrProposal {
  readonly leaderEpoch: Epoch;
  readonly partitionEpoch: number;
  /** Sorted by node id, this leader included. */
  readonly isr: readonly IsrMember[];
}

/** `brokerEpoch` -1: a committed member that has not attached in this leader epoch (KIP-903). */
export interface IsrMember {
  readonly nodeId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
}

/**
 * How a proposal ended, unless the metadata log tells of its commit (that comes as an assignment).
 * `lost`: no answer in time, or none that can be trusted.
 */
export interface ProposalOutcome {
  readonly proposal: IsrProposal;
  readonly error: ErrorName | "lost";
}

// Outputs.

/** What a leader's input led to. The common ones are shared constants: nothing is allocated. */
export interface LeaderOutput {
  /** Wake fetches and acks=all waits below the new high watermark; push it to the followers. */
  readonly highWatermarkMoved: boolean;
  /** Send this to the active controller and report the outcome. */
  readonly propose: IsrProposal | null;
}

/** What `applyAssignment` needs beside the assignment. */
export interface RoleContext {
  readonly nodeId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
  readonly log: LogView;
  readonly config: ReplicationConfig;
  readonly brokers: BrokerTable;
  /** Monotonic clock. */
  readonly now: Millis;
}

/** What `applyAssignment` made of a record of the metadata log. */
export interface RoleChange {
  /** The state from now on; the one given when nothing but its fields changed. */
  readonly replica: Replica;
  readonly kind: "unchanged" | "isrChanged" | "becameLeader" | "becameFollower" | "becameOffline";
  /** For `log.beginEpoch`, before anything is appended (I21, B29); null: nothing to begin. */
  readonly beginEpoch: Epoch | null;
  /** Answer every waiting acks=all with NOT_LEADER_OR_FOLLOWER (I22): this replica was deposed. */
  readonly failWaiting: boolean;
  /** Of the new role: `propose` and `highWatermarkMoved` of a leader. */
  readonly output: LeaderOutput;
}

/** What a follower's broker has to do after an attach was answered. */
export type FollowerAction =
  /** The answer belongs to another epoch or an earlier attach (B30). */
  | { readonly kind: "ignore" }
  | { readonly kind: "replicate" }
  /** `to` lies below the log end: call `log.truncateTo(to)`, `truncated`, and attach. */
  | { readonly kind: "truncate"; readonly to: Offset; readonly belowHighWatermark: boolean }
  /** Call `log.truncateFullyAndStartAt(at)`, `truncated`, and attach. */
  | { readonly kind: "restart"; readonly at: Offset; readonly belowHighWatermark: boolean }
  /** Detached: attach again after a pause, or when the metadata brings a new epoch. */
  | { readonly kind: "retry"; readonly failure: Failure };

/**
 * `append`: write the run before anything else. `offsetsOnly`: nothing to write. After both the log
 * start may be raised to min(push.logStart, follower.highWatermark). `ignore`: of another epoch or
 * an earlier attach. `reattach`: a gap; this follower is detached, attach again.
 */
export type PushVerdict = "append" | "offsetsOnly" | "ignore" | "reattach";

/** Required acknowledgements of a produce request: -1 is `all`. */
export type Acks = -1 | 0 | 1;
