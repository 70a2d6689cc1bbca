import type { Millis } from "./types.ts";

/** Where `ported` code reads time. Sessions, leases and waits use the monotonic clock only. */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonicMs(): Millis;
  /** Milliseconds since 1970-01-01 UTC; may jump. For record timestamps and retention. */
  wallMs(): Millis;
}

/** A pending call; `cancel` after the call has happened does nothing. */
export interface Timer {
  cancel(): void;
}

/** Where `ported` code waits. */
export interface Timers {
  /** Calls `callback` once, `delayMs` (>= 0) from now, never before `after` has returned. */
  after(delayMs: Millis, callback: () => void): Timer;
  /** Calls `callback` once at the end of the current event-loop turn: where to coalesce work. */
  soon(callback: () => void): void;
}

/** A source of random 32-bit words: seeded in tests, drawn from the system in production. */
export interface Rng {
  /** A uniformly distributed integer in [0, 2^32). */
  uint32(): number;
}

/** One fact worth a log line. Cores and ported code return or emit facts; the edge formats them. */
export interface LogSink {
  debug(fact: string, fields?: Readonly<Record<string, unknown>>): void;
  info(fact: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(fact: string, fields?: Readonly<Record<string, unknown>>): void;
  error(fact: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** CRC-32C (Castagnoli) of `bytes`, continuing from `seed`, the result of an earlier call. */
export type Crc32c = (bytes: Uint8Array, seed?: number) => number;
