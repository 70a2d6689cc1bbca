import {
  type Clock,
  failure,
  type LogSink,
  type Millis,
  type NodeId,
  type Offset,
  type Rng,
  type Timer,
  type Timers,
} from "@sordini/base";
import {
  applyBatch,
  type Command,
  type CommandReply,
  decodeRecords,
  deltaBetween,
  emptyImage,
  encodeRecords,
  type Image,
  imageToRecords,
  type MetadataDelta,
  type PlanContext,
  type QuorumDescription,
  type QuorumVoters,
  type Redirect,
  type Registration,
  replay,
} from "@sordini/metadata";
import type { Entry, Peer, RaftOptions, Term, Voter, VoterChange } from "@sordini/raft";
import type { BrokerProbe } from "./absent-brokers.ts";
import type { SessionHandle, SessionSink } from "./broker-session.ts";
import { BrokerSessions } from "./broker-sessions.ts";
import type { ControllerConfig } from "./config.ts";
import { Planner, redirectTo, throttled } from "./planner.ts";
import { describeQuorum } from "./quorum.ts";
import { RaftNode, type RaftTransport, type StateMachine } from "./raft-node.ts";
import type { OpenedRaftStore } from "./raft-store/open.ts";
import type { CommittedLog } from "./session-feed.ts";
import { changeVoters } from "./voter-changes.ts";
import { deafHandle, WaitingSessions } from "./waiting-sessions.ts";

/** Told of every change of the committed metadata, in order. */
export interface MetadataPublisher {
  /** `image` is the state after `delta`, with everything below `nextOffset` applied. */
  onMetadata(delta: MetadataDelta, image: Image, nextOffset: Offset): void;
}

export interface ControllerOptions {
  readonly nodeId: NodeId;
  /** The configured controllers, the same on every node. */
  readonly bootstrapVoters: readonly Voter[];
  /** From `openRaftStore`; the controller closes it. */
  readonly opened: OpenedRaftStore;
  readonly transport: RaftTransport;
  readonly probe: BrokerProbe;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly log: LogSink;
  readonly raft: RaftOptions;
  readonly config: ControllerConfig;
  readonly planDefaults: Omit<PlanContext, "rng">;
  /** The controller has stopped because it cannot go on safely; the process must end. */
  readonly onFailed: (error: unknown) => void;
}

/** What exists only while this controller is the active one. */
interface Leadership {
  readonly term: Term;
  readonly planner: Planner;
  readonly sessions: BrokerSessions;
}

