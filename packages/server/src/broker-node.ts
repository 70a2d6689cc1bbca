import { resolve } from "node:path";
import { type Failure, type LogSink, randomUuid, type Rng, type Uuid } from "@sordini/base";
import { Broker, type Endpoint } from "@sordini/broker";
import { nodeCompression } from "@sordini/compression";
import {
  brokerAdminHandlers,
  clientHandlers,
  createGrpcPeers,
  type GrpcPeers,
  GrpcServer,
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
import { listenAs } from "./listen.ts";
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
/** How often readiness is looked at while the broker starts. */
const readyCheckMs = 2;

/** The broker role of this process: log directory, peers, broker core and its listener. */
export class BrokerNode {
  readonly endpoint: Endpoint;
  readonly #broker: Broker;
  readonly #server: GrpcServer;
  readonly #peers: GrpcPeers;
  readonly #health: Health;
  #stopped = false;

  private constructor(parts: {
    readonly endpoint: Endpoint;
    readonly broker: Broker;
    readonly server: GrpcServer;
    readonly peers: GrpcPeers;
    readonly health: Health;
  }) {
    this.endpoint = parts.endpoint;
    this.#broker = parts.broker;
    this.#server = parts.server;
    this.#peers = parts.peers;
    this.#health = parts.health;
  }

  /**
   * Listens, recovers the logs, registers. Resolves before the controllers let the broker work:
   * that is `ready`. Throws ServerError for what a user can mend.
   */
  static async start(options: BrokerNodeOptions): Promise<BrokerNode> {
    const { config, controllers, log } = options;
    const peers = createGrpcPeers(controllers);
    const server = new GrpcServer();
    // The broker learns its port before it exists: services answer once it has started.
    const endpoint = await listenAs(server, config, config.brokerListener);
    const broker = createBroker(options, { peers, endpoint });
    server.add(clientService, clientHandlers(broker, config.brokerListener));
    server.add(adminService, brokerAdminHandlers(broker, config.brokerListener));
    server.add(replicationService, replicationHandlers(broker));
    const health = new Health();
    server.add(healthService, health.handlers());
    if (config.boolean("sordini.grpc.reflection")) await server.addReflection();
    const failed = await broker.start();
    if (failed !== null) {
      server.close();
      peers.close();
      throw new ServerError(failed.message);
    }
    log.debug("log directories are open");
    return new BrokerNode({ endpoint, broker, server, peers, health });
  }

  /** Resolves once the broker takes part in the cluster: registered, caught up and unfenced. */
  async ready(): Promise<void> {
    while (this.#broker.isFenced && !this.#stopped) {
      await new Promise<void>((resolve) => {
        systemTimers.after(readyCheckMs, resolve);
      });
    }
    this.#health.setServing(true);
  }

  /**
   * Controlled shutdown: leadership moves away first, unless the settings say not to wait for it.
   */
  async stop({ controlled }: { readonly controlled: boolean }): Promise<void> {
    this.#stopped = true;
    this.#health.setServing(false);
    await this.#broker.shutdown(controlled ? undefined : 0);
    this.#server.close();
    this.#peers.close();
  }
}

function createBroker(
  { config, clusterId, controllers, rng, log, onFailed }: BrokerNodeOptions,
  { peers, endpoint }: { readonly peers: GrpcPeers; readonly endpoint: Endpoint },
): Broker {
  const advertised = config.advertisedListeners.filter(
    ({ name }) => name === config.brokerListener,
  );
  return new Broker({
    config: {
      clusterId,
      nodeId: config.nodeId,
      incarnationId: randomUuid(rng),
      rack: config.rack,
      endpoints: advertised.map(({ name, host, port }) => ({
        listener: name,
        host,
        port: port === 0 ? endpoint.port : port,
      })),
      replicationListener: config.brokerListener,
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
