import type { SeedResult } from "../run/run-seed.ts";
import { drawScenario } from "../run/scenario.ts";
import { SeedThread, type SeedThreadOptions } from "./seed-thread.ts";

export interface PoolOptions extends SeedThreadOptions {
  /** Threads, each with one seed at a time. */
  readonly jobs: number;
  /** In the order in which runs end. */
  readonly onResult: (result: SeedResult) => void;
}

/** Runs every seed on one of several threads. An endless iterable ends when it wants to. */
export async function runSeeds(seeds: Iterable<number>, options: PoolOptions): Promise<void> {
  const { jobs, onResult } = options;
  const queue = seeds[Symbol.iterator]();
  const lanes = Array.from({ length: jobs }, async () => {
    const thread = new SeedThread(options);
    try {
      for (let next = queue.next(); next.done !== true; next = queue.next()) {
        onResult(await thread.run(drawScenario(next.value)));
      }
    } finally {
      await thread.close();
    }
  });
  await Promise.all(lanes);
}
