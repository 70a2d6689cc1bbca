import { rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Cluster, createCluster } from "@sordini/testing";
import { LoopDisk } from "../disks/loop-disk.ts";
import { type FaultKind, startNode } from "../faults/fault.ts";
import { Network } from "../network/network.ts";
import { hasProcfs } from "./requirements.ts";

const brokers = 3;
/**
 * Followers that lag leave the ISR within the longest faults, but later than a healed cluster must
 * take records again: so the one cannot hide that the other did not happen.
 */
const replicaLagMs = 12_000;

export interface SceneOptions {
  readonly folder: string;
  readonly kinds: readonly FaultKind[];
  readonly durability: "fsync" | "page-cache";
}

/** The machines of a run: processes, the network between them and, where needed, their disks. */
export class Scene {
  readonly cluster: Cluster;
  readonly network: Network;
  /** By node id; empty unless a fault needs them. */
  readonly disks: ReadonlyMap<number, LoopDisk>;
  readonly #folder: string;

  private constructor(parts: Pick<Scene, "cluster" | "network" | "disks"> & { folder: string }) {
    this.cluster = parts.cluster;
    this.network = parts.network;
    this.disks = parts.disks;
    this.#folder = parts.folder;
  }

  static async create({ folder, kinds, durability }: SceneOptions): Promise<Scene> {
    const network = new Network();
    const needsDisks = kinds.some(({ needs }) => needs.includes("disks"));
    const disks = needsDisks ? await createDisks(join(folder, "disks")) : new Map();
    const cluster = await createCluster({
      ...{ brokers, dataDirectory: join(folder, "cluster") },
      ...(hasProcfs() ? { door: network.door } : {}),
      settings: {
        "sordini.log.durability": durability,
        "replica.lag.time.max.ms": String(replicaLagMs),
      },
      nodeSettings: (nodeId): Record<string, string> => {
        const disk = disks.get(nodeId);
        return disk === undefined ? {} : { "log.dirs": join(disk.mountPoint, "data") };
      },
    });
    network.serve(cluster);
    return new Scene({ cluster, network, disks, folder });
  }

  /** Ends every fault, whether it is known or not, and starts what is down. */
  async heal(): Promise<void> {
    this.network.heal();
    for (const node of this.cluster.nodes) node.signal("SIGCONT");
    await Promise.all([...this.disks.values()].map((disk) => disk.free()));
    const down = this.cluster.nodes.filter((node) => !node.isRunning);
    await Promise.all(down.map(startNode));
  }

  /** Ends every process; data, logs and disk images stay. */
  async close(): Promise<void> {
    await this.cluster.close();
    await Promise.all([...this.disks.values()].map((disk) => disk.unmount()));
  }

  /** Removes what is left of a closed scene. */
  discard(): void {
    for (const name of ["cluster", "disks"]) {
      rmSync(join(this.#folder, name), { recursive: true, force: true });
    }
  }
}

async function createDisks(folder: string): Promise<Map<number, LoopDisk>> {
  await mkdir(folder);
  const disks = new Map<number, LoopDisk>();
  for (let nodeId = 1; nodeId <= brokers; nodeId++) {
    const mountPoint = join(folder, `node-${nodeId}`);
    const disk = new LoopDisk({ image: `${mountPoint}.img`, mountPoint });
    await disk.create();
    disks.set(nodeId, disk);
  }
  return disks;
}
