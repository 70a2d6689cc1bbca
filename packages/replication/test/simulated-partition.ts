import { assert, failure, isFailure, type NodeId, type Offset } from "@sordini/base";
import * as replication from "../src/index.ts";
import type {
  AttachAnswer,
  BrokerFacts,
  Follower,
  IsrProposal,
  Leader,
  LeaderOutput,
  PartitionAssignment,
  Position,
  Push,
  Replica,
  RoleChange,
} from "../src/index.ts";
import { SimulatedLog, type Entry } from "./simulated-log.ts";

// One partition: a replica a node, a model controller, and a stream from each follower to its
// leader. Nothing happens by itself; scripts and the property test decide what comes next.

export interface SimulatedNode {
  readonly id: NodeId;
  readonly log: SimulatedLog;
  replica: Replica;
  isUp: boolean;
  brokerEpoch: number;
  /** How many of the controller's assignments it has applied. */
  seenCount: number;
  /** acks=all requests that wait for the high watermark. */
  waiting: Waiting[];
  stream: Stream;
}

export interface Waiting {
  readonly baseOffset: Offset;
  readonly entries: readonly Entry[];
}

/** Messages under way between a follower and the leader that it knew when it attached. */
export interface Stream {
  readonly leader: NodeId;
  readonly up: Upward[];
  readonly down: Downward[];
}
export type Upward = { readonly kind: "attach" | "position"; readonly position: Position };
export type Downward =
  | { readonly kind: "answer"; readonly answer: AttachAnswer }
  | { readonly kind: "push"; readonly push: Push; readonly entries: readonly Entry[] };

export interface IsrRequest {
  readonly from: NodeId;
  readonly proposal: IsrProposal;
}

export interface Settings {
  readonly nodes: readonly NodeId[];
  readonly minInSyncReplicas: number;
}

export class SimulatedPartition {
  readonly nodes = new Map<NodeId, SimulatedNode>();
  readonly brokers = new Map<NodeId, BrokerFacts>();
  readonly assignments: PartitionAssignment[] = [];
  /** Proposals on their way to the controller, oldest first. */
  requests: IsrRequest[] = [];
  /** Every offset whose acks=all was answered with success. */
  readonly acknowledged = new Map<Offset, Entry>();
  /** Facts since the last `takeFacts`, for scripts. */
  #facts: string[] = [];
  readonly #settings: Settings;
  now = 0;
  #nextValue = 1;
  #nextBrokerEpoch = 100;

  constructor(settings: Settings) {
    this.#settings = settings;
    for (const id of settings.nodes) {
      this.nodes.set(id, {
        id,
        log: new SimulatedLog(),
        replica: replication.newReplica(0),
        isUp: true,
        brokerEpoch: 0,
        seenCount: 0,
        waiting: [],
        stream: { leader: -1, up: [], down: [] },
      });
      this.register(id);
    }
  }

  takeFacts(): string[] {
    const facts = this.#facts;
    this.#facts = [];
    return facts;
  }

  fact(text: string): void {
    this.#facts.push(text);
  }

  node(id: NodeId): SimulatedNode {
    const node = this.nodes.get(id);
    assert(node !== undefined, `no node ${id}`);
    return node;
  }

  leader(id: NodeId): Leader {
    const { replica } = this.node(id);
    assert(replica.role === "leader", `node ${id} is ${replica.role}`);
    return replica;
  }

  follower(id: NodeId): Follower {
    const { replica } = this.node(id);
    assert(replica.role === "follower", `node ${id} is ${replica.role}`);
    return replica;
  }

  // The controller.

  get assignment(): PartitionAssignment | undefined {
    return this.assignments.at(-1);
  }

  /** Commits a new leader epoch. */
  elect(leader: NodeId | null, isr: readonly NodeId[]): void {
    const before = this.assignment;
    this.assignments.push({
      leader,
      leaderEpoch: (before?.leaderEpoch ?? 0) + 1,
      partitionEpoch: (before?.partitionEpoch ?? 0) + 1,
      replicas: this.#settings.nodes,
      isr: [...isr].sort((a, b) => a - b),
    });
  }

