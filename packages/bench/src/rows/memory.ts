import { setTimeout as sleep } from "node:timers/promises";
import { type BenchCluster, createTopic, withCluster } from "../bench-cluster.ts";
import { flood, floodProducer } from "../flood.ts";
import { rssMbOf } from "../processes.ts";
import { type Benchmark, type Figures, noFigures } from "../row.ts";

/** After the start nodes still elect, compile and tidy up. */
const settleMs = 5000;
const sampleMs = 100;
const recordBytes = 1024;
const loadBytes = 1_000_000_000;

export const memoryBenchmarks: readonly Benchmark[] = [
  { name: "rss idle", run: measureIdle },
  { name: "rss loaded", run: measureLoaded },
];

/** A cluster that has taken one record and then nothing for a while. */
function measureIdle(scale: number): Promise<Figures> {
  return withCluster(async (bench) => {
    const topic = await createReplicatedTopic(bench);
    await bench.client.producer({ acks: "all" }).send(topic, { value: "only" });
    await sleep(settleMs * Math.min(1, scale));
    return { ...noFigures, rssMb: largestRssMb(bench) };
  });
}

/** The most that a node held at any moment while it took all that a client can send. */
function measureLoaded(scale: number): Promise<Figures> {
  return withCluster(async (bench) => {
    const topic = await createReplicatedTopic(bench);
    let most = largestRssMb(bench);
    const sampling = setInterval(() => {
      const now = largestRssMb(bench);
      if (now !== null) most = Math.max(most ?? 0, now);
    }, sampleMs);
    try {
      const count = Math.ceil((loadBytes * scale) / recordBytes);
      await flood(floodProducer(bench.client, "all"), { topic, recordBytes, count });
    } finally {
      clearInterval(sampling);
    }
    return { ...noFigures, rssMb: most };
  });
}

function createReplicatedTopic({ client }: BenchCluster): Promise<string> {
  return createTopic(client, { partitions: 3, replicationFactor: 3, durability: "fsync" });
}

function largestRssMb({ pids }: BenchCluster): number | null {
  const sizes = pids.map(rssMbOf);
  return sizes.some((size) => size === null) ? null : Math.max(...(sizes as number[]));
}
