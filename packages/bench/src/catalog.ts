import type { Benchmark } from "./row.ts";
import { consumeBenchmarks } from "./rows/consume.ts";
import { endToEndBenchmarks } from "./rows/end-to-end.ts";
import { failoverBenchmarks } from "./rows/failover.ts";
import { memoryBenchmarks } from "./rows/memory.ts";
import { produceBenchmarks } from "./rows/produce.ts";
import { startBenchmarks } from "./rows/start.ts";

/** All rows, in the order in which they are measured and printed. */
export const benchmarks: readonly Benchmark[] = [
  ...produceBenchmarks,
  ...consumeBenchmarks,
  ...endToEndBenchmarks,
  ...startBenchmarks,
  ...memoryBenchmarks,
  ...failoverBenchmarks,
];
