import { setTimeout as sleep } from "node:timers/promises";
import { retryDelayMsMax, retryDelayMsMin } from "./limits.ts";

// Small helpers for waiting: deadlines, pauses between attempts, AbortSignal.

/** Milliseconds of a clock that never goes back. */
export function nowMs(): number {
  return performance.now();
}

/**
 * The pause before attempt number `attempt` (from 1): half as much again each time, with a quarter
 * of jitter. Doubling would make the wait for a new leader, which takes 50 to 200 ms, half as long
 * again.
 */
export function retryDelayMs(attempt: number): number {
  const delay = Math.min(retryDelayMsMin * 1.5 ** Math.min(attempt - 1, 10), retryDelayMsMax);
  return delay * (0.75 + Math.random() / 4);
}

/** Waits; rejects with `signal.reason` when it is aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (signal === undefined) return sleep(ms);
  return abortable(sleep(ms), signal);
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

/** The outcome of `promise`, or `onTimeout()` when it takes longer than `ms`. */
export async function within<T>(
  promise: Promise<T>,
  ms: number,
  onTimeout: () => T | Promise<T>,
): Promise<T> {
  const timedOut = Promise.withResolvers<null>();
  const timer = setTimeout(() => timedOut.resolve(null), ms);
  try {
    const first = await Promise.race([promise.then((value) => ({ value })), timedOut.promise]);
    return first === null ? await onTimeout() : first.value;
  } finally {
    clearTimeout(timer);
  }
}
