import { setFlagsFromString } from "node:v8";

/**
 * How Node should be started for a server. Node 24 answers every 64 MB of new Buffers with a full
 * collection of the heap (nodejs/node 61967, 63863), ten a second under load. Counted with the rest
 * of the heap, and with a first limit that leaves them room, they cost 40 % less CPU a byte, for
 * some 80 MB of memory under load and none when idle (docs/non-obvious.md).
 */
export const serverNodeFlags: readonly string[] = [
  "--external-memory-accounted-in-global-limit",
  "--initial-old-space-size=128",
];

/** For a process that was started without the flags: sets the one that still works then. */
export function tuneProcess(): void {
  setFlagsFromString("--external-memory-accounted-in-global-limit");
}

/**
 * Replaces this process by itself with the flags, where it was started without them: same process
 * id, same arguments. Where the system has no such call it goes on as it is.
 */
export function restartWithServerFlags(): void {
  const missing = serverNodeFlags.filter((flag) => !process.execArgv.includes(flag));
  if (missing.length === 0 || process.execve === undefined) return;
  const args = [...missing, ...process.execArgv, ...process.argv.slice(1)];
  process.removeAllListeners("warning"); // the call is stable enough to replace a process
  process.execve(process.execPath, [process.execPath, ...args], process.env);
}
