export { type Calibration, calibrate } from "./calibration.ts";
export { benchmarks } from "./catalog.ts";
export type { Benchmark, Figures, Row } from "./row.ts";
