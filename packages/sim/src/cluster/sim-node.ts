import {
  crc32c,
  type Failure,
  isFailure,
  type LogSink,
  type NodeId,
  randomUuid,
  type Uuid,
} from "@sordini/base";
import { Broker, logConfigOf } from "@sordini/broker";
import {
  type BrokerProbe,
  Controller,
  DirectoryRaftFiles,
  openRaftStore,
  type OpenedRaftStore,
} from "@sordini/controller";
import { type CommittedEntry, emptyImage, topicConfig } from "@sordini/metadata";
import type { Voter } from "@sordini/raft";
import type { Compression } from "@sordini/records";
import {
  type LogDirectory,
  type LogDirectoryEvents,
  openLogDirectory,
  type StoragePorts,
} from "@sordini/storage";
import type { Chance } from "../chance.ts";
import type { NodeView } from "../checkers/cluster-view.ts";
import type { Doors } from "../network/doors.ts";
import type { Farewell, Network } from "../network/network.ts";
import { NodePeers } from "../network/node-peers.ts";
import { RaftLinks } from "../network/raft-links.ts";
import { SimProcess } from "../world/sim-process.ts";
import type { World } from "../world/world.ts";
import type { Shape } from "./shape.ts";
import { SimDisk } from "./sim-disk.ts";

/** What nodes have in common. */
export interface NodeHost {
  readonly world: World;
  readonly network: Network;
  readonly doors: Doors;
  readonly shape: Shape;
  readonly clusterId: Uuid;
  /** `controller.quorum.voters`: the first voters, and later everybody who may be one. */
  readonly configuredVoters: (node: SimNode) => readonly Voter[];
  /** Where brokers look for the active controller. */
  readonly controllers: readonly NodeId[];
  readonly log: (node: SimNode) => LogSink;
  /** The node has done something: look at it. */
  readonly onRan: (node: SimNode) => void;
  readonly onRaftSend: (node: SimNode, message: Uint8Array) => void;
  readonly onMetadata: (node: SimNode, entries: readonly CommittedEntry[]) => void;
  /** Its process ended by itself. */
  readonly onDied: (node: SimNode, error: unknown) => void;
}

export interface NodeRoles {
  readonly controller: boolean;
  readonly broker: boolean;
}

/** The listener name under which everybody reaches brokers; a node's port is its id. */
export const listenerName = "SIM";
const replicationPort = (node: NodeId): number => node;
const metadataDirectory = "/metadata";
export const logDirectory = "/logs";

/** One machine: its disk, and now and then a process of the production code on it. */
export class SimNode implements NodeView {
  readonly nodeId: NodeId;
  readonly roles: NodeRoles;
  readonly disk: SimDisk;
  incarnation = 0;
  controller: Controller | null = null;
  broker: Broker | null = null;
  process: SimProcess | null = null;
  logDirectory: LogDirectory | null = null;
  readonly #host: NodeHost;

  constructor(host: NodeHost, nodeId: NodeId, roles: NodeRoles & { readonly chance: Chance }) {
    this.#host = host;
    this.nodeId = nodeId;
    this.roles = roles;
    this.disk = new SimDisk(roles.chance, host.shape.syncMs);
  }

  /** Its log directory failed: it does nothing with it until it is started anew (I26). */
  isOffline = false;
  /** Its process was asked to end, and gives away what it leads. */
  isStopping = false;

  get isRunning(): boolean {
    return this.process !== null;
  }

  /** Starts the node's process; what it needs of the disk comes later, in virtual time. */
  start(): void {
    if (this.process !== null) return;
    const { world, onRan, onDied } = this.#host;
    this.incarnation += 1;
    this.isOffline = false;
    this.isStopping = false;
    const process = new SimProcess({
      nodeId: this.nodeId,
      world,
      onRan: () => onRan(this),
      onThrown: (_, error) => onDied(this, error),
    });
    this.process = process;
    this.disk.attach(process);
    world.note(`n${this.nodeId} starts`);
    process.soon(() => {
      void this.#open(process).catch((error: unknown) => this.#died(process, error));
    });
  }

  /** SIGKILL. */
  kill(): void {
    this.#end("reset");
    this.disk.kill();
  }

  /** The machine loses power. */
  losePower(farewell: Farewell): void {
    this.#end(farewell);
    this.disk.losePower();
  }

  /** SIGTERM: controlled shutdown, then the process ends. */
  stop(onStopped: () => void): void {
    const { process, broker, controller } = this;
    if (process === null) return;
    this.isStopping = true;
    process.run(() => {
      const ended = async (): Promise<void> => {
        await broker?.shutdown(2_000);
        await controller?.stop();
      };
      void ended().then(
        () => {
          if (this.process !== process) return;
          this.kill();
          onStopped();
        },
        (error: unknown) => this.#died(process, error),
      );
    });
  }

