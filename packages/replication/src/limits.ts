import type { Millis } from "@sordini/base";

/** How many times in `replica.lag.time.max.ms` the broker calls `checkIsr` of every leader. */
export const isrChecksPerLag = 2;

/** Pause after an ISR proposal that was rejected or lost, so that a busy controller gets air. */
export const proposalPauseMs: Millis = 100;

/** Batches remembered a producer id: a client keeps at most five requests in flight (I27). */
export const producerBatchesMax = 5;

/**
 * Idle time, by record timestamps, after which a producer id is forgotten: Kafka's
 * `producer.id.expiration.ms`. Must exceed what the broker lets timestamps run ahead of its clock.
 */
export const producerIdleMsMax: Millis = 86_400_000;

/** Producer ids remembered a partition (I47); the one that wrote longest ago goes first. */
export const producersMax = 100_000;
