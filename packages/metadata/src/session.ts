import type {
  BrokerEpoch,
  DirectoryId,
  Failure,
  Millis,
  NodeId,
  Offset,
  Uuid,
} from "@sordini/base";

// The values of a broker's session with the active controller: registration and heartbeats go up,
// the committed metadata log comes down. Controller and broker both speak them; a transport carries
// them.

/** A failure that may know the active controller (-1: unknown). */
export interface Redirect extends Failure {
  readonly controllerId: NodeId;
}

export interface Registration {
  readonly clusterId: Uuid;
  readonly brokerId: NodeId;
  /** Random for each start of the process. */
  readonly incarnationId: Uuid;
  readonly directoryIds: readonly DirectoryId[];
  readonly endpoints: readonly {
    readonly listener: string;
    readonly host: string;
    readonly port: number;
  }[];
  readonly rack: string | null;
  readonly wasCleanShutdown: boolean;
  readonly metadataOffset: Offset;
  /** Of this incarnation's earlier session; -1 for the first. */
  readonly previousBrokerEpoch: BrokerEpoch;
  /** The newest under which any of the log directories was registered; 0 for new ones (B25). */
  readonly recordedBrokerEpoch: BrokerEpoch;
}

export interface SessionHeartbeat {
  readonly metadataOffset: Offset;
  readonly wantsUnfenced: boolean;
  readonly wantsShutdown: boolean;
  readonly offlineDirectoryIds: readonly DirectoryId[];
}

export interface SessionAccepted {
  readonly brokerEpoch: BrokerEpoch;
  readonly sessionTimeoutMs: Millis;
  readonly heartbeatIntervalMs: Millis;
}

/** One committed entry of the metadata log: an atomic batch of records in the codec's form. */
export interface CommittedEntry {
  readonly offset: Offset;
  readonly epoch: number;
  readonly records: Uint8Array;
}

export interface HeartbeatReply {
  readonly fenced: boolean;
  readonly mayShutDown: boolean;
  readonly leadershipsLeft: number;
}

export interface QuorumDescription {
  readonly leaderId: NodeId;
  readonly leaderEpoch: number;
  readonly highWatermark: Offset;
  readonly voters: readonly QuorumReplica[];
  readonly observers: readonly QuorumReplica[];
}

export interface QuorumReplica {
  readonly nodeId: NodeId;
  readonly directoryId: DirectoryId;
  readonly logEnd: Offset;
  /** Milliseconds since the leader last heard of it; 0 for the leader itself, -1 for never. */
  readonly lastContactMs: Millis;
  /** Milliseconds since it last held the leader's whole log; -1 for never. */
  readonly lastCaughtUpMs: Millis;
}

/** One controller as a voter: the node, and the directory that it votes with (KIP-853). */
export interface QuorumVoter {
  readonly nodeId: NodeId;
  readonly directoryId: DirectoryId;
}

/** One change of the controllers' voters. No metadata record: it lives in the Raft log only. */
export interface QuorumChange {
  readonly kind: "addVoter" | "removeVoter";
  readonly peer: QuorumVoter;
}

/** The voters after a change. */
export interface QuorumVoters {
  readonly voters: readonly QuorumVoter[];
}