  /** A node applies the assignments that it has not seen. */
  learn(id: NodeId): void {
    const node = this.node(id);
    while (node.seenCount < this.assignments.length) {
      const assignment = this.assignments[node.seenCount] as PartitionAssignment;
      node.seenCount++;
      const context = {
        nodeId: id,
        brokerEpoch: node.brokerEpoch,
        log: node.log,
        config: this.config,
        brokers: this.brokers,
        now: this.now,
      };
      this.#changeRole(node, replication.applyAssignment(node.replica, assignment, context));
    }
  }

  get config(): replication.ReplicationConfig {
    return { minInSyncReplicas: this.#settings.minInSyncReplicas, replicaLagMsMax: 30_000 };
  }

  #changeRole(node: SimulatedNode, change: RoleChange): void {
    node.replica = change.replica;
    if (change.beginEpoch !== null) node.log.beginEpoch(change.beginEpoch);
    if (change.kind.startsWith("became")) {
      this.fact(`${node.id} ${change.kind} in epoch ${change.replica.leaderEpoch}`);
    }
    if (change.failWaiting) this.failWaiting(node, "NOT_LEADER_OR_FOLLOWER");
    this.#handle(node, change.output);
  }

  failWaiting(node: SimulatedNode, error: string): void {
    for (const { baseOffset } of node.waiting) {
      this.fact(`${node.id} answers acks=all at ${baseOffset} with ${error}`);
    }
    node.waiting = [];
  }

  /** The controller's answer to the oldest request: commits it or tells why not. */
  decide(request: IsrRequest): "committed" | "INVALID_UPDATE_VERSION" | "INELIGIBLE_REPLICA" {
    const current = this.assignment as PartitionAssignment;
    const { proposal, from } = request;
    const isCurrent =
      current.leader === from &&
      current.leaderEpoch === proposal.leaderEpoch &&
      current.partitionEpoch === proposal.partitionEpoch;
    if (!isCurrent) return "INVALID_UPDATE_VERSION";
    for (const { nodeId, brokerEpoch } of proposal.isr) {
      const broker = this.brokers.get(nodeId) as BrokerFacts;
      const isKnown = brokerEpoch === -1 || brokerEpoch === broker.brokerEpoch;
      if (broker.fenced || broker.shuttingDown || !isKnown) return "INELIGIBLE_REPLICA";
    }
    const isr = proposal.isr.map((member) => member.nodeId);
    this.assignments.push({ ...current, partitionEpoch: current.partitionEpoch + 1, isr });
    return "committed";
  }

  proposalEnded(request: IsrRequest, error: replication.ProposalOutcome["error"]): void {
    const node = this.node(request.from);
    if (node.replica.role !== "leader") return;
    const outcome = { proposal: request.proposal, error };
    this.#handle(node, replication.proposalEnded(node.replica, { outcome, now: this.now }));
  }

  register(id: NodeId): void {
    const node = this.node(id);
    node.brokerEpoch = this.#nextBrokerEpoch++;
    this.brokers.set(id, { brokerEpoch: node.brokerEpoch, fenced: false, shuttingDown: false });
  }

  setBroker(id: NodeId, facts: Partial<BrokerFacts>): void {
    this.brokers.set(id, { ...(this.brokers.get(id) as BrokerFacts), ...facts });
  }

  /** A leader learns what the controller knows of the brokers. */
  learnBrokers(id: NodeId): void {
    const node = this.node(id);
    if (node.replica.role !== "leader") return;
    const event = { brokers: this.brokers, now: this.now };
    this.#handle(node, replication.brokersChanged(node.replica, event));
  }

  // The leader and its clients.

  #handle(node: SimulatedNode, output: LeaderOutput): void {
    if (output.highWatermarkMoved) {
      const leader = this.leader(node.id);
      this.fact(`${node.id} high watermark ${leader.highWatermark}`);
      node.waiting = node.waiting.filter((waiting) => !this.#acknowledge(leader, waiting));
    }
    if (output.propose === null) return;
    this.requests.push({ from: node.id, proposal: output.propose });
    const { partitionEpoch, isr } = output.propose;
    const members = isr.map((member) => member.nodeId).join(",");
    this.fact(`${node.id} proposes isr ${members} for partition epoch ${partitionEpoch}`);
  }

