import { setTimeout as sleep } from "node:timers/promises";
import { SordiniError } from "@sordini/client";

const pollMs = 25;

export interface Wait {
  /** What is waited for, for the message: "node 2 is in every ISR". */
  readonly what: string;
  readonly maxMs: number;
}

/**
 * Polls until `holds`. Errors that may pass, as they do while a cluster fails over, are waited out.
 * Throws after `maxMs`, with the last of them.
 */
export async function until(wait: Wait, holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + wait.maxMs;
  let last: SordiniError | undefined;
  while (performance.now() < deadlineMs) {
    try {
      if (await holds()) return;
    } catch (error) {
      if (!(error instanceof SordiniError && error.retriable)) throw error;
      last = error;
    }
    await sleep(pollMs);
  }
  const reason = last === undefined ? "" : `; the last error was: ${last.message}`;
  throw new Error(`after ${wait.maxMs} ms it is still not so that ${wait.what}${reason}`);
}

/** Why `work` did not come to its end; null when it did. */
export async function reasonOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
