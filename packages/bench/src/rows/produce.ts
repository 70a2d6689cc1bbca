import { createTopic, type Durability, withCluster } from "../bench-cluster.ts";
import { flood, floodByPromises, floodProducer } from "../flood.ts";
import { Latency, median } from "../latency.ts";
import { CpuMeter } from "../processes.ts";
import type { Benchmark, Figures } from "../row.ts";

export interface ProduceShape {
  readonly replicationFactor: 1 | 3;
  readonly recordBytes: 100 | 1024;
  readonly durability: Durability;
  readonly partitions: number;
  /** What is measured, at full scale. Half a repetition more is sent before, to warm up. */
  readonly totalBytes: number;
  /** A promise a record instead of a callback. */
  readonly byPromises?: boolean;
}

const repetitions = 3;
const mebi = 1 << 20;

export const produceBenchmarks: readonly Benchmark[] = [
  ...shapes({ recordBytes: 1024, partitions: 3, totalBytes: 1500 * mebi }),
  ...shapes({ recordBytes: 100, partitions: 3, totalBytes: 500 * mebi }),
  ...shapes({ recordBytes: 1024, partitions: 1000, totalBytes: 600 * mebi }).filter(
    ({ replicationFactor }) => replicationFactor === 3,
  ),
  {
    ...({ replicationFactor: 1, durability: "page-cache", byPromises: true } as const),
    ...({ recordBytes: 100, partitions: 3, totalBytes: 200 * mebi } as const),
  },
].map((shape: ProduceShape) => ({ name: nameOf(shape), run: (scale) => measure(shape, scale) }));

function shapes(
  size: Pick<ProduceShape, "recordBytes" | "partitions" | "totalBytes">,
): readonly ProduceShape[] {
  return ([1, 3] as const).flatMap((replicationFactor) =>
    (["fsync", "page-cache"] as const).map((durability) => ({
      ...size,
      replicationFactor,
      durability,
    })),
  );
}

function nameOf(shape: ProduceShape): string {
  const { replicationFactor, recordBytes, durability, partitions, byPromises = false } = shape;
  const acks = replicationFactor === 1 ? "acks=1" : "acks=all";
  const size = recordBytes === 1024 ? "1KiB" : `${recordBytes}B`;
  const spread = partitions === 3 ? "" : ` ${partitions} partitions`;
  const way = byPromises ? " send()" : "";
  return `rf${replicationFactor} ${acks} ${size} ${durability}${spread}${way}`;
}

function measure(shape: ProduceShape, scale: number): Promise<Figures> {
  const { recordBytes, replicationFactor } = shape;
  const count = Math.ceil((shape.totalBytes * scale) / recordBytes / repetitions);
  return withCluster(async ({ client, pids }) => {
    const topic = await createTopic(client, shape);
    const producer = floodProducer(client, replicationFactor === 1 ? 1 : "all");
    const send = shape.byPromises === true ? floodByPromises : flood;
    await send(producer, { topic, recordBytes, count: Math.ceil(count / 2) });
    const latency = new Latency();
    const cpu = new CpuMeter(pids);
    const rates: number[] = [];
    for (let i = 0; i < repetitions; i++) {
      const startedMs = performance.now();
      await send(producer, { topic, recordBytes, count, latency });
      rates.push((count * 1000) / (performance.now() - startedMs));
    }
    const recordsPerS = median(rates);
    return {
      mbPerS: (recordsPerS * recordBytes) / 1e6,
      recordsPerS,
      p50Ms: latency.percentileMs(50),
      p99Ms: latency.percentileMs(99),
      ...cpu.perGb(count * repetitions * recordBytes),
      mbPerSMin: (Math.min(...rates) * recordBytes) / 1e6,
      mbPerSMax: (Math.max(...rates) * recordBytes) / 1e6,
    };
  });
}
