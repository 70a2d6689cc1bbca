import type { Mutant } from "./mutant.ts";
import type { Finding, RunSlice } from "./seed-slice.ts";

export interface Quarry {
  readonly mutant: Mutant;
  /** The first seed that shows the bug and nothing without it; null: it lives. */
  readonly finding: Finding | null;
  /** Why no seed can be run with it: its fragment is stale, say. Null: they can. */
  readonly obstacle: string | null;
  /** Seeds that were run with the bug in place. */
  readonly seedCount: number;
  /** Real milliseconds, also of the threads' starts. */
  readonly elapsedMs: number;
}

export interface Hunted {
  /** In the order of the mutants. */
  readonly quarries: readonly Quarry[];
  /** What the code as it is shows on seeds that seemed to show a planted bug: a real one. */
  readonly ofSoundCode: readonly Finding[];
}

export interface HuntOptions {
  readonly mutants: readonly Mutant[];
  /** Seeds 1 to here. */
  readonly seedsMax: number;
  /** Slices that run at the same time. */
  readonly jobs: number;
  readonly runSlice: RunSlice;
  readonly nowMs: () => number;
  /** After each slice of a mutant. */
  readonly onProgress: (quarry: Quarry) => void;
}

/**
 * Looks for a seed for each mutant that betrays it. In rounds, each four times as long as the one
 * before: most bugs show within a few seeds, and one that is hard to find must not hold up the
 * others. A seed counts only when it finds nothing without the mutant: else it would prove that
 * there is some bug, but not that this one can be found.
 */
export async function hunt(options: HuntOptions): Promise<Hunted> {
  const soundRuns = new Map<number, Promise<Finding | null>>();
  const hunters = options.mutants.map((mutant) => new Hunter(mutant, options, soundRuns));
  let sliceSeeds = firstSliceSeeds;
  for (let to = sliceSeeds; ; to += sliceSeeds) {
    const round = Math.min(to, options.seedsMax);
    const alive = hunters.filter(({ isOver }) => !isOver);
    await inParallel(alive, options.jobs, (hunter) => hunter.goTo(round));
    if (round === options.seedsMax) break;
    sliceSeeds *= 4;
  }
  const sound = await Promise.all(soundRuns.values());
  const ofSoundCode = sound.filter((finding) => finding !== null);
  return { quarries: hunters.map(({ quarry }) => quarry), ofSoundCode };
}

const firstSliceSeeds = 10;

class Hunter {
  quarry: Quarry;
  readonly #options: HuntOptions;
  /** The code as it is, by seed; shared by all. */
  readonly #soundRuns: Map<number, Promise<Finding | null>>;

  constructor(
    mutant: Mutant,
    options: HuntOptions,
    soundRuns: Map<number, Promise<Finding | null>>,
  ) {
    this.quarry = { mutant, finding: null, obstacle: null, seedCount: 0, elapsedMs: 0 };
    this.#options = options;
    this.#soundRuns = soundRuns;
  }

  get isOver(): boolean {
    return this.quarry.finding !== null || this.quarry.obstacle !== null;
  }

  /** Runs the seeds up to `to` that have not been run, or up to the first that counts. */
  async goTo(to: number): Promise<void> {
    while (!this.isOver && this.quarry.seedCount < to) {
      await this.#runSlice(to);
      this.#options.onProgress(this.quarry);
    }
  }

  async #runSlice(to: number): Promise<void> {
    const { runSlice, nowMs } = this.#options;
    const { mutant, seedCount, elapsedMs } = this.quarry;
    const startedAt = nowMs();
    let found: Finding | null;
    try {
      found = await runSlice({ mutant, from: seedCount + 1, to });
    } catch (error) {
      this.quarry = { ...this.quarry, obstacle: (error as Error).message };
      return;
    }
    const spentMs = nowMs() - startedAt;
    const isProof = found !== null && (await this.#soundRun(found.seed)) === null;
    this.quarry = {
      ...this.quarry,
      finding: isProof ? found : null,
      seedCount: found?.seed ?? to,
      elapsedMs: elapsedMs + spentMs,
    };
  }

  #soundRun(seed: number): Promise<Finding | null> {
    const known = this.#soundRuns.get(seed);
    if (known !== undefined) return known;
    const run = this.#options.runSlice({ mutant: null, from: seed, to: seed });
    this.#soundRuns.set(seed, run);
    return run;
  }
}

async function inParallel<T>(
  items: readonly T[],
  countMax: number,
  action: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const workers = Array.from({ length: countMax }, async () => {
    for (const item of queue) await action(item);
  });
  await Promise.all(workers);
}
