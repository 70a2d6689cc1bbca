import { drawScenario } from "../run/scenario.ts";
import { SeedThread, type SeedThreadOptions } from "../threads/seed-thread.ts";
import type { Mutant } from "./mutant.ts";

/** Seeds `from` to `to`, both included, in order, as far as the first violation. */
export interface SeedSlice {
  /** Null: the code as it is. */
  readonly mutant: Mutant | null;
  readonly from: number;
  readonly to: number;
}

/** How a seed showed that something is wrong. */
export interface Finding {
  readonly seed: number;
  /** I1 to I47, L1 to L9, a checker; "crash" when another error ended the run, "hang": nothing. */
  readonly caughtBy: string;
  readonly text: string;
}

/** Null: no seed of the slice showed anything. Rejects when the slice could not be run at all. */
export type RunSlice = (slice: SeedSlice) => Promise<Finding | null>;

/** Runs a slice on a thread of its own, so that one mutant knows nothing of another. */
export async function runSlice(
  { mutant, from, to }: SeedSlice,
  options: Omit<SeedThreadOptions, "mutant"> = {},
): Promise<Finding | null> {
  const thread = new SeedThread({ ...options, mutant });
  try {
    for (let seed = from; seed <= to; seed++) {
      const { violation } = await thread.run(drawScenario(seed));
      if (violation === null) continue;
      return { seed, caughtBy: violation.invariant, text: violation.text };
    }
    return null;
  } finally {
    await thread.close();
  }
}