  #end(farewell: Farewell): void {
    const { process } = this;
    if (process === null) return;
    this.process = null;
    this.controller = null;
    this.broker = null;
    this.logDirectory = null;
    process.kill();
    this.#host.network.ended(process, farewell);
  }

  #died(process: SimProcess, error: unknown): void {
    if (this.process === process) this.#host.onDied(this, error);
  }

  async #open(process: SimProcess): Promise<void> {
    if (this.roles.controller) {
      const opened = await openRaftStore({
        place: this.disk.place,
        files: new DirectoryRaftFiles(this.disk.files, metadataDirectory),
        crc32c,
        rng: this.#rng("raft store"),
        clusterId: this.#host.clusterId,
      });
      if (isFailure<OpenedRaftStore>(opened)) throw new Error(opened.message);
      this.controller = this.#createController(process, opened);
      this.controller.start();
    }
    if (this.roles.broker) {
      const broker = this.#createBroker(process);
      const failed = await broker.start();
      if (failed !== null) throw new Error(failed.message);
      this.broker = broker;
    }
  }

  #createController(process: SimProcess, opened: OpenedRaftStore): Controller {
    const { network, doors, shape, configuredVoters, log, onRaftSend } = this.#host;
    const controller: Controller = new Controller({
      nodeId: this.nodeId,
      bootstrapVoters: configuredVoters(this),
      opened,
      transport: new RaftLinks({
        process,
        network,
        doors,
        self: () => controller.self,
        onSend: (message) => onRaftSend(this, message),
        onPeerLost: (peer) => controller.peerLost(peer),
        queuedMessagesMax: 1_000,
        lossProbability: shape.raftLoss,
      }),
      probe: this.#probe(process),
      clock: process,
      timers: process,
      rng: this.#rng("controller"),
      log: log(this),
      raft: shape.raft,
      config: shape.controller,
      planDefaults: {
        defaultPartitions: shape.partitions,
        defaultReplicationFactor: shape.replicationFactor,
        staticConfigs: staticConfigsOf(shape),
      },
      onFailed: (error) => this.#died(process, error),
    });
    return controller;
  }

  #createBroker(process: SimProcess): Broker {
    const { shape, clusterId, controllers, network, doors, log, onMetadata } = this.#host;
    const ports = { clock: process, timers: process, crc32c, log: log(this) };
    const staticConfigs = staticConfigsOf(shape);
    return new Broker({
      config: {
        clusterId,
        nodeId: this.nodeId,
        incarnationId: randomUuid(this.#rng("incarnation")),
        rack: null,
        endpoints: [
          {
            listener: listenerName,
            host: `node-${this.nodeId}`,
            port: replicationPort(this.nodeId),
          },
        ],
        replicationListener: listenerName,
        controllers,
        staticConfigs,
        replicaLagMsMax: shape.replicaLagMs,
        retentionCheckMs: 1_000,
        produceInFlightBytesMax: shape.produceInFlightBytes,
      },
      directories: [(events) => this.#openLogs(events, ports)],
      peers: new NodePeers({
        process,
        network,
        doors,
        onMetadata: (entries) => onMetadata(this, entries),
        pushesInFlightMax: shape.pushesInFlightMax,
      }),
      rng: this.#rng("broker"),
      onReplaced: (why) => this.#died(process, new ReplacedError(why)),
      ...ports,
    });
  }

  async #openLogs(
    events: LogDirectoryEvents,
    ports: Pick<StoragePorts, "clock" | "timers" | "crc32c" | "log">,
  ): Promise<LogDirectory | Failure> {
    const { shape, clusterId } = this.#host;
    const { files } = this.disk;
    const { process, nodeId } = this;
    const unpack = { compression: noCompression, bytesMax: 1 << 20 };
    const staticConfigs = staticConfigsOf(shape);
    const opened = await openLogDirectory({
      ports: { ...ports, files, unpack },
      rng: this.#rng("log directory"),
      directory: logDirectory,
      clusterId,
      nodeId,
      events,
      config: logConfigOf(topicConfig(emptyImage, "none", { staticConfigs })),
      limits: { ...shape.storage, segmentBytesMax: shape.segmentBytes },
    });
    if (this.process === process && !isFailure(opened)) this.logDirectory = opened;
    return opened;
  }

  /** Looks from this process whether another node's process is gone. */
  #probe(process: SimProcess): BrokerProbe {
    const { network } = this.#host;
    return {
      isRefused: ({ port }) =>
        new Promise((resolve) => {
          const connection = network.connect({
            from: process,
            to: port,
            door: "broker",
            what: "probe",
            onBroken: (side, reason) => {
              if (side === "client") resolve(reason === "connection refused");
            },
          });
          process.after(1_000, () => {
            resolve(false);
            connection.close("client");
          });
        }),
    };
  }

  /** Random numbers that do not repeat when the node starts again. */
  #rng(purpose: string) {
    return this.#host.world.stream(`node ${this.nodeId}.${this.incarnation} ${purpose}`);
  }
}

/** Another process has this node's id; ending is what it should do. */
export class ReplacedError extends Error {
  override readonly name = "ReplacedError";
}

function staticConfigsOf(shape: Shape): ReadonlyMap<string, string> {
  return new Map([
    ["log.index.interval.bytes", `${shape.indexIntervalBytes}`],
    ["min.insync.replicas", `${shape.minInsync}`],
    ["sordini.log.durability", shape.durability],
    ["log.retention.ms", "-1"],
  ]);
}

const noCompression: Compression = {
  compress: () => {
    throw new Error("the workload does not compress");
  },
  decompress: () => {
    throw new Error("the workload does not compress");
  },
};
