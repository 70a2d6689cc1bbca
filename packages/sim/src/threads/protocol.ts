import type { Mutant } from "../mutants/mutant.ts";
import type { SeedResult } from "../run/run-seed.ts";
import type { Scenario } from "../run/scenario.ts";

// What a thread that runs scenarios and its owner say to each other.

/** What a runner's module exports. */
export type RunScenario = (scenario: Scenario) => Promise<SeedResult>;

export interface ThreadOptions {
  /** A module that exports `runScenario`. */
  readonly runnerUrl: string;
  /** Planted before the runner is loaded. */
  readonly mutant: Mutant | null;
}

export interface RunOrder {
  readonly scenario: Scenario;
}

export type ThreadNews =
  | { readonly kind: "ready" }
  | { readonly kind: "ran"; readonly result: SeedResult };
