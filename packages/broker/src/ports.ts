import type { Millis, NodeId, Offset } from "@sordini/base";
import type {
  Command,
  CommandReply,
  CommittedEntry,
  HeartbeatReply,
  QuorumChange,
  QuorumDescription,
  QuorumVoters,
  Redirect,
  Registration,
  SessionAccepted,
  SessionHeartbeat,
} from "@sordini/metadata";
import type { ReplicaPush, ReplicateHello, ReplicateUpdate } from "./api.ts";

/** How the broker reaches other nodes. gRPC in production, a simulated network in the simulator. */
export interface Peers {
  /**
   * Opens the follower's stream to a leader broker. Events may come only after this has returned.
   */
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
  /**
   * Sends one command to one controller; `controllerId` in a NOT_CONTROLLER answer says who to ask.
   * Never rejects. NOT_CONTROLLER and BROKER_NOT_AVAILABLE say that the command was not submitted;
   * after REQUEST_TIMED_OUT and NETWORK_EXCEPTION nobody knows.
   */
  submit(controller: NodeId, command: Command, timeoutMs: Millis): Promise<CommandReply | Redirect>;
  describeQuorum(controller: NodeId): Promise<QuorumDescription | Redirect>;
  /** Asks one controller to change the voters; errors as those of `submit`. */
  changeQuorum(
    controller: NodeId,
    change: QuorumChange,
    timeoutMs: Millis,
  ): Promise<QuorumVoters | Redirect>;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
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

export interface ControllerSessionStream {
  heartbeat(heartbeat: SessionHeartbeat): void;
  close(): void;
}

export interface SessionEvents {
  onRejected(redirect: Redirect): void;
  onAccepted(accepted: SessionAccepted): void;
  /**
   * Parts of one snapshot come in order; `more` is false on the last. `records` is the codec's
   * form.
   */
  onSnapshot(part: {
    readonly nextOffset: Offset;
    readonly records: Uint8Array;
    readonly more: boolean;
  }): void;
  onEntries(entries: readonly CommittedEntry[], highWatermark: Offset): void;
  onHeartbeatReply(reply: HeartbeatReply): void;
  onClosed(reason: string): void;
}
