import type { Clock, Rng, Timers } from "@sordini/base";
import type { Transport } from "./transport.ts";

/**
 * Everything by which a client reaches the world. Whatever is in here decides alone when things
 * happen, so that the same client runs under real and under simulated time.
 */
export interface Runtime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** For jitter, and for where to begin. */
  readonly rng: Rng;
  readonly transport: Transport;
}
