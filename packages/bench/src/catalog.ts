import type { Benchmark } from "./row.ts";
import { produceBenchmarks } from "./rows/produce.ts";

/** All rows, in the order in which they are measured and printed. */
export const benchmarks: readonly Benchmark[] = [...produceBenchmarks];
