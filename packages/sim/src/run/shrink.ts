// Shrinking: a seed that fails does so among dozens of faults, of which a few matter. Delta
// debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input") finds a
// scenario that fails in the same way and of which no single decision can be taken away. Taking one
// away does not disturb the others much, since each action carries its own dice and each purpose
// has its own stream of random numbers.
//
// Bounded in runs and simulated events rather than in real time, so that the same seed shrinks to
// the same scenario on every machine.

import type { Shape } from "../cluster/shape.ts";
import type { Scenario } from "./scenario.ts";

export interface Trial {
  /** Whether it went wrong in the same way as the scenario that is shrunk. */
  readonly isSame: boolean;
  /** Simulated events that it took. */
  readonly events: number;
}

export interface ShrinkOptions {
  readonly attempt: (candidate: Scenario) => Promise<Trial>;
  readonly runsMax: number;
  /** Of all runs together; the last one may go beyond. */
  readonly eventsMax: number;
}

export interface Shrunk {
  /** Fails as the given one did. */
  readonly scenario: Scenario;
  readonly runs: number;
  /** False when a bound was met before nothing more could be taken away. */
  readonly isMinimal: boolean;
}

/** The smallest scenario found that still fails as the given one, which is taken to fail. */
export async function shrink(scenario: Scenario, options: ShrinkOptions): Promise<Shrunk> {
  const shrinker = new Shrinker(scenario, options);
  let before: Scenario;
  do {
    before = shrinker.scenario;
    await shrinker.dropActions();
    for (const simplify of simplifications) await shrinker.repeat(simplify);
  } while (shrinker.scenario !== before);
  return { scenario: shrinker.scenario, runs: shrinker.runs, isMinimal: !shrinker.isSpent };
}

class Shrinker {
  scenario: Scenario;
  runs = 0;
  #events = 0;
  /** As JSON: what was tried once fails or passes again. */
  readonly #tried = new Set<string>();
  /** A candidate was not tried any more. */
  isSpent = false;
  readonly #options: ShrinkOptions;

  constructor(scenario: Scenario, options: ShrinkOptions) {
    this.scenario = scenario;
    this.#options = options;
  }

  /** All at once, then ever smaller pieces, until no single one can go. */
  async dropActions(): Promise<void> {
    let size = this.scenario.actions.length;
    while (size >= 1) {
      const isSmaller = await this.#dropPieces(size);
      if (size > 1) size = Math.ceil(size / 2);
      else if (!isSmaller) return;
    }
  }

  /** Tries what `simplify` proposes, first to last, and anew as long as one of them fails. */
  async repeat(simplify: Simplify): Promise<void> {
    for (;;) {
      const before = this.scenario;
      for (const candidate of simplify(before)) {
        if (await this.#accepts(candidate)) break;
      }
      if (this.scenario === before) return;
    }
  }

  /** The last ones first: what comes after the failure goes most easily. */
  async #dropPieces(size: number): Promise<boolean> {
    let isSmaller = false;
    for (let end = this.scenario.actions.length; end > 0; end -= size) {
      const { actions } = this.scenario;
      const rest = [...actions.slice(0, Math.max(0, end - size)), ...actions.slice(end)];
      isSmaller = (await this.#accepts({ ...this.scenario, actions: rest })) || isSmaller;
    }
    return isSmaller;
  }

  async #accepts(candidate: Scenario): Promise<boolean> {
    const { attempt, runsMax, eventsMax } = this.#options;
    const key = JSON.stringify(candidate);
    if (this.#tried.has(key)) return false;
    this.isSpent ||= this.runs >= runsMax || this.#events >= eventsMax;
    if (this.isSpent) return false;
    this.#tried.add(key);
    const { isSame, events } = await attempt(candidate);
    this.runs += 1;
    this.#events += events;
    if (isSame) this.scenario = candidate;
    return isSame;
  }
}

/** Simpler scenarios than the given one, the simplest first; none when there is none. */
type Simplify = (scenario: Scenario) => readonly Scenario[];

const simplifications: readonly Simplify[] = [
  shorter,
  fewer("sdks", 0),
  fewer("producers", 0),
  fewer("readers", 0),
  fewer("partitions"),
  fewer("recordsPerBatchMax"),
  fewer("brokers"),
  fewer("spareControllers", 0),
  fewer("controllers"),
  fewer("replicationFactor"),
  calm("raftLoss"),
];

function shorter(scenario: Scenario): Scenario[] {
  const { actions, faultsMs } = scenario;
  const lastMs = Math.max(0, ...actions.map(({ atMs }) => atMs));
  return lessThan(faultsMs, Math.ceil(lastMs) + 1).map((less) => ({ ...scenario, faultsMs: less }));
}

type Count =
  | "sdks"
  | "producers"
  | "readers"
  | "partitions"
  | "recordsPerBatchMax"
  | "brokers"
  | "spareControllers"
  | "controllers"
  | "replicationFactor";

function fewer(key: Count, least = 1): Simplify {
  return (scenario) =>
    lessThan(scenario.shape[key], least).map((count) => {
      const shape = consistent({ ...scenario.shape, [key]: count });
      return { ...scenario, shape };
    });
}

function calm(key: "raftLoss"): Simplify {
  return (scenario) =>
    scenario.shape[key] === 0 ? [] : [{ ...scenario, shape: { ...scenario.shape, [key]: 0 } }];
}

/** The least, and what is halfway to it. */
function lessThan(value: number, least: number): number[] {
  if (value <= least) return [];
  const half = Math.floor((value + least) / 2);
  return half === least ? [least] : [least, half];
}

/** No more replicas than brokers, and no more in sync than there are. */
function consistent(shape: Shape): Shape {
  const replicationFactor = Math.min(shape.replicationFactor, shape.brokers);
  return { ...shape, replicationFactor, minInsync: Math.min(shape.minInsync, replicationFactor) };
}
