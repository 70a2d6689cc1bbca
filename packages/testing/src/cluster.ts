import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeProcess } from "./node-process.ts";
import { freePorts } from "./ports.ts";

export interface ClusterOptions {
  /** Nodes, each broker and controller at once. Default 3. */
  readonly brokers?: number;
  /**
   * Kept when the cluster closes, and continued when it holds an earlier cluster's data. Default: a
   * temporary folder.
   */
  readonly dataDirectory?: string;
  /**
   * Listen for clients on this port and the following ones. Default: ports chosen by the kernel.
   */
  readonly port?: number;
  /** Server settings for every node, over the defaults for tests. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Settings of single nodes, over `settings`. */
  readonly nodeSettings?: (nodeId: number) => Readonly<Record<string, string>>;
}

/**
 * Starts a cluster of real processes on 127.0.0.1 and resolves once every node serves.
 * ```ts
 * await using cluster = await startCluster({ brokers: 3 });
 * ```
 * Throws when a node ends before it serves, with its last log lines.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const cluster = await createCluster(options);
  try {
    await Promise.all(cluster.nodes.map((node) => node.start()));
  } catch (error) {
    await cluster.close();
    throw error;
  }
  return cluster;
}

/** A cluster whose nodes are configured but not started. */
export async function createCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const count = options.brokers ?? 3;
  const folder = options.dataDirectory ?? mkdtempSync(join(tmpdir(), "sordini-cluster-"));
  mkdirSync(folder, { recursive: true });
  const ports = await freePorts(count * 2);
  const places = Array.from({ length: count }, (_, index) => ({
    nodeId: index + 1,
    clientPort: options.port === undefined ? (ports[index] as number) : options.port + index,
    controllerPort: ports[count + index] as number,
  }));
  const voters = places.map((place) => `${place.nodeId}@127.0.0.1:${place.controllerPort}`);
  const nodes = places.map(({ nodeId, clientPort, controllerPort }) => {
    const nodeFolder = join(folder, `node-${nodeId}`);
    mkdirSync(nodeFolder, { recursive: true });
    const configFile = join(nodeFolder, "server.properties");
    const settings: Record<string, string> = {
      "process.roles": "broker,controller",
      "node.id": String(nodeId),
      "controller.quorum.voters": voters.join(","),
      listeners: `GRPC://127.0.0.1:${clientPort},CONTROLLER://127.0.0.1:${controllerPort}`,
      "log.dirs": join(nodeFolder, "data"),
      "default.replication.factor": String(Math.min(3, count)),
      ...options.settings,
      ...options.nodeSettings?.(nodeId),
    };
    const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
    writeFileSync(configFile, `${lines.join("\n")}\n`);
    return new NodeProcess({ nodeId, configFile, logFile: join(nodeFolder, "server.log") });
  });
  const bootstrap = places.map((place) => `127.0.0.1:${place.clientPort}`).join(",");
  return new Cluster({ folder, bootstrap, nodes, keep: options.dataDirectory !== undefined });
}

interface ClusterParts {
  readonly folder: string;
  readonly bootstrap: string;
  readonly nodes: readonly NodeProcess[];
  readonly keep: boolean;
}

/** Real server processes; `nodes` can be killed and started one by one. */
export class Cluster implements AsyncDisposable {
  /** Where the nodes keep configuration, data and logs. */
  readonly folder: string;
  /** For `new Client({ bootstrap })`. */
  readonly bootstrap: string;
  readonly nodes: readonly NodeProcess[];
  readonly #keep: boolean;

  constructor({ folder, bootstrap, nodes, keep }: ClusterParts) {
    this.folder = folder;
    this.bootstrap = bootstrap;
    this.nodes = nodes;
    this.#keep = keep;
  }

  node(nodeId: number): NodeProcess {
    const found = this.nodes.find((node) => node.nodeId === nodeId);
    if (found === undefined) throw new Error(`there is no node ${nodeId} in this cluster`);
    return found;
  }

  /** Stops every node cleanly, all at the same time: the data is kept for a later start. */
  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  /** Ends every process at once; removes the folder unless it was given. */
  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
    if (!this.#keep) rmSync(this.folder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
