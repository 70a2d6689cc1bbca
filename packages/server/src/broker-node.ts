import { resolve } from "node:path";
import { assert, type Failure, type LogSink, randomUuid, type Rng, type Uuid } from "@sordini/base";
import { Broker, type Endpoint } from "@sordini/broker";
import { nodeCompression } from "@sordini/compression";
import {
  brokerAdminHandlers,
  clientHandlers,
  createGrpcPeers,
  type GrpcPeers,
  Health,
  replicationHandlers,
} from "@sordini/grpc-listener";
import { adminService, clientService, healthService, replicationService } from "@sordini/rpc";
import {
  type LogConfig,
  type LogDirectory,
  type LogDirectoryEvents,
  openLogDirectory,
} from "@sordini/storage";
import type { ServerConfig } from "./config/server-config.ts";
import { NodeFiles } from "./files-node.ts";
import { closeListeners, type OpenListener, openListeners, placesOf } from "./listen.ts";
import { systemCrc32c } from "./ports/crc.ts";
import { systemClock, systemTimers } from "./ports/time.ts";
import { ServerError } from "./server-error.ts";

export interface BrokerNodeOptions {
  readonly config: ServerConfig;
  readonly clusterId: Uuid;
  readonly controllers: ReadonlyMap<number, Endpoint>;
  readonly rng: Rng;
  readonly log: LogSink;
  readonly onFailed: (reason: string) => void;
}

/** Most bytes that a batch may unpack to when a timestamp is looked for inside it. */
const unpackedBytesMax = 64 << 20;

interface BrokerNodeParts {
  readonly broker: Broker;
  readonly listeners: readonly OpenListener[];
  readonly peers: GrpcPeers;
  readonly health: Health;
  readonly ready: Promise<void>;
}

/** The broker role of this process: log directory, peers, broker core and its listeners. */
export class BrokerNode {
  readonly endpoints: readonly (Endpoint & { readonly name: string })[];
  /** Resolves once the broker takes part in the cluster: registered, caught up and unfenced. */
  readonly ready: Promise<void>;
  readonly #broker: Broker;
  readonly #listeners: readonly OpenListener[];
  readonly #peers: GrpcPeers;
  readonly #health: Health;

  private constructor({ broker, listeners, peers, health, ready }: BrokerNodeParts) {
    this.endpoints = placesOf(listeners);
    this.ready = ready;
    this.#broker = broker;
    this.#listeners = listeners;
    this.#peers = peers;
    this.#health = health;
  }

  /**
   * Listens, recovers the logs, registers. Resolves before the controllers let the broker work:
   * that is `ready`. Throws ServerError for what a user can mend.
   */
  static async start(options: BrokerNodeOptions): Promise<BrokerNode> {
    const { config, controllers, log } = options;
    // The broker learns its ports before it exists: services answer once it has started.
    const listeners = await openListeners(config.brokerListeners);
    const peers = createGrpcPeers(controllers);
    const health = new Health();
    const { promise: ready, resolve: onReady } = Promise.withResolvers<void>();
    const onFencing = (fenced: boolean): void => {
      health.setServing(!fenced);
      if (!fenced) onReady();
    };
    const broker = createBroker(options, { peers, listeners, onFencing });
    for (const listener of listeners) addServices(listener, { broker, health, config });
    if (config.boolean("sordini.grpc.reflection")) {
      for (const { server } of listeners) await server.addReflection();
    }
    const failed = await broker.start();
    if (failed !== null) {
      closeListeners(listeners);
      peers.close();
      throw new ServerError(failed.message);
    }
    log.debug("log directories are open");
    return new BrokerNode({ broker, listeners, peers, health, ready });
  }

  /**
   * Controlled shutdown: leadership moves away first, unless the settings say not to wait for it.
   */
  async stop({ controlled }: { readonly controlled: boolean }): Promise<void> {
    this.#health.setServing(false);
    await this.#broker.shutdown(controlled ? undefined : 0);
    closeListeners(this.#listeners);
    this.#peers.close();
  }
}

function addServices(
  { server, name }: OpenListener,
  {
    broker,
    health,
    config,
  }: { readonly broker: Broker; readonly health: Health; readonly config: ServerConfig },
): void {
  server.add(clientService, clientHandlers(broker, name));
  server.add(adminService, brokerAdminHandlers(broker, name));
  server.add(healthService, health.handlers());
  // Who comes from outside has no business among the replicas.
  if (name === config.replicationListener) {
    server.add(replicationService, replicationHandlers(broker));
  }
}

interface BrokerSurroundings {
  readonly peers: GrpcPeers;
  readonly listeners: readonly OpenListener[];
  readonly onFencing: (fenced: boolean) => void;
}

function createBroker(
  { config, clusterId, controllers, rng, log, onFailed }: BrokerNodeOptions,
  { peers, listeners, onFencing }: BrokerSurroundings,
): Broker {
  const { replicationListener } = config;
  assert(replicationListener !== null, "a broker has a listener for replication");
  return new Broker({
    config: {
      clusterId,
      nodeId: config.nodeId,
      incarnationId: randomUuid(rng),
      rack: config.rack,
      endpoints: listeners.flatMap(({ name, advertised }) =>
        advertised === null ? [] : [{ listener: name, ...advertised }],
      ),
      replicationListener,
      controllers: [...controllers.keys()],
      staticConfigs: config.settings,
      replicaLagMsMax: config.number("replica.lag.time.max.ms"),
      produceInFlightBytesMax: config.number("sordini.produce.in.flight.bytes"),
      retentionCheckMs: config.number("log.retention.check.interval.ms"),
    },
    directories: [(events) => openDirectory({ config, clusterId, rng, log }, events)],
    peers,
    clock: systemClock,
    timers: systemTimers,
    rng,
    crc32c: systemCrc32c,
    log,
    onReplaced: onFailed,
    onFencing,
  });
}

function openDirectory(
  { config, clusterId, rng, log }: Omit<BrokerNodeOptions, "controllers" | "onFailed">,
  events: LogDirectoryEvents,
): Promise<LogDirectory | Failure> {
  return openLogDirectory({
    ports: {
      files: new NodeFiles(),
      clock: systemClock,
      timers: systemTimers,
      crc32c: systemCrc32c,
      log,
      unpack: { compression: nodeCompression, bytesMax: unpackedBytesMax },
    },
    rng,
    directory: resolve(config.logDirectory),
    clusterId,
    nodeId: config.nodeId,
    events,
    config: logDefaults(config),
  });
}

function logDefaults(config: ServerConfig): LogConfig {
  return {
    segmentBytesMax: config.number("log.segment.bytes"),
    segmentAgeMsMax: config.number("log.roll.ms"),
    indexIntervalBytes: config.number("log.index.interval.bytes"),
    durability: config.text("sordini.log.durability") === "fsync" ? "fsync" : "page-cache",
    retentionMs: config.number("log.retention.ms"),
    retentionBytes: config.number("log.retention.bytes"),
  };
}
