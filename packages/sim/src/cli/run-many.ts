import type { SeedResult } from "../run/run-seed.ts";
import { runSeeds } from "../threads/seed-pool.ts";
import type { SeedThreadOptions } from "../threads/seed-thread.ts";
import type { ManyOptions } from "./options.ts";
import { type SimReport, Tally } from "./tally.ts";

export interface ManyContext extends SeedThreadOptions {
  /** One line, now and then. */
  readonly onProgress: (line: string) => void;
}

const progressEveryMs = 10_000;

/** Runs many seeds on threads and sums them up. */
export async function runMany(options: ManyOptions, context: ManyContext): Promise<SimReport> {
  const startCpu = process.cpuUsage();
  const tally = new Tally(options.from);
  const hashes = new Map<number, string>();
  const progress = new Progress(options, context);
  await runSeeds(seedsOf(options), {
    ...context,
    jobs: options.jobs,
    onResult: (result) => {
      tally.add(result);
      if (options.twice) hashes.set(result.seed, result.hash);
      progress.add(result);
    },
  });
  if (options.twice) {
    await runAgain(hashes, { ...context, jobs: options.jobs, tally, progress });
  }
  const { user, system } = process.cpuUsage(startCpu);
  return tally.report((user + system) / 1_000);
}

interface Again extends SeedThreadOptions {
  readonly jobs: number;
  readonly tally: Tally;
  readonly progress: Progress;
}

/** Other threads and the reverse order: what one run leaves behind must not reach the next. */
async function runAgain(hashes: ReadonlyMap<number, string>, again: Again): Promise<void> {
  await runSeeds([...hashes.keys()].toReversed(), {
    ...again,
    onResult: (result) => {
      again.progress.add(result);
      again.tally.addAgain(result, hashes.get(result.seed) ?? "");
    },
  });
}

function* seedsOf({ from, to, minutes }: ManyOptions): Generator<number> {
  const endMs = minutes === null ? Infinity : performance.now() + minutes * 60_000;
  for (let seed = from; seed <= (to ?? Infinity); seed++) {
    if (performance.now() >= endMs) return;
    yield seed;
  }
}

class Progress {
  readonly #total: number | null;
  readonly #onProgress: (line: string) => void;
  #runs = 0;
  #violations = 0;
  #lastMs = performance.now();

  constructor({ from, to, twice }: ManyOptions, { onProgress }: ManyContext) {
    this.#total = to === null ? null : (to - from + 1) * (twice ? 2 : 1);
    this.#onProgress = onProgress;
  }

  add({ seed, violation }: SeedResult): void {
    this.#runs += 1;
    if (violation !== null) {
      this.#violations += 1;
      this.#onProgress(`seed ${seed}: ${violation.invariant}`);
    }
    if (performance.now() - this.#lastMs < progressEveryMs) return;
    this.#lastMs = performance.now();
    const of = this.#total === null ? "" : ` of ${this.#total}`;
    this.#onProgress(`${this.#runs}${of} runs, ${this.#violations} violations`);
  }
}
