import { Worker } from "node:worker_threads";
import type { Mutant } from "../mutants/mutant.ts";
import type { FoundViolation, SeedResult } from "../run/run-seed.ts";
import type { Scenario } from "../run/scenario.ts";
import type { RunOrder, ThreadNews, ThreadOptions } from "./protocol.ts";

export interface SeedThreadOptions {
  /** A module that exports `runScenario`; the simulator itself unless a test says otherwise. */
  readonly runnerUrl?: URL;
  /** Real milliseconds after which a run counts as hanging. A sound one takes a second or two. */
  readonly runMsMax?: number;
  /** A bug that is planted into the code before it is loaded; null: the code as it is. */
  readonly mutant?: Mutant | null;
}

/** Real milliseconds in which a thread loads its modules, also where all processors are busy. */
const startMsMax = 120_000;

const simulatorUrl = new URL("../run/run-seed.ts", import.meta.url);

/**
 * Runs scenarios one after the other in a thread of its own, with modules and globals of its own.
 * So a run that loops for ever, eats all memory or brings its thread down is a finding like any
 * other, and names its seed; the next run gets a new thread.
 */
export class SeedThread {
  readonly #options: ThreadOptions;
  readonly #runMsMax: number;
  #worker: Worker | null = null;

  constructor(options: SeedThreadOptions = {}) {
    const { runnerUrl = simulatorUrl, runMsMax = 120_000, mutant = null } = options;
    this.#options = { runnerUrl: runnerUrl.href, mutant };
    this.#runMsMax = runMsMax;
  }

  /** Rejects only when the runner or the mutant cannot be loaded at all. One run at a time. */
  async run(scenario: Scenario): Promise<SeedResult> {
    this.#worker ??= await this.#start();
    try {
      const news = await next(this.#worker, this.#runMsMax, { scenario });
      if (news.kind === "ran") return news.result;
      throw new Error(`the thread said ${news.kind} instead of a result`);
    } catch (error) {
      await this.close();
      return resultOfLost(scenario, violationOf(error as Error));
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  async #start(): Promise<Worker> {
    const url = new URL("./seed-worker.ts", import.meta.url);
    const worker = new Worker(url, { workerData: this.#options, execArgv: [] });
    try {
      await next(worker, startMsMax);
      return worker;
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }
}

/** Sends the order, if there is one, and waits for what the thread says next. */
async function next(worker: Worker, msMax: number, order?: RunOrder): Promise<ThreadNews> {
  let alarm: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", (code) => reject(new Error(`the thread ended with exit code ${code}`)));
      alarm = setTimeout(() => reject(new HangError(msMax)), msMax);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
      if (order !== undefined) worker.postMessage(order);
    });
  } finally {
    clearTimeout(alarm);
    // Not all at once: the worker has listeners of its own, without which it hears nothing.
    for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
  }
}

class HangError extends Error {
  override readonly name = "HangError";

  constructor(msMax: number) {
    super(`the thread did not answer within ${msMax / 1000} s`);
  }
}

function violationOf(error: Error): FoundViolation {
  return { invariant: error instanceof HangError ? "hang" : "crash", text: error.message };
}

/** What is known of a run whose thread did not live to tell. */
function resultOfLost({ seed }: Scenario, violation: FoundViolation): SeedResult {
  return { seed, hash: "", violation, simulatedMs: 0, events: 0, counts: {} };
}
