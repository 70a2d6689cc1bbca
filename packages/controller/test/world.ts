import { assert, crc32c, isFailure, type LogSink, type NodeId, Prng } from "@sordini/base";
import type { Message, Peer, RaftOptions, Voter } from "@sordini/raft";
import { MemoryKeyValueStorePlace } from "@sordini/storage";
import { type ControllerConfig, defaultControllerConfig } from "../src/config.ts";
import { Controller } from "../src/controller.ts";
import { decodeMessage } from "../src/raft-codec.ts";
import { openRaftStore } from "../src/raft-store/open.ts";
import { MemoryRaftFiles } from "./memory-raft-files.ts";
import { type ProcessTimers, VirtualTime } from "./virtual-time.ts";

export const clusterId = "AAAAAAAAAAAAAAAAAAAAAA";

const raft: RaftOptions = {
  heartbeatMs: 20,
  electionTimeoutMs: { min: 100, max: 200 },
  appendEntriesMax: 64,
  appendsInFlightMax: 8,
  committedEntriesMax: 100,
  uncommittedEntriesMax: 10_000,
  readsMax: 1_000,
  observersMax: 10,
};

export interface WorldOptions {
  readonly controllers?: number;
  /** Nodes that start later, with settings that name them, too (docs/adr/0014). */
  readonly spares?: number;
  readonly seed?: number;
  readonly config?: Partial<ControllerConfig>;
}

/** Controllers in virtual time, on disks that sync and a network that takes a while. */
export class World {
  readonly time = new VirtualTime();
  readonly nodes: readonly Node[];
  /** Ports at which nothing listens any more. */
  readonly refusing = new Set<number>();
  readonly #cut = new Set<NodeId>();

  constructor({ controllers = 3, spares = 0, seed = 1, config = {} }: WorldOptions = {}) {
    const ids = Array.from({ length: controllers + spares }, (_, i) => i + 1);
    const voters = ids.map((nodeId): Voter => ({ nodeId, directoryId: null }));
    this.nodes = ids.map(
      (nodeId) =>
        new Node(this, {
          nodeId,
          seed: seed * 100 + nodeId,
          voters: nodeId > controllers ? voters : voters.slice(0, controllers),
          config: { ...defaultControllerConfig, rebalanceLeaders: false, ...config },
        }),
    );
  }

  static async started(options: WorldOptions = {}): Promise<World> {
    const world = new World(options);
    const { spares = 0 } = options;
    const first = world.nodes.length - spares;
    for (const node of world.nodes.slice(0, first)) await node.start();
    await world.active();
    for (const node of world.nodes.slice(first)) await node.start();
    return world;
  }

  node(id: NodeId): Node {
    return this.nodes[id - 1] as Node;
  }

  /** Waits until one of the running controllers is the active one. */
  async active(): Promise<Node> {
    const isActive = (node: Node) => node.running && node.controller.isActive;
    await this.time.runUntil(() => this.nodes.some(isActive));
    return this.nodes.find(isActive) as Node;
  }

  /** Nothing gets to or from these nodes any more. */
  cut(...ids: readonly NodeId[]): void {
    for (const id of ids) this.#cut.add(id);
  }

  /** SIGKILL as the others see it: their connections with that controller break. */
  async kill(node: Node): Promise<void> {
    node.crash();
    await this.time.runFor(1); // what it had sent still arrives before
    for (const other of this.nodes) if (other.running) other.controller.peerLost(node.id);
  }

  heal(): void {
    this.#cut.clear();
  }

