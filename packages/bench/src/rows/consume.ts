import type { Client, Consumer } from "@sordini/client";
import { createTopic, withCluster } from "../bench-cluster.ts";
import { flood, floodProducer } from "../flood.ts";
import { median } from "../latency.ts";
import { CpuMeter } from "../processes.ts";
import { type Benchmark, type Figures, noFigures } from "../row.ts";

interface ConsumeShape {
  readonly recordBytes: 100 | 1024;
  /** What one pass reads, at full scale. */
  readonly totalBytes: number;
}

const passes = 3;
const mebi = 1 << 20;

export const consumeBenchmarks: readonly Benchmark[] = [
  {
    name: "consume 1KiB",
    run: (scale) => measure({ recordBytes: 1024, totalBytes: 1000 * mebi }, scale),
  },
  {
    name: "consume 100B",
    run: (scale) => measure({ recordBytes: 100, totalBytes: 400 * mebi }, scale),
  },
];

/** One consumer reads a topic of three partitions from its start, after a pass that warms up. */
function measure({ recordBytes, totalBytes }: ConsumeShape, scale: number): Promise<Figures> {
  const count = Math.ceil((totalBytes * scale) / recordBytes);
  return withCluster(async ({ client, pids }) => {
    const shape = { partitions: 3, replicationFactor: 1, durability: "page-cache" } as const;
    const topic = await createTopic(client, shape);
    await flood(floodProducer(client, 1), { topic, recordBytes, count });
    await readAll(client, { topic, recordBytes, count });
    const cpu = new CpuMeter(pids);
    const rates: number[] = [];
    for (let pass = 0; pass < passes; pass++) {
      const startedMs = performance.now();
      await readAll(client, { topic, recordBytes, count });
      rates.push((count * 1000) / (performance.now() - startedMs));
    }
    const recordsPerS = median(rates);
    return {
      ...noFigures,
      mbPerS: (recordsPerS * recordBytes) / 1e6,
      recordsPerS,
      ...cpu.perGb(count * passes * recordBytes),
      mbPerSMin: (Math.min(...rates) * recordBytes) / 1e6,
      mbPerSMax: (Math.max(...rates) * recordBytes) / 1e6,
    };
  });
}

interface Expected {
  readonly topic: string;
  readonly recordBytes: number;
  readonly count: number;
}

/** Looks at each value, as a program would. Throws when not all that was written is read. */
async function readAll(client: Client, { topic, recordBytes, count }: Expected): Promise<void> {
  await using consumer: Consumer = client.consumer({ from: "earliest", stopAtEnd: true });
  let bytes = 0;
  for await (const batch of consumer.batches([topic])) {
    for (const { value } of batch) bytes += value?.length ?? 0;
  }
  if (bytes === count * recordBytes) return;
  throw new Error(`${bytes} bytes were read, ${count * recordBytes} were written`);
}