/**
 * One controller: a Raft node whose log is the metadata. Every controller replays it; the active
 * one also plans changes and keeps the brokers' sessions. Needs no broker in its process.
 */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #node: RaftNode;
  readonly #waiting = new WaitingSessions();
  readonly #publishers: MetadataPublisher[] = [];
  #image: Image = emptyImage;
  #applied: Offset = 0;
  #leadership: Leadership | null = null;
  #rebalance: Timer | null = null;
  #balancedImage: Image | null = null;

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { config } = options;
    this.#node = new RaftNode({
      ...options,
      machine: this.#machine(),
      snapshotInterval: {
        entries: config.snapshotIntervalEntries,
        bytes: config.snapshotIntervalBytes,
      },
      onFailed: (error) => {
        this.#follow(null);
        this.#sendWaitingAway();
        options.onFailed(error);
      },
    });
  }

  start(): void {
    this.#node.start();
  }

  /** Hands leadership on where it can and stops. */
  async stop(): Promise<void> {
    await this.#node.stop();
    this.#follow(null);
    this.#sendWaitingAway();
  }

  /** The committed metadata, as far as this node knows it. */
  get image(): Image {
    return this.#image;
  }

  get isActive(): boolean {
    return this.#leadership !== null;
  }

  /** This node as the other controllers know it. */
  get self(): Peer {
    return this.#node.self;
  }

  /** The Raft node under this controller: to look at, for descriptions and checkers. */
  get raft(): RaftNode {
    return this.#node;
  }

  addPublisher(publisher: MetadataPublisher): void {
    this.#publishers.push(publisher);
  }

  /** A message from another controller. Throws MalformedError: then close the connection. */
  receive(from: Peer, message: Uint8Array): void {
    this.#node.receive(from, message);
  }

  /** A connection to or from that controller broke; a hint, which may be wrong. */
  peerLost(nodeId: NodeId): void {
    this.#node.peerLost(nodeId);
  }

  /**
   * Plans, commits, then answers. NOT_CONTROLLER names the active controller where it is known; the
   * command was not taken. After REQUEST_TIMED_OUT, as after a lost connection, it may or may not
   * have taken effect, or may do so yet: this controller stopped leading meanwhile.
   */
  async submit(command: Command): Promise<CommandReply | Redirect> {
    const { nodeId } = this.#options;
    if (isOfSession(command)) {
      const message = `${command.kind} is a matter of the broker's session`;
      return { ...failure("INVALID_REQUEST", message), controllerId: nodeId };
    }
    if (this.#leadership === null) return this.#notActive();
    if (this.#leadership.planner.isFull) return throttled(nodeId);
    return this.#leadership.planner.submit(command);
  }

  /**
   * Opens a broker's session. `sink` may be called before this returns. While nobody is known to
   * lead, the broker waits here rather than ask around in vain.
   */
  openSession(registration: Registration, sink: SessionSink): SessionHandle {
    const refused = this.#checkSession(registration);
    if (refused === null && this.#leadership !== null) {
      return this.#leadership.sessions.open(registration, sink);
    }
    const leaderId = this.#node.leader?.nodeId ?? this.#options.nodeId;
    if (refused === null && leaderId === this.#options.nodeId && !this.#waiting.isFull) {
      return this.#waiting.add(registration, sink);
    }
    sink.rejected(refused ?? this.#notActive());
    return deafHandle;
  }

  /** Only the active controller knows, and it asks the quorum whether it still is. */
  async describeQuorum(): Promise<QuorumDescription | Redirect> {
    if (this.#leadership === null) return this.#notActive();
    const read = await this.#node.readIndex();
    const described = describeQuorum(this.#node, this.#options.clock.monotonicMs());
    return read.outcome === "ready" && described !== null ? described : this.#notActive();
  }

  /**
   * A node with exactly that directory becomes a voter, or stops being one (I10, I14). The node
   * that joins must run and follow; the leader itself may be removed, and then hands over. Answers
   * once the change is committed; errors as in voter-changes.ts.
   */
  async changeVoters(change: VoterChange): Promise<QuorumVoters | Redirect> {
    if (this.#leadership === null) return this.#notActive();
    const { nodeId, clock, timers } = this.#options;
    return changeVoters({ nodeId, node: this.#node, clock, timers }, change);
  }

  addVoter(peer: Peer): Promise<QuorumVoters | Redirect> {
    return this.changeVoters({ kind: "addVoter", peer });
  }

  removeVoter(peer: Peer): Promise<QuorumVoters | Redirect> {
    return this.changeVoters({ kind: "removeVoter", peer });
  }

  #checkSession({ clusterId }: Registration): Redirect | null {
    const { opened, nodeId } = this.#options;
    if (clusterId === opened.store.clusterId) return null;
    const message = `this is cluster ${opened.store.clusterId}, not ${clusterId}`;
    return { ...failure("INCONSISTENT_CLUSTER_ID", message), controllerId: nodeId };
  }

  #notActive(): Redirect {
    const { nodeId } = this.#options;
    const { leader } = this.#node;
    if (leader?.nodeId === nodeId) return redirectTo(leader, `controller ${nodeId} is taking over`);
    const who = leader === null ? "none is known at present" : `controller ${leader.nodeId} is`;
    return redirectTo(leader, `controller ${nodeId} is not the active one: ${who}`);
  }

  // ------------------------------------------------------------------------------ the applied log

  #machine(): StateMachine {
    return {
      apply: (entries) => this.#apply(entries),
      restore: (payload, { index }) => this.#restore(payload, index),
      snapshot: () => encodeRecords(imageToRecords(this.#image)),
      onLeading: (term) => this.#lead(term),
      onFollowing: (leader) => this.#follow(leader),
    };
  }

  #apply(entries: readonly Entry[]): void {
    for (const { index, body } of entries) {
      this.#applied = index;
      if (body.kind !== "records") continue;
      const { image, delta } = applyBatch(this.#image, decodeRecords(body.payload));
      this.#image = image;
      this.#publish(delta);
    }
    this.#leadership?.sessions.pump();
  }

  #restore(payload: Uint8Array, index: Offset): void {
    const before = this.#image;
    this.#image = decodeRecords(payload).reduce(replay, emptyImage);
    this.#applied = index;
    if (this.#publishers.length > 0) this.#publish(deltaBetween({ before, after: this.#image }));
  }

  #publish(delta: MetadataDelta): void {
    for (const publisher of this.#publishers) {
      publisher.onMetadata(delta, this.#image, this.#applied + 1);
    }
  }

  // ------------------------------------------------------------------------------------ leadership

  #lead(term: Term): void {
    const { nodeId, clock, timers, log, config, probe, planDefaults, rng } = this.#options;
    const planner = new Planner({
      nodeId,
      context: { ...planDefaults, rng },
      proposer: this.#node,
      committed: () => this.#image,
    });
    const sessions = new BrokerSessions({
      nodeId,
      clock,
      timers,
      log,
      config,
      probe,
      committed: () => this.#committed(),
      submit: (command) => planner.submit(command),
    });
    this.#leadership = { term, planner, sessions };
    log.info("this is the active controller", { nodeId, epoch: term });
    sessions.start();
    this.#waiting.releaseAll((registration, sink) => sessions.open(registration, sink));
    if (config.rebalanceLeaders) this.#rebalanceAfter(config.rebalanceIntervalMs);
  }

  #follow(leader: Peer | null): void {
    this.#rebalance?.cancel();
    this.#rebalance = null;
    if (leader !== null) this.#sendWaitingAway();
    if (this.#leadership === null) return;
    const { sessions } = this.#leadership;
    this.#leadership = null;
    this.#options.log.info("this is no longer the active controller");
    sessions.stop(redirectTo(leader, `controller ${this.#options.nodeId} has stopped leading`));
  }

  #sendWaitingAway(): void {
    this.#waiting.releaseAll((_, sink) => {
      sink.rejected(this.#notActive());
      return deafHandle;
    });
  }

  #committed(): CommittedLog {
    return { log: this.#node.entries, applied: this.#applied, image: this.#image };
  }

  /** Gives leaderships back to preferred leaders that are alive and in sync. */
  #rebalanceAfter(delayMs: Millis): void {
    this.#rebalance = this.#options.timers.after(delayMs, () => {
      const { log, config } = this.#options;
      this.#rebalanceAfter(config.rebalanceIntervalMs);
      const { planner } = this.#leadership ?? {};
      if (planner === undefined || planner.isFull || this.#image === this.#balancedImage) return;
      this.#balancedImage = this.#image;
      planner
        .submit({ kind: "electLeaders", election: "preferred", partitions: null })
        .catch((error: unknown) => log.error("rebalancing failed", { error: String(error) }));
    });
  }
}

function isOfSession({ kind }: Command): boolean {
  return (
    kind === "registerBroker" ||
    kind === "unfenceBroker" ||
    kind === "fenceBroker" ||
    kind === "shutDownBroker"
  );
}