  deliver({ from, to, bytes }: { from: Peer; to: NodeId; bytes: Uint8Array }): void {
    checkSynced(this.node(from.nodeId), decodeMessage(bytes).message);
    const receiver = this.node(to);
    const incarnation = receiver.incarnation;
    this.time.schedule(0.2, () => {
      if (this.#cut.has(from.nodeId) || this.#cut.has(to)) return;
      if (receiver.running && receiver.incarnation === incarnation) {
        receiver.controller.receive(from, bytes);
      }
    });
  }

  async commitsAgree(): Promise<void> {
    const running = this.nodes.filter((node) => node.running);
    const texts = () => new Set(running.map((node) => node.metadata()));
    await this.time.runUntil(() => texts().size === 1);
  }
}

/** I1, I8, B5: what a vote or an acknowledgement says is on the disk before it leaves. */
function checkSynced({ id, files }: Node, message: Message): void {
  const { hardState, last, base } = files.newestState();
  if (message.kind === "vote" || (message.kind === "voteReply" && message.granted)) {
    assert(hardState.term >= message.term, `I1: node ${id} votes in an unsynced term`);
    assert(hardState.vote !== null, `I1: node ${id} votes before it has written so`);
  }
  if (message.kind !== "appendAccepted") return;
  const synced = Math.max(last.index, base.index);
  assert(message.match <= synced, `I8: node ${id} acknowledges ${message.match}, has ${synced}`);
}

interface NodeOptions {
  readonly nodeId: NodeId;
  readonly seed: number;
  readonly voters: readonly Voter[];
  readonly config: ControllerConfig;
}

export class Node {
  readonly id: NodeId;
  readonly #world: World;
  readonly #options: NodeOptions;
  readonly facts: string[] = [];
  place: MemoryKeyValueStorePlace;
  files: MemoryRaftFiles;
  incarnation = 0;
  failure: unknown = null;
  #controller: Controller | null = null;
  #timers: ProcessTimers | null = null;

  constructor(world: World, options: NodeOptions) {
    this.id = options.nodeId;
    this.#world = world;
    this.#options = options;
    [this.place, this.files] = this.#newDisk();
  }

  get running(): boolean {
    return this.#controller !== null;
  }

  get controller(): Controller {
    assert(this.#controller !== null, `controller ${this.id} is down`);
    return this.#controller;
  }

  async start(): Promise<void> {
    const { nodeId, seed, voters, config } = this.#options;
    const { time } = this.#world;
    this.incarnation += 1;
    const rng = new Prng(seed * 1_000 + this.incarnation);
    const timers = time.process();
    this.#timers = timers;
    const options = {
      place: this.place,
      files: this.files,
      crc32c,
      rng,
      clusterId,
    };
    const opened = await resolved(time, openRaftStore(options));
    assert(!isFailure(opened), "the store was refused");
    const controller: Controller = new Controller({
      nodeId,
      bootstrapVoters: voters,
      opened,
      transport: {
        send: (to, bytes) => this.#world.deliver({ from: controller.self, to, bytes }),
      },
      probe: {
        isRefused: async ({ port }) => {
          await time.sleep(0.2);
          return this.#world.refusing.has(port);
        },
      },
      clock: time,
      timers,
      rng,
      log: this.#log(),
      raft,
      config,
      planDefaults: { defaultPartitions: 1, defaultReplicationFactor: 1, staticConfigs: new Map() },
      onFailed: (error) => {
        if (this.#timers === timers) this.failure = error;
      },
    });
    this.#controller = controller;
    controller.start();
  }

  /** SIGKILL and a power cut: what was not synced may be gone. */
  crash(): void {
    this.#timers?.kill();
    this.#timers = null;
    this.#controller = null;
    this.place.crash();
    this.files.crash();
  }

  /** A new, empty disk in place of the old one. */
  replaceDisk(): void {
    [this.place, this.files] = this.#newDisk();
  }

  /** The committed image, for comparison between nodes. */
  metadata(): string {
    const { topics, brokers } = this.controller.image;
    return JSON.stringify([[...topics.keys()].sort(), [...brokers.values()]]);
  }

  topics(): string[] {
    return [...this.controller.image.topicIds.keys()].sort();
  }

  #newDisk(): [MemoryKeyValueStorePlace, MemoryRaftFiles] {
    const rng = new Prng(this.#options.seed);
    const sync = () => this.#world.time.sleep(0.3);
    return [new MemoryKeyValueStorePlace({ rng, sync }), new MemoryRaftFiles(rng, sync)];
  }

  #log(): LogSink {
    const keep = (fact: string, fields?: Readonly<Record<string, unknown>>): void => {
      this.facts.push(`${fact} ${JSON.stringify(fields ?? {})}`);
    };
    return { debug: keep, info: keep, warn: keep, error: keep };
  }
}

/** Runs virtual time until `promise` is settled. */
export async function resolved<T>(time: VirtualTime, promise: Promise<T>): Promise<T> {
  let done = false;
  promise.then(
    () => {
      done = true;
    },
    () => {
      done = true;
    },
  );
  await time.runUntil(() => done);
  return promise;
}
