// The thread of seed-thread.ts: runs the scenarios that it is sent, one after the other.

import { setImmediate } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { RunOrder, RunScenario, ThreadNews, ThreadOptions } from "./protocol.ts";

const { runnerUrl } = workerData as ThreadOptions;
const { runScenario } = (await import(runnerUrl)) as { readonly runScenario: RunScenario };
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
