import { type Failure, isFailure, type LogSink, type Rng, type Uuid } from "@sordini/base";
import type { Endpoint } from "@sordini/broker";
import {
  Controller,
  defaultControllerConfig,
  DirectoryRaftFiles,
  type OpenedRaftStore,
  type RaftStoreOptions,
  openRaftStore,
} from "@sordini/controller";
import {
  controllerHandlers,
  forwardedAdminHandlers,
  GrpcRaftTransport,
  GrpcServer,
  raftHandlers,
} from "@sordini/grpc-listener";
import { defaultRaftOptions } from "@sordini/raft";
import { controllerService, forwardedAdminService, raftService } from "@sordini/rpc";
import { FileError, KeyValueStoreError } from "@sordini/storage";
import type { ServerConfig } from "./config/server-config.ts";
import { LevelStorePlace } from "./level-store.ts";
import { NodeFiles } from "./files-node.ts";
import { connectionProbe } from "./ports/connection-probe.ts";
import { listenAs } from "./listen.ts";
import { systemCrc32c } from "./ports/crc.ts";
import { systemClock, systemTimers } from "./ports/time.ts";
import { ServerError } from "./server-error.ts";

export interface ControllerNodeOptions {
  readonly config: ServerConfig;
  readonly clusterId: Uuid;
  /** Folder of the Raft log. */
  readonly directory: string;
  readonly controllers: ReadonlyMap<number, Endpoint>;
  readonly rng: Rng;
  readonly log: LogSink;
  readonly onFailed: (reason: string) => void;
}

/** The controller role of this process: Raft store, transport, controller and its listener. */
export class ControllerNode {
  readonly endpoint: Endpoint;
  readonly #controller: Controller;
  readonly #server: GrpcServer;
  readonly #transport: GrpcRaftTransport;

  private constructor(parts: {
    readonly endpoint: Endpoint;
    readonly controller: Controller;
    readonly server: GrpcServer;
    readonly transport: GrpcRaftTransport;
  }) {
    this.endpoint = parts.endpoint;
    this.#controller = parts.controller;
    this.#server = parts.server;
    this.#transport = parts.transport;
  }

  /** Opens the Raft log, listens, joins the quorum. Throws ServerError for what a user can mend. */
  static async start(options: ControllerNodeOptions): Promise<ControllerNode> {
    const { config, clusterId, log, controllers } = options;
    const opened = await openStore(options);
    const { directoryId } = opened.store;
    if (opened.reason !== null) log.warn("this controller cannot vote", { reason: opened.reason });
    const { nodeId } = config;
    const onPeerLost = (peer: number): void => controller.peerLost(peer);
    const transport = new GrpcRaftTransport({
      clusterId,
      nodeId,
      directoryId,
      controllers,
      onPeerLost,
    });
    const controller: Controller = createController(options, { opened, transport });
    const server = new GrpcServer();
    server.add(controllerService, controllerHandlers(controller));
    server.add(forwardedAdminService, forwardedAdminHandlers(controller));
    server.add(
      raftService,
      raftHandlers({
        clusterId,
        nodeId,
        receive: (from, message) => controller.receive(from, message),
        onPeerFound: (peer) => transport.peerFound(peer),
        onPeerLost,
      }),
    );
    const endpoint = await listenAs(server, config, config.controllerListener);
    controller.start();
    return new ControllerNode({ endpoint, controller, server, transport });
  }

  async stop(): Promise<void> {
    await this.#controller.stop();
    this.#transport.close();
    this.#server.close();
  }
}

async function openStore(options: ControllerNodeOptions): Promise<OpenedRaftStore> {
  const { directory, rng, clusterId } = options;
  const opened = await openedOrRefused({
    place: new LevelStorePlace(`${directory}/log`),
    files: new DirectoryRaftFiles(new NodeFiles(), directory),
    crc32c: systemCrc32c,
    rng,
    clusterId,
  });
  if (isFailure(opened)) throw new ServerError(opened.message);
  return opened;
}

async function openedOrRefused(options: RaftStoreOptions): Promise<OpenedRaftStore | Failure> {
  try {
    return await openRaftStore(options);
  } catch (error) {
    if (!(error instanceof KeyValueStoreError) && !(error instanceof FileError)) throw error;
    throw new ServerError(`the metadata log: ${error.message}`);
  }
}

function createController(
  { config, controllers, rng, log, onFailed }: ControllerNodeOptions,
  {
    opened,
    transport,
  }: { readonly opened: OpenedRaftStore; readonly transport: GrpcRaftTransport },
): Controller {
  const electionMs = config.number("controller.quorum.election.timeout.ms");
  return new Controller({
    nodeId: config.nodeId,
    bootstrapVoters: [...controllers.keys()].map((nodeId) => ({ nodeId, directoryId: null })),
    opened,
    transport,
    probe: connectionProbe,
    clock: systemClock,
    timers: systemTimers,
    rng,
    log,
    raft: {
      ...defaultRaftOptions,
      heartbeatMs: config.number("sordini.controller.heartbeat.interval.ms"),
      electionTimeoutMs: { min: electionMs, max: 2 * electionMs },
    },
    config: {
      ...defaultControllerConfig,
      sessionTimeoutMs: config.number("broker.session.timeout.ms"),
      heartbeatIntervalMs: config.number("broker.heartbeat.interval.ms"),
      disconnectGraceMs: config.number("sordini.broker.disconnect.grace.ms"),
      rebalanceLeaders: config.boolean("auto.leader.rebalance.enable"),
      rebalanceIntervalMs: config.number("leader.imbalance.check.interval.seconds") * 1000,
    },
    planDefaults: {
      defaultPartitions: config.number("num.partitions"),
      defaultReplicationFactor: config.number("default.replication.factor"),
      staticConfigs: config.settings,
    },
    onFailed: (error) => onFailed(`the controller stopped: ${String(error)}`),
  });
}
