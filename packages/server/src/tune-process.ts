import { setFlagsFromString } from "node:v8";

/**
 * What a server's process needs before its first large Buffer. Node 24 counts Buffers against a
 * limit of their own and answers every 64 MB of them with a full collection (nodejs/node 61967,
 * 63863), ten a second under load; counted with the rest of the heap they cost a third less CPU a
 * byte (docs/non-obvious.md).
 */
export function tuneProcess(): void {
  setFlagsFromString("--external-memory-accounted-in-global-limit");
}
