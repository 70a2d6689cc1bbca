import type { Millis } from "@sordini/base";
import { Chance } from "../chance.ts";
import { drawShape, type Shape } from "../cluster/shape.ts";
import type { Action } from "../faults/fault.ts";
import { drawActions } from "../faults/index.ts";
import { World } from "../world/world.ts";

/** Everything that is decided before a run. Shrinking takes decisions away. */
export interface Scenario {
  readonly seed: number;
  readonly shape: Shape;
  /** How long there are faults. */
  readonly faultsMs: Millis;
  readonly actions: readonly Action[];
}

/** What the seed stands for. */
export function drawScenario(seed: number): Scenario {
  const streams = new World({ seed });
  const chance = new Chance(streams.stream("scenario"));
  const shape = drawShape(new Chance(streams.stream("shape")));
  const faultsMs = chance.pick([1_500, 3_000, 3_000, 8_000]);
  return { seed, shape, faultsMs, actions: drawActions(chance, faultsMs) };
}
