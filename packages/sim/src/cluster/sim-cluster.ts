import {
  isFailure,
  type LogSink,
  type Millis,
  type NodeId,
  type Offset,
  randomUuid,
  type Uuid,
} from "@sordini/base";
import { decodeMessage } from "@sordini/controller";
import type { Controller } from "@sordini/controller";
import type { Broker } from "@sordini/broker";
import { type CommittedEntry, emptyImage, type Image } from "@sordini/metadata";
import {
  type Index,
  isMember,
  type Term,
  type Voter,
  type VoterChange,
  type VotersAt,
} from "@sordini/raft";
import { FileError, KeyValueStoreError } from "@sordini/storage";
import { Chance } from "../chance.ts";
import type { ClusterView, DurableRaft, Shown, StateChecker } from "../checkers/cluster-view.ts";
import { InvariantViolation } from "../checkers/cluster-view.ts";
import type { Door, Doors } from "../network/doors.ts";
import { Network } from "../network/network.ts";
import { SimProcess } from "../world/sim-process.ts";
import type { World } from "../world/world.ts";
import { Counts } from "./counts.ts";
import { durableRaftOf } from "./durable-raft.ts";
import { countChanges } from "./metadata-changes.ts";
import type { Shape } from "./shape.ts";
import { ReplacedError, SimNode } from "./sim-node.ts";

export interface SimClusterOptions {
  readonly world: World;
  readonly shape: Shape;
  readonly checkers: (view: ClusterView) => readonly StateChecker[];
  /** Facts that nodes log, for a timeline. */
  readonly trace: boolean;
}

/** Whoever was elected last, then and when it first commits something. */
export type ReignListener = (leader: SimNode, news: "elected" | "commits") => void;

/** The first id of controllers that are not brokers. */
const firstControllerId = 101;
/** The first id of processes that are clients. */
const firstClientId = 1_001;

/** A cluster of the production code on simulated machines, watched by checkers at each event. */
export class SimCluster implements ClusterView, Doors {
  readonly world: World;
  readonly shape: Shape;
  readonly network: Network;
  readonly counts = new Counts();
  readonly clusterId: Uuid;
  readonly machines: ReadonlyMap<NodeId, SimNode>;
  /** Voters and others. */
  readonly controllerIds: readonly NodeId[];
  readonly brokerIds: readonly NodeId[];
  /** The newest committed metadata that any controller ever showed. */
  image: Image = emptyImage;
  #imageAt = 0;
  /** Remembered also while nobody runs who knows it. */
  #committedVoters: VotersAt = { index: -1, voters: [] };
  /** The changes of the voters that somebody asked for: who carries them out, until it answers. */
  readonly #voterChanges: { readonly by: SimProcess; isAnswered: boolean }[] = [];
  readonly #firstVoters: readonly NodeId[];
  readonly #spares: readonly NodeId[];
  readonly #options: SimClusterOptions;
  readonly #checkers: readonly StateChecker[];
  readonly #touched = new Set<SimNode>();
  #clients = 0;
  /** Of the newest leader that was seen; `commit` as it was then, null since it has grown. */
  #reign: { readonly term: Term; readonly commit: Index | null } = { term: 0, commit: null };
  readonly #reignListeners: ReignListener[] = [];
  /** A node whose process ended by itself: the nemesis may start it again. */
  onNodeDied: (node: SimNode) => void = () => undefined;

