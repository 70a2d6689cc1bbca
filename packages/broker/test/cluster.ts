import { crc32c, type Failure, isFailure, type NodeId, Prng, randomUuid } from "@sordini/base";
import { emptyImage, partitionOf, type PartitionState, topicConfig } from "@sordini/metadata";
import type { Compression } from "@sordini/records";
import { MemoryFiles, openLogDirectory } from "@sordini/storage";
import type { PartitionRef } from "../src/api.ts";
import { Broker } from "../src/broker.ts";
import { logConfigOf } from "../src/replica-logs.ts";
import { TestClient } from "./client.ts";
import { MemoryNetwork, replicationListener } from "./memory-network.ts";
import { ScriptedController } from "./scripted-controller.ts";
import { FactLog, VirtualTime } from "./virtual-time.ts";

const controllerIds = [101, 102];

export interface TopicOptions {
  readonly partitions?: number;
  readonly replicas?: readonly NodeId[];
  readonly configs?: Readonly<Record<string, string>>;
}

/** Brokers of the production code over memory disks, a memory network and virtual time. */
export class TestCluster {
  readonly time = new VirtualTime();
  readonly network = new MemoryNetwork(this.time);
  readonly controller = new ScriptedController();
  readonly facts = new FactLog();
  readonly disks = new Map<NodeId, MemoryFiles>();
  /** Brokers that gave up since another process has their id, and why. */
  readonly replaced: string[] = [];
  /** Who was told to be fenced or not, in order. */
  readonly fencing: [id: NodeId, fenced: boolean][] = [];
  readonly #rng = new Prng(1);
  readonly #clusterId = randomUuid(this.#rng);

  constructor() {
    for (const id of controllerIds) this.network.controllers.set(id, this.controller);
    this.network.activeController = controllerIds[0] as NodeId;
  }

  static async start(brokerIds: readonly NodeId[]): Promise<TestCluster> {
    const cluster = new TestCluster();
    for (const id of brokerIds) await cluster.startBroker(id);
    return cluster;
  }

  broker(id: NodeId): Broker {
    return this.network.brokers.get(id) as Broker;
  }

  /** Starts the broker on its disk, and waits until it may lead. */
  async startBroker(id: NodeId): Promise<Broker> {
    const broker = await this.launch(id);
    await this.time.until(() => !broker.isFenced);
    return broker;
  }

  /** Starts the broker; it may take its time to register. */
  async launch(id: NodeId): Promise<Broker> {
    const files = this.disks.get(id) ?? new MemoryFiles();
    this.disks.set(id, files);
    const { time, facts: log } = this;
    const ports = { clock: time, timers: time, crc32c, log };
    const broker = new Broker({
      config: {
        clusterId: this.#clusterId,
        nodeId: id,
        incarnationId: randomUuid(this.#rng),
        rack: null,
        endpoints: [{ listener: replicationListener, host: "broker", port: id }],
        replicationListener,
        controllers: controllerIds,
        staticConfigs: new Map(),
        replicaLagMsMax: 1000,
        retentionCheckMs: 300_000,
        produceInFlightBytesMax: 1 << 20,
      },
      directories: [
        (events) =>
          openLogDirectory({
            ports: { ...ports, files, unpack: { compression: noCompression, bytesMax: 1 << 20 } },
            rng: this.#rng,
            directory: "/data",
            clusterId: this.#clusterId,
            nodeId: id,
            events,
            config: logConfigOf(topicConfig(emptyImage, "none", { staticConfigs: new Map() })),
            limits: smallLimits,
          }),
      ],
      peers: this.network.peersOf(id),
      onReplaced: (why) => this.replaced.push(`${id}: ${why}`),
      onFencing: (fenced) => this.fencing.push([id, fenced]),
      rng: this.#rng,
      ...ports,
    });
    const opening = broker.start();
    let failed: Failure | null | undefined;
    void opening.then((result) => (failed = result));
    await this.time.until(() => failed !== undefined);
    if (failed !== undefined && failed !== null) throw new Error(failed.message);
    this.network.brokers.set(id, broker);
    return broker;
  }

  /** SIGKILL: what was written stays on the disk. */
  kill(id: NodeId): void {
    this.network.kill(id);
    this.disks.set(id, (this.disks.get(id) as MemoryFiles).kill());
  }

  /** SIGKILL, noticed by the controller. */
  killAndFence(id: NodeId): void {
    this.kill(id);
    this.controller.fence(id);
  }

  /** A controlled shutdown, to its end. */
  async shutdown(id: NodeId, boundMs = 30_000): Promise<void> {
    let isDone = false;
    void this.broker(id)
      .shutdown(boundMs)
      .then(() => (isDone = true));
    await this.time.until(() => isDone, 2 * boundMs);
    this.network.brokers.delete(id);
  }

  /** The machine loses power: what was not synced may be gone. */
  losePower(id: NodeId): void {
    this.network.kill(id);
    this.disks.set(id, (this.disks.get(id) as MemoryFiles).losePower(this.#rng));
  }

  /** Creates a topic and waits until every broker knows it. */
  async topic(name: string, options: TopicOptions = {}): Promise<PartitionRef> {
    const { partitions = 1, replicas = [1], configs = {} } = options;
    const rotated = (by: number) => replicas.map((_, i) => replicas[(i + by) % replicas.length]!);
    const reply = this.controller.run({
      kind: "createTopics",
      validateOnly: false,
      topics: [
        {
          name,
          partitions: -1,
          replicationFactor: -1,
          assignments: Array.from({ length: partitions }, (_, partition) => ({
            partition,
            replicas: partitions === 1 ? replicas : rotated(partition % replicas.length),
          })),
          configs: Object.entries(configs).map(([key, value]) => ({ key, value })),
        },
      ],
    });
    const [created] = reply.topics;
    if (created === undefined || isFailure(created)) throw new Error(JSON.stringify(created));
    const topicId = created.topicId as string;
    await this.time.advance(20);
    return { topicId, partition: 0 };
  }

  state(ref: PartitionRef): PartitionState {
    return partitionOf(this.controller.image, ref) as PartitionState;
  }

  /** A client of one broker. */
  at(id: NodeId): TestClient {
    return new TestClient(this.broker(id), this.time);
  }
}

const noCompression: Compression = {
  compress: () => {
    throw new Error("nothing is compressed here");
  },
  decompress: () => {
    throw new Error("nothing is compressed here");
  },
};

const smallLimits = {
  journalFileCount: 3,
  journalFileBytes: 512 << 10,
  groupBytesMax: 128 << 10,
  checkpointBytes: 8 << 20,
  tailBytesMax: 4 << 20,
};
