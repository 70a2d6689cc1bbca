import { createHistogram } from "node:perf_hooks";

/** Waiting times, kept to three digits; tail and middle are read when all are in. */
export class Latency {
  // In microseconds: the histogram takes whole numbers from 1 on.
  readonly #histogram = createHistogram();

  record(ms: number): void {
    this.#histogram.record(Math.max(1, Math.round(ms * 1000)));
  }

  get count(): number {
    return this.#histogram.count;
  }

  /** Null when nothing was recorded. */
  percentileMs(percent: number): number | null {
    if (this.count === 0) return null;
    return this.#histogram.percentile(percent) / 1000;
  }
}

/** The middle of `values`, of which there must be one or more; the upper one of two middles. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) throw new Error("nothing was measured");
  return middle;
}

/** A number with as many digits as it is worth printing. */
export function rounded(value: number): number {
  if (value >= 100) return Math.round(value);
  return Number(value.toPrecision(3));
}
