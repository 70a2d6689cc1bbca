import { Client } from "@sordini/client";
import { createTopic, withStoppedCluster } from "../bench-cluster.ts";
import { median } from "../latency.ts";
import { type Benchmark, type Figures, noFigures } from "../row.ts";

const repetitions = 5;

export const startBenchmarks: readonly Benchmark[] = [
  { name: "start 3 nodes", run: (scale) => measure(Math.ceil(repetitions * Math.min(1, scale))) },
];

/** `p50Ms` is the median, `p99Ms` the slowest of so few. */
async function measure(count: number): Promise<Figures> {
  await startOnce(); // the first one reads the programs from the disk, and compiles them
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push(await startOnce());
  return { ...noFigures, p50Ms: median(times), p99Ms: Math.max(...times) };
}

/** From the spawn of three processes without data to a topic's first record on all three. */
function startOnce(): Promise<number> {
  return withStoppedCluster(async (cluster) => {
    const startedMs = performance.now();
    await Promise.all(cluster.nodes.map((node) => node.start()));
    await using client = new Client({ bootstrap: cluster.bootstrap, clientId: "bench" });
    const shape = { partitions: 3, replicationFactor: 3, durability: "fsync" } as const;
    const topic = await createTopic(client, shape);
    await client.producer({ acks: "all" }).send(topic, { value: "first" });
    return performance.now() - startedMs;
  });
}
