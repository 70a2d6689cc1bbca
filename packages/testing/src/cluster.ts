import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Door, DoorPlace } from "./door.ts";
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
  /** Puts something between a listener and everybody else; called once for each listener. */
  readonly door?: (place: DoorPlace) => Door;
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
  const places = await choosePlaces(count, options);
  const voters = places.map(({ nodeId, outside }) => `${nodeId}@127.0.0.1:${outside.CONTROLLER}`);
  const nodes = places.map((place) => {
    const nodeFolder = join(folder, `node-${place.nodeId}`);
    mkdirSync(nodeFolder, { recursive: true });
    const configFile = join(nodeFolder, "server.properties");
    const settings: Record<string, string> = {
      "process.roles": "broker,controller",
      "node.id": String(place.nodeId),
      "controller.quorum.voters": voters.join(","),
      listeners: listenersText(place.inside),
      "advertised.listeners": listenersText(place.outside),
      "log.dirs": join(nodeFolder, "data"),
      "default.replication.factor": String(Math.min(3, count)),
      ...options.settings,
      ...options.nodeSettings?.(place.nodeId),
    };
    const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
    writeFileSync(configFile, `${lines.join("\n")}\n`);
    return new NodeProcess({
      ...{ nodeId: place.nodeId, configFile, doors: doorsOf(place, options) },
      logFile: join(nodeFolder, "server.log"),
      dataDirectory: settings["log.dirs"] as string,
    });
  });
  const bootstrap = places.map(({ outside }) => `127.0.0.1:${outside.GRPC}`).join(",");
  return new Cluster({ folder, bootstrap, nodes, keep: options.dataDirectory !== undefined });
}

const listenerNames = ["GRPC", "CONTROLLER"] as const;
/** A port for each listener. */
type Ports = Readonly<Record<(typeof listenerNames)[number], number>>;

interface NodePlace {
  readonly nodeId: number;
  /** Where the process listens. */
  readonly inside: Ports;
  /** Where others find it: the same, unless there is a door. */
  readonly outside: Ports;
}

async function choosePlaces(count: number, options: ClusterOptions): Promise<NodePlace[]> {
  const ports = await freePorts(count * 4);
  return Array.from({ length: count }, (_, index) => {
    const [client, controller, clientDoor, controllerDoor] = ports.slice(index * 4) as [
      number,
      number,
      number,
      number,
    ];
    const inside = {
      GRPC: options.port === undefined ? client : options.port + index,
      CONTROLLER: controller,
    };
    const doors = { GRPC: clientDoor, CONTROLLER: controllerDoor };
    return { nodeId: index + 1, inside, outside: options.door === undefined ? inside : doors };
  });
}

function doorsOf({ nodeId, inside, outside }: NodePlace, { door }: ClusterOptions): Door[] {
  if (door === undefined) return [];
  return listenerNames.map((name) => door({ nodeId, port: outside[name], behind: inside[name] }));
}

function listenersText(ports: Ports): string {
  return listenerNames.map((name) => `${name}://127.0.0.1:${ports[name]}`).join(",");
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
