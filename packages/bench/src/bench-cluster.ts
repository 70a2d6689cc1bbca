import { Client } from "@sordini/client";
import { type Cluster, createCluster } from "@sordini/testing";

export const durabilities = ["fsync", "page-cache"] as const;
export type Durability = (typeof durabilities)[number];

export interface BenchCluster {
  readonly cluster: Cluster;
  /** Lives as long as the cluster. */
  readonly client: Client;
  readonly pids: readonly number[];
}

/**
 * Three nodes of their own for one row, so that a row measured alone and one measured after others
 * are the same. They and their data are gone afterwards, also when the bench is interrupted.
 */
export async function withCluster<T>(use: (bench: BenchCluster) => Promise<T>): Promise<T> {
  return withStoppedCluster(async (cluster) => {
    await Promise.all(cluster.nodes.map((node) => node.start()));
    await using client = new Client({ bootstrap: cluster.bootstrap, clientId: "bench" });
    const pids = cluster.nodes.flatMap(({ pid }) => pid ?? []);
    const result = await use({ cluster, client, pids });
    await cluster.stop(); // not killed, so that a profiler in its processes can write what it saw
    return result;
  });
}

/** The same with nodes that are not started yet. */
export async function withStoppedCluster<T>(use: (cluster: Cluster) => Promise<T>): Promise<T> {
  await using cluster = await createCluster({ brokers: 3 });
  const end = (): void => void cluster.close().finally(() => process.exit(130));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  try {
    return await use(cluster);
  } finally {
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
  }
}

export interface TopicShape {
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly durability: Durability;
}

/** Creates the topic of a row; returns its name. */
export async function createTopic(client: Client, shape: TopicShape): Promise<string> {
  const { partitions, replicationFactor, durability } = shape;
  const config = { "sordini.durability": durability };
  const name = "bench";
  await client.admin().createTopics([{ name, partitions, replicationFactor, config }]);
  return name;
}
