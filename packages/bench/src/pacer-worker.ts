// A thread that does nothing but wait. An event loop's timers are a millisecond late, a wait for a
// cell that nobody ever wakes is not, and costs no CPU meanwhile.

import { parentPort, workerData } from "node:worker_threads";

const { periodMs } = workerData as { readonly periodMs: number };
const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
const startMs = nowMs();

for (let tick = 0; ; tick++) {
  const dueMs = startMs + tick * periodMs;
  const waitMs = dueMs - nowMs();
  if (waitMs > 0) Atomics.wait(cell, 0, 0, waitMs);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(dueMs);
}

// The same clock in all threads, unlike `performance`.
function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