  constructor(options: SimClusterOptions) {
    const { world, shape } = options;
    this.#options = options;
    this.world = world;
    this.shape = shape;
    this.network = new Network(world, (node, door) => this.#listener(node, door));
    this.network.config = shape.network;
    this.clusterId = randomUuid(world.stream("cluster id"));
    this.#firstVoters = ids(shape.combined ? 1 : firstControllerId, shape.controllers);
    this.#spares = ids(firstControllerId + shape.controllers, shape.spareControllers);
    this.controllerIds = [...this.#firstVoters, ...this.#spares];
    this.brokerIds = ids(1, shape.brokers);
    this.machines = this.#createMachines();
    this.#checkers = options.checkers(this);
  }

  get nowMs(): Millis {
    return this.world.nowMs;
  }

  node(id: NodeId): SimNode {
    const node = this.machines.get(id);
    if (node === undefined) throw new Error(`there is no node ${id}`);
    return node;
  }

  nodes(): SimNode[] {
    return [...this.machines.values()].filter(({ isRunning }) => isRunning);
  }

  durableRafts(): DurableRaft[] {
    return this.controllerIds.flatMap((id) => durableRaftOf(this.node(id)) ?? []);
  }

  controllerAt(id: NodeId): Controller | undefined {
    return this.machines.get(id)?.controller ?? undefined;
  }

  brokerAt(id: NodeId): Broker | undefined {
    return this.machines.get(id)?.broker ?? undefined;
  }

  /** The controller that leads, as far as it knows. */
  get active(): SimNode | undefined {
    return this.nodes().find(({ controller }) => controller?.isActive === true);
  }

  /**
   * The newest voter set that a running controller knows, and whether it is for certain the only
   * one that may count, now and until somebody asks for another: since the first change that is so
   * only where every controller says it, and where none waits to be made.
   */
  get voters(): { readonly voters: readonly Voter[]; readonly isCertain: boolean } {
    const controllers = [...this.machines.values()].filter(({ roles }) => roles.controller);
    const cores = controllers.flatMap(({ controller }) => controller?.raft.core ?? []);
    const sets = cores.map(({ log }) => log.voters.entries.at(-1) as VotersAt);
    const newest = [...sets, this.#committedVoters].reduce((a, b) => (b.index > a.index ? b : a));
    // Not by index: a snapshot has the set under its own.
    const isSame = sets.every(({ voters }) => isSameSet(voters, newest.voters));
    const isCommitted = cores.some(({ commit }) => commit >= newest.index);
    const isAgreed = cores.length === controllers.length && isSame && isCommitted;
    const isSettled = this.#voterChanges.every(({ by, isAnswered }) => isAnswered || by.isDead);
    const isCertain = (isAgreed && isSettled) || this.#voterChanges.length === 0;
    return { voters: newest.voters, isCertain };
  }

  /** Asks the active controller, if there is one. */
  changeVoters(change: VoterChange): void {
    const { controller, process } = this.active ?? {};
    if (!controller || !process) return;
    const asked = { by: process, isAnswered: false };
    this.#voterChanges.push(asked);
    process.run(() => {
      void controller.changeVoters(change).then((answer) => {
        asked.isAnswered = true;
        this.counts.add(isFailure(answer) ? "voter change refused" : `voters: ${change.kind}`);
      });
    });
  }

  /** How far some controller has applied the metadata log: `image` is the state there. */
  get appliedTo(): Offset {
    return this.#imageAt;
  }

  /** Calls back after each event in which the newest leader got so far. */
  onReign(listener: ReignListener): void {
    this.#reignListeners.push(listener);
  }

  /** A process that is only a client. */
  newClient(): SimProcess {
    return new SimProcess({
      nodeId: firstClientId + this.#clients++,
      world: this.world,
      onRan: () => undefined,
      onThrown: (_, error) => this.world.fail(error),
    });
  }

  /** The first voters and the brokers. */
  startFirst(): void {
    for (const [id, node] of this.machines) if (!this.#spares.includes(id)) node.start();
  }

  /**
   * Controllers that join a cluster that is there. They know everybody's address; the others learn
   * theirs from their settings, at a new start.
   */
  startSpares(): void {
    if (this.#spares.length === 0) return;
    for (const id of this.#firstVoters) this.kill(this.node(id));
    for (const id of this.controllerIds) this.node(id).start();
  }

  kill(node: SimNode): void {
    if (!node.isRunning) return;
    node.kill();
    this.ended(node);
  }

  /** To be called after each end of a node's process. */
  ended(node: SimNode): void {
    for (const checker of this.#checkers) checker.onNodeEnded?.(node.nodeId);
  }

  /** To be called with what a broker told a client. */
  wasShown(shown: Shown): void {
    this.#tell((checker) => checker.onShown?.(shown));
  }

  /** To be called when a fault changes files of the node's logs, or gives it another disk. */
  harmed({ nodeId }: SimNode): void {
    this.#tell((checker) => checker.onDiskHarmed?.(nodeId));
  }

  /** Lets the checkers look at what the last event changed. */
  afterEvent(): void {
    for (const node of this.#touched) {
      this.#noteImage(node);
      this.#noteReign(node);
      for (const checker of this.#checkers) checker.afterEvent?.(node);
    }
    this.#touched.clear();
  }

  #createMachines(): Map<NodeId, SimNode> {
    const asVoters = (nodes: readonly NodeId[]) =>
      nodes.map((nodeId) => ({ nodeId, directoryId: null }));
    const host = {
      world: this.world,
      network: this.network,
      doors: this,
      shape: this.shape,
      clusterId: this.clusterId,
      configuredVoters: ({ nodeId, incarnation }: SimNode) => {
        const isFirst = incarnation === 1 && !this.#spares.includes(nodeId);
        return asVoters(isFirst ? this.#firstVoters : this.controllerIds);
      },
      controllers: this.controllerIds,
      log: (node: SimNode) => this.#log(node),
      onRan: (node: SimNode) => void this.#touched.add(node),
      onRaftSend: (node: SimNode, message: Uint8Array) => this.#onRaftSend(node, message),
      onMetadata: (node: SimNode, entries: readonly CommittedEntry[]) =>
        this.#tell((checker) => checker.onMetadataPush?.({ to: node.nodeId, entries })),
      onDied: (node: SimNode, error: unknown) => this.#onDied(node, error),
    };
    const all = [...new Set([...this.brokerIds, ...this.controllerIds])];
    return new Map(
      all.map((id) => {
        const chance = new Chance(this.world.stream(`disk ${id}`));
        const controller = this.controllerIds.includes(id);
        const broker = this.brokerIds.includes(id);
        return [id, new SimNode(host, id, { controller, broker, chance })];
      }),
    );
  }

  #listener(id: NodeId, door: Door): SimProcess | undefined {
    const node = this.machines.get(id);
    const isOpen = door === "controller" ? node?.controller : node?.broker;
    return isOpen === null || isOpen === undefined ? undefined : (node?.process ?? undefined);
  }

  #noteImage({ controller }: SimNode): void {
    if (controller === null || controller.raft.applied <= this.#imageAt) return;
    this.#imageAt = controller.raft.applied;
    countChanges(this.image, controller.image, this.counts);
    this.image = controller.image;
    const { log, commit } = controller.raft.core;
    this.#committedVoters =
      log.voters.entries.findLast(({ index }) => index <= commit) ?? this.#committedVoters;
  }

  #noteReign(node: SimNode): void {
    const { role, disk, commit } = node.controller?.raft.core ?? {};
    if (role?.kind !== "leader" || disk === undefined || commit === undefined) return;
    const { term } = disk.hardState;
    const { term: ledTerm, commit: before } = this.#reign;
    if (term > ledTerm) {
      this.#reign = { term, commit };
      for (const listener of this.#reignListeners) listener(node, "elected");
    } else if (term === ledTerm && before !== null && commit > before) {
      this.#reign = { term, commit: null };
      for (const listener of this.#reignListeners) listener(node, "commits");
    }
  }

  #onRaftSend(node: SimNode, bytes: Uint8Array): void {
    const from = node.controller?.self;
    if (from === undefined) return;
    const { to, message } = decodeMessage(bytes);
    this.#tell((checker) => checker.onRaftSend?.({ from, to, message }));
  }

  /** What a checker throws is no error of the node in whose event it looks. */
  #tell(news: (checker: StateChecker) => void): void {
    try {
      for (const checker of this.#checkers) news(checker);
    } catch (error) {
      this.world.fail(error);
    }
  }

  /** Ending is right for a process whose disk failed, or whose place another one has. */
  #onDied(node: SimNode, error: unknown): void {
    const isDiskError = error instanceof FileError || error instanceof KeyValueStoreError;
    const isExcused =
      error instanceof ReplacedError ||
      (isDiskError && node.disk.errorsMet > 0) ||
      (node.disk.errorsMet > 0 && /simulator|no space left/.test(String(error)));
    if (!isExcused || error instanceof InvariantViolation) {
      this.world.fail(error);
      return;
    }
    this.world.note(`n${node.nodeId} ends: ${String(error)}`);
    this.counts.add(error instanceof ReplacedError ? "replaced" : "disk failure");
    this.world.after(0, `n${node.nodeId} has ended`, () => {
      this.kill(node);
      this.onNodeDied(node);
    });
  }

  #log(node: SimNode): LogSink {
    const log = (fact: string, fields?: Readonly<Record<string, unknown>>): void => {
      this.counts.add(fact);
      if (fact === "log directory offline") node.isOffline = true;
      const detail = this.#options.trace ? JSON.stringify(fields ?? {}) : "";
      this.world.note(`n${node.nodeId}   ${fact}`, detail);
    };
    return { debug: () => undefined, info: log, warn: log, error: log };
  }
}

function isSameSet(a: readonly Voter[], b: readonly Voter[]): boolean {
  return a.length === b.length && a.every((voter) => isMember(b, voter));
}

function ids(first: NodeId, count: number): NodeId[] {
  return Array.from({ length: count }, (_, i) => first + i);
}
