import type { Rng } from "@sordini/base";
import { retryDelayMsMax, retryDelayMsMin } from "./limits.ts";
import type { Runtime } from "./runtime/runtime.ts";

// Small helpers for waiting: deadlines, pauses between attempts, AbortSignal.

type WithTimers = Pick<Runtime, "timers">;

/**
 * The pause before attempt number `attempt` (from 1): half as much again each time, with a quarter
 * of jitter. Doubling would make the wait for a new leader, which takes 50 to 200 ms, half as long
 * again.
 */
export function retryDelayMs(rng: Rng, attempt: number): number {
  const delay = Math.min(retryDelayMsMin * 1.5 ** Math.min(attempt - 1, 10), retryDelayMsMax);
  return delay * (0.75 + rng.uint32() / 2 ** 34);
}

/** Waits; rejects with `signal.reason` when it is aborted. */
export async function pause(
  { timers }: WithTimers,
  ms: number,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = timers.after(ms, resolve);
  try {
    await abortable(promise, signal);
  } finally {
    timer.cancel();
  }
}

/** The outcome of `promise`, or a rejection with `signal.reason` as soon as that is aborted. */
export async function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return promise;
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason as Error);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** For functions that give a promise without being async: what they catch becomes its rejection. */
export async function rejected(reason: unknown): Promise<never> {
  throw reason;
}

/** Resolves once `promise` does, or after `ms`, whichever is first. */
export async function within(
  { timers }: WithTimers,
  promise: Promise<unknown>,
  ms: number,
): Promise<void> {
  const timedOut = Promise.withResolvers<void>();
  const timer = timers.after(ms, timedOut.resolve);
  try {
    await Promise.race([promise, timedOut.promise]);
  } finally {
    timer.cancel();
  }
}