  #acknowledge(leader: Leader, { baseOffset, entries }: Waiting): boolean {
    const nextOffset = baseOffset + entries.length;
    if (!replication.isCommitted(leader, nextOffset)) return false;
    for (const [i, entry] of entries.entries()) this.acknowledged.set(baseOffset + i, entry);
    this.fact(`${leader.nodeId} answers acks=all at ${baseOffset}: ok`);
    return true;
  }

  /** A produce request of `count` records. */
  produce(id: NodeId, request: { readonly count: number; readonly acks: replication.Acks }): void {
    const node = this.node(id);
    const leader = replication.leaderFor(node.replica, -1);
    if (isFailure(leader)) return this.fact(`${id} refuses: ${leader.error}`);
    const refusal = replication.appendFailure(leader, request.acks);
    if (refusal !== null) return this.fact(`${id} refuses: ${refusal.error}`);
    const { logEnd: baseOffset, leaderEpoch: epoch } = leader;
    const length = request.count;
    const entries = Array.from({ length }, () => ({ epoch, value: this.#nextValue++ }));
    node.log.append(entries);
    replication.appended(leader, { logEnd: node.log.logEnd, now: this.now });
    if (request.acks === -1) node.waiting.push({ baseOffset, entries });
  }

  /** The disk of a node made everything below `end` durable. */
  makeDurable(id: NodeId, end?: Offset): void {
    const node = this.node(id);
    node.log.makeDurable(end);
    const { replica, log } = node;
    if (replica.role === "leader") {
      this.#handle(node, replication.leaderDurable(replica, log.durableEnd));
    } else if (replica.role === "follower") {
      if (replication.followerDurable(replica, log.durableEnd)) this.report(id);
    }
  }

  checkIsr(id: NodeId): void {
    const node = this.node(id);
    if (node.replica.role !== "leader") return;
    this.#handle(node, replication.checkIsr(node.replica, this.now));
  }

  // Streams.

  /** The follower opens a stream and asks to be fed; an older stream is lost. */
  ask(id: NodeId): void {
    const node = this.node(id);
    const follower = this.follower(id);
    const { log, brokerEpoch } = node;
    node.stream = { leader: follower.leader, up: [], down: [] };
    const position = replication.beginAttach(follower, { log, brokerEpoch });
    node.stream.up.push({ kind: "attach", position });
  }

  report(id: NodeId): void {
    const position = replication.positionOf(this.follower(id));
    this.node(id).stream.up.push({ kind: "position", position });
  }

  breakStream(id: NodeId): void {
    const node = this.node(id);
    const { leader: leaderId } = node.stream;
    node.stream = { leader: -1, up: [], down: [] };
    if (node.replica.role === "follower") replication.streamLost(node.replica);
    const peer = this.nodes.get(leaderId)?.replica;
    if (peer?.role !== "leader") return;
    const progress = replication.progressOf(peer, id);
    if (progress === undefined) return;
    const { attachId, brokerEpoch } = progress;
    replication.followerDetached(peer, { nodeId: id, attachId, brokerEpoch, now: this.now });
  }

  /** The leader at the other end of a follower's stream takes one message of it. */
  takeUp(id: NodeId, message: Upward): void {
    const { stream } = this.node(id);
    const peer = this.nodes.get(stream.leader);
    if (peer === undefined || !peer.isUp) return;
    const { position } = message;
    const event = { nodeId: id, position, now: this.now, log: peer.log };
    const leader = peer.replica;
    if (message.kind === "attach") {
      const attached =
        leader.role === "leader"
          ? replication.attachFollower(leader, event)
          : { answer: refusal(position), output: null };
      stream.down.push({ kind: "answer", answer: attached.answer });
      this.fact(`${peer.id} to ${id}: ${describeAnswer(attached.answer)}`);
      if (attached.output !== null) this.#handle(peer, attached.output);
    } else if (leader.role === "leader") {
      const output = replication.followerPosition(leader, event);
      if (isFailure(output)) this.fact(`${peer.id} to ${id}: ${output.error}`);
      else this.#handle(peer, output);
    }
  }

  /** The follower takes one message of its leader. */
  takeDown(id: NodeId, message: Downward): void {
    const node = this.node(id);
    if (node.replica.role !== "follower") return;
    if (message.kind === "answer") this.#takeAnswer(node, node.replica, message.answer);
    else this.#takePush(node, node.replica, message);
  }

  #takeAnswer(node: SimulatedNode, follower: Follower, answer: AttachAnswer): void {
    const { log } = node;
    const action = replication.attachAnswered(follower, { answer, log });
    switch (action.kind) {
      case "truncate":
        this.fact(`${node.id} truncates to ${action.to}${warning(action)}`);
        log.truncateTo(action.to);
        replication.truncated(follower, log);
        break;
      case "restart":
        this.fact(`${node.id} starts anew at ${action.at}${warning(action)}`);
        log.truncateFullyAndStartAt(action.at);
        replication.truncated(follower, log);
        break;
      case "retry":
        this.fact(`${node.id} will retry`);
        break;
      case "ignore":
        this.fact(`${node.id} ignores an answer`);
        break;
      case "replicate":
        break;
    }
  }

  #takePush(
    node: SimulatedNode,
    follower: Follower,
    { push, entries }: Downward & { kind: "push" },
  ): void {
    const before = follower.highWatermark;
    const verdict = replication.pushArrived(follower, push);
    if (verdict === "append") node.log.append(entries);
    else if (verdict !== "offsetsOnly") this.fact(`${node.id} answers a push with ${verdict}`);
    if (follower.highWatermark !== before) {
      this.fact(`${node.id} high watermark ${follower.highWatermark}`);
    }
  }

  /** The leader puts what it has for a follower, at most `countMax` records, on the stream. */
  push(id: NodeId, countMax = Number.MAX_SAFE_INTEGER): void {
    const node = this.node(id);
    const peer = this.nodes.get(node.stream.leader);
    if (peer?.replica.role !== "leader" || !peer.isUp) return;
    const leader = peer.replica;
    const progress = replication.progressOf(leader, id);
    if (progress === undefined || !replication.needsPush(leader, progress)) return;
    const overtaken = replication.overtakenByLogStart(leader, progress);
    if (overtaken !== null) {
      node.stream.down.push({ kind: "answer", answer: overtaken });
      return;
    }
    const { attachId, cursor: baseOffset } = progress;
    const nextOffset = Math.min(leader.logEnd, baseOffset + countMax);
    const push = replication.makePush(leader, progress, { attachId, baseOffset, nextOffset });
    assert(push !== null, "the cursor cannot have moved");
    node.stream.down.push({ kind: "push", push, entries: peer.log.slice(baseOffset, nextOffset) });
  }

  // Crashes.

  /** The process dies and with it what its disk does not have. */
  crash(id: NodeId): void {
    const node = this.node(id);
    this.failWaiting(node, "a broken connection");
    this.breakStream(id);
    for (const other of this.nodes.values()) {
      if (other.stream.leader === id) this.breakStream(other.id);
    }
    node.isUp = false;
    node.log.crash();
    node.replica = replication.newReplica(node.log.logStart);
  }

  /** The process starts, registers, and reads the metadata log up to its registration. */
  restart(id: NodeId): void {
    const node = this.node(id);
    node.isUp = true;
    this.register(id);
    node.seenCount = Math.max(0, this.assignments.length - 1);
  }
}

function refusal({ leaderEpoch, attachId }: Position): AttachAnswer {
  const reason = failure("NOT_LEADER_OR_FOLLOWER", "not the leader");
  return { leaderEpoch, attachId, result: { kind: "refused", failure: reason } };
}

function describeAnswer({ result }: AttachAnswer): string {
  switch (result.kind) {
    case "attached":
      return "attached";
    case "diverging":
      return `diverging, epoch ${result.epoch} ends at ${result.end}`;
    case "restart":
      return `restart at ${result.at}`;
    case "refused":
      return result.failure.error;
  }
}

function warning(action: { readonly belowHighWatermark: boolean }): string {
  return action.belowHighWatermark ? ", BELOW ITS HIGH WATERMARK" : "";
}
