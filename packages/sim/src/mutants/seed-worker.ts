// The thread of seed-thread.ts: plants the bug, then loads the simulator and runs seeds. What this
// file imports is loaded before the bug is planted, so it imports nothing of the product.

import { parentPort, workerData } from "node:worker_threads";
import { plant } from "./plant.ts";
import { findingOf, type RunSeed, type ThreadNews, type ThreadOrder } from "./seed-slice.ts";

const { mutant, from, to, runnerUrl } = workerData as ThreadOrder;
const planted = mutant === null ? null : plant(mutant);
const { runSeed } = (await import(runnerUrl)) as { readonly runSeed: RunSeed };
if (planted !== null && planted.unloaded.size > 0) {
  const files = [...planted.unloaded].join(", ");
  throw new Error(`the simulator does not import ${files}: nothing was planted`);
}
tell(await runSeeds());

async function runSeeds(): Promise<ThreadNews> {
  for (let seed = from; seed <= to; seed++) {
    tell({ kind: "began", seed });
    try {
      const { violation } = await runSeed(seed);
      if (violation === null) continue;
      const finding = { seed, caughtBy: violation.invariant, text: violation.text };
      return { kind: "found", finding };
    } catch (error) {
      return { kind: "found", finding: findingOf(seed, error) };
    }
  }
  return { kind: "clean" };
}

function tell(news: ThreadNews): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(news);
}
