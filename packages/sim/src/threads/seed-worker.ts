// The thread of seed-thread.ts: runs the scenarios that it is sent, one after the other. What this
// file imports is loaded before a bug is planted, so it imports nothing of the product.

import { setImmediate } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { plant } from "../mutants/plant.ts";
import type { RunOrder, RunScenario, ThreadNews, ThreadOptions } from "./protocol.ts";

const { runnerUrl, mutant } = workerData as ThreadOptions;
const planted = mutant === null ? null : plant(mutant);
const { runScenario } = (await import(runnerUrl)) as { readonly runScenario: RunScenario };
if (planted !== null && planted.unloaded.size > 0) {
  const files = [...planted.unloaded].join(", ");
  throw new Error(`the simulator does not import ${files}: nothing was planted`);
}
parentPort?.on("message", (order: RunOrder) => void run(order));
tell({ kind: "ready" });

async function run({ scenario }: RunOrder): Promise<void> {
  const result = await runScenario(scenario);
  // What the run left behind and what fails now is still of this seed.
  await setImmediate();
  tell({ kind: "ran", result });
}

function tell(news: ThreadNews): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(news);
}
