import { Worker } from "node:worker_threads";
import { type Finding, findingOf, type SeedSlice, type ThreadNews } from "./seed-slice.ts";

/** Real milliseconds after which a seed counts as hanging. A sound one takes a second or two. */
export const seedMsMax = 120_000;

export interface SeedThreadOptions {
  /** A module that exports `runSeed`. */
  readonly runnerUrl: URL;
  /** Real milliseconds. */
  readonly seedMsMax: number;
}

/**
 * Runs a slice in a thread of its own, with modules and globals of its own, which ends with it. So
 * one mutant knows nothing of another, and even a bug that loops for ever can be stopped. Rejects
 * when the thread fails before its first seed.
 */
export async function runInThread(
  slice: SeedSlice,
  { runnerUrl, seedMsMax: msMax }: SeedThreadOptions,
): Promise<Finding | null> {
  const worker = new Worker(new URL("./seed-worker.ts", import.meta.url), {
    workerData: { ...slice, runnerUrl: runnerUrl.href },
    execArgv: [],
  });
  let alarm: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      let seed: number | null = null;
      const failed = (error: Error): void => {
        if (seed === null) reject(error);
        else resolve(findingOf(seed, error));
      };
      worker.on("error", failed);
      worker.on("exit", (code) => failed(new Error(`the thread ended with exit code ${code}`)));
      worker.on("message", (news: ThreadNews) => {
        if (news.kind === "clean") resolve(null);
        else if (news.kind === "found") resolve(news.finding);
        else {
          ({ seed } = news);
          clearTimeout(alarm);
          alarm = setTimeout(() => resolve(hangOf(news.seed, msMax)), msMax);
        }
      });
    });
  } finally {
    clearTimeout(alarm);
    await worker.terminate();
  }
}

function hangOf(seed: number, msMax: number): Finding {
  const text = `the seed did not end within ${msMax / 1000} s`;
  return { seed, caughtBy: "hang", text };
}
