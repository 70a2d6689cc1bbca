/** The figures that every run reports, demo or chaos. */
export interface Figures {
  readonly acknowledged: number;
  /** Different records read. */
  readonly read: number;
  readonly lost: number;
  readonly reordered: number;
  /** Places of a record beyond its first: retries after lost answers. */
  readonly duplicated: number;
  readonly kills: number;
  /** Spawn of the first process to the first acks=all acknowledgement. */
  readonly startMs: number;
  /** Kill to the next acknowledged record; null without a kill. */
  readonly failoverP50Ms: number | null;
  readonly failoverP99Ms: number | null;
}

/** The smallest value that `share` of all are not above (nearest rank); null without values. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  return value === undefined ? null : Math.round(value);
}
