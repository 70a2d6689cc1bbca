import { resolve } from "node:path";
import { isFailure, type LogSink, type Uuid } from "@sordini/base";
import type { Endpoint } from "@sordini/broker";
import { readMetaProperties } from "@sordini/storage";
import { BrokerNode } from "./broker-node.ts";
import type { ServerConfig } from "./config/server-config.ts";
import { ControllerNode } from "./controller-node.ts";
import { NodeFiles } from "./files-node.ts";
import { systemRng } from "./ports/random.ts";
import { ServerError } from "./server-error.ts";

/** The id of Kafka's examples and test containers: what a cluster is called that nobody named. */
const clusterIdDefault = "4L6g3nShT-eMCtK--X86sw";

export interface RunningServer {
  readonly nodeId: number;
  readonly clusterId: Uuid;
  /** Where the listeners really are: port 0 was replaced by the kernel's choice. */
  readonly endpoints: readonly (Endpoint & { readonly name: string })[];
  /** Resolves once the server does its work: the broker is unfenced, the controller listens. */
  readonly ready: Promise<void>;
  /** Resolves to the reason when the server can no longer go on safely. Never rejects. */
  readonly failed: Promise<string>;
  /** Controlled shutdown. */
  stop(): Promise<void>;
}

/**
 * Starts the roles that the settings name, in this process. Throws ServerError when a port is in
 * use or a folder is locked, damaged or another cluster's.
 */
export async function startServer(config: ServerConfig, log: LogSink): Promise<RunningServer> {
  const { promise: failed, resolve: onFailed } = Promise.withResolvers<string>();
  const rng = systemRng();
  const clusterId = await chooseClusterId(config);
  const controllers = new Map(
    config.voters.map(({ nodeId, host, port }) => [nodeId, { host, port }] as const),
  );
  const directory = config.metadataDirectory ?? `${config.logDirectory}/__cluster_metadata-0`;
  const shared = { config, clusterId, controllers, rng, log };
  const controller = config.isController
    ? await ControllerNode.start({ ...shared, directory: resolve(directory), onFailed })
    : null;
  let broker: BrokerNode | null = null;
  try {
    broker = config.isBroker ? await BrokerNode.start({ ...shared, onFailed }) : null;
  } catch (error) {
    await controller?.stop();
    throw error;
  }
  return {
    nodeId: config.nodeId,
    clusterId,
    endpoints: [...(broker?.endpoints ?? []), ...(controller?.endpoints ?? [])],
    ready: broker?.ready ?? Promise.resolve(),
    failed,
    stop: async () => {
      await broker?.stop({ controlled: config.boolean("controlled.shutdown.enable") });
      await controller?.stop();
    },
  };
}

async function chooseClusterId({ clusterId, logDirectory }: ServerConfig): Promise<Uuid> {
  if (clusterId !== null) return clusterId;
  const found = await readMetaProperties(new NodeFiles(), resolve(logDirectory));
  if (found === null) return clusterIdDefault;
  if (isFailure(found)) throw new ServerError(found.message);
  return found.clusterId;
}
