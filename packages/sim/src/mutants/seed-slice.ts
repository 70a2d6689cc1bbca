import type { Mutant } from "./mutant.ts";

// What the hunter and the threads that run its seeds say to each other.

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
  /** I1 to I47, L1 to L9; "crash" when the run ended with another error, "hang" when never. */
  readonly caughtBy: string;
  readonly text: string;
}

/** Null: no seed of the slice showed anything. Rejects when the slice could not be run at all. */
export type RunSlice = (slice: SeedSlice) => Promise<Finding | null>;

/** The part of the simulator's `runSeed` that is needed here. */
export type RunSeed = (
  seed: number,
) => Promise<{ readonly violation: { readonly invariant: string; readonly text: string } | null }>;

/** What a thread gets. */
export interface ThreadOrder extends SeedSlice {
  /** A module that exports `runSeed`. */
  readonly runnerUrl: string;
}

/** What a thread tells: each seed as it begins, so that one that hangs is known by name. */
export type ThreadNews =
  | { readonly kind: "began"; readonly seed: number }
  | { readonly kind: "found"; readonly finding: Finding }
  | { readonly kind: "clean" };

/**
 * What an error says that ended a run. The product's own assertions begin with the invariant that
 * they guard: these have caught the bug as well as any checker.
 */
export function findingOf(seed: number, error: unknown): Finding {
  const text = error instanceof Error ? error.message : String(error);
  const [, invariant] = /^([ILB]\d+)\b/.exec(text) ?? [];
  return { seed, caughtBy: invariant ?? "crash", text };
}
