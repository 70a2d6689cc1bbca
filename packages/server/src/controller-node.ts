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
  Health,
  raftHandlers,
} from "@sordini/grpc-listener";
import { defaultRaftOptions } from "@sordini/raft";
import { controllerService, forwardedAdminService, healthService, raftService } from "@sordini/rpc";
import { FileError, KeyValueStoreError } from "@sordini/storage";
import type { ServerConfig } from "./config/server-config.ts";
import { LevelStorePlace } from "./level-store.ts";
import { NodeFiles } from "./files-node.ts";
import { connectionProbe } from "./ports/connection-probe.ts";
import { closeListeners, type OpenListener, openListeners, placesOf } from "./listen.ts";
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

/** The controller role of this process: Raft store, transport, controller and its listeners. */
export class ControllerNode {
  readonly endpoints: readonly (Endpoint & { readonly name: string })[];
  readonly #controller: Controller;
  readonly #listeners: readonly OpenListener[];
  readonly #transport: GrpcRaftTransport;

  private constructor(parts: {
    readonly controller: Controller;
    readonly listeners: readonly OpenListener[];
    readonly transport: GrpcRaftTransport;
  }) {
    this.endpoints = placesOf(parts.listeners);
    this.#controller = parts.controller;
    this.#listeners = parts.listeners;
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
    const listeners = await openListeners(config.controllerListeners);
    const health = new Health();
    for (const { server } of listeners) {
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
      server.add(healthService, health.handlers());
    }
    controller.start();
    health.setServing(true);
    return new ControllerNode({ controller, listeners, transport });
  }

  async stop(): Promise<void> {
    await this.#controller.stop();
    this.#transport.close();
    closeListeners(this.#listeners);
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
