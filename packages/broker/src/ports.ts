import type {
  BrokerEpoch,
  DirectoryId,
  Failure,
  Millis,
  NodeId,
  Offset,
  Uuid,
} from "@sordini/base";
import type { Command, CommandReply } from "@sordini/metadata";
import type { ReplicaPush, ReplicateHello, ReplicateUpdate } from "./api.ts";

/** How the broker reaches other nodes. gRPC in production, a simulated network in the simulator. */
export interface Peers {
  /** Opens the follower's stream to a leader broker. Events may come only after this has returned. */
  openReplication(
    target: Endpoint,
    hello: ReplicateHello,
    events: ReplicationEvents,
  ): ReplicationStream;
  /** Opens the broker's session with one controller, active or not. */
  openSession(
    controller: NodeId,
    registration: Registration,
    events: SessionEvents,
  ): ControllerSessionStream;
  /** Sends one command to one controller; `controllerId` in a NOT_CONTROLLER answer says who to ask. */
  submit(controller: NodeId, command: Command, timeoutMs: Millis): Promise<CommandReply | Redirect>;
  describeQuorum(controller: NodeId): Promise<QuorumDescription | Redirect>;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A failure that may know the active controller (-1: unknown). */
export interface Redirect extends Failure {
  readonly controllerId: NodeId;
}

export interface ReplicationStream {
  send(update: ReplicateUpdate): void;
  close(): void;
}

export interface ReplicationEvents {
  onPushes(pushes: readonly ReplicaPush[]): void;
  /** The stream is gone, by either side's wish or by a fault; nothing follows. */
  onClosed(reason: string): void;
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
}

export interface SessionHeartbeat {
  readonly metadataOffset: Offset;
  readonly wantsUnfenced: boolean;
  readonly wantsShutdown: boolean;
  readonly offlineDirectoryIds: readonly DirectoryId[];
}

export interface ControllerSessionStream {
  heartbeat(heartbeat: SessionHeartbeat): void;
  close(): void;
}

export interface SessionEvents {
  onRejected(redirect: Redirect): void;
  onAccepted(accepted: SessionAccepted): void;
  /** Parts of one snapshot come in order; `more` is false on the last. `records` is the codec's form. */
  onSnapshot(part: {
    readonly nextOffset: Offset;
    readonly records: Uint8Array;
    readonly more: boolean;
  }): void;
  onEntries(entries: readonly CommittedEntry[], highWatermark: Offset): void;
  onHeartbeatReply(reply: HeartbeatReply): void;
  onClosed(reason: string): void;
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
