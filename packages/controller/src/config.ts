import type { Millis } from "@sordini/base";

export interface ControllerConfig {
  /** `broker.session.timeout.ms`: a silent broker is fenced after this long. */
  readonly sessionTimeoutMs: Millis;
  /** `broker.heartbeat.interval.ms`. */
  readonly heartbeatIntervalMs: Millis;
  /**
   * `sordini.broker.disconnect.grace.ms`: a broker whose stream broke is fenced after this long.
   */
  readonly disconnectGraceMs: Millis;
  /** `auto.leader.rebalance.enable`. */
  readonly rebalanceLeaders: boolean;
  /**
   * Kafka looks every 5 minutes; a look costs little here, and nothing when nothing has changed.
   */
  readonly rebalanceIntervalMs: Millis;
  readonly snapshotIntervalEntries: number;
  readonly snapshotIntervalBytes: number;
}

export const defaultControllerConfig: ControllerConfig = {
  sessionTimeoutMs: 3_000,
  heartbeatIntervalMs: 500,
  disconnectGraceMs: 100,
  rebalanceLeaders: true,
  rebalanceIntervalMs: 5_000,
  snapshotIntervalEntries: 10_000,
  snapshotIntervalBytes: 4 * 1024 * 1024,
};
