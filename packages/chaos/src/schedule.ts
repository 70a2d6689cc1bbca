import { Chance } from "@sordini/sim";
import type { FaultKind } from "./faults/fault.ts";

/** One fault of an episode, before anybody knows whom it will hit. */
export interface PlannedFault {
  readonly kind: FaultKind;
  /** From the beginning of the episode. */
  readonly afterMs: number;
  readonly holdMs: number;
  /** For the choice of victims. */
  readonly seed: number;
}

/** Faults that overlap; the cluster heals before the next episode. */
export interface Episode {
  /** Healthy time before it. */
  readonly calmMs: number;
  readonly faults: readonly PlannedFault[];
}

const calmMs = { min: 1500, max: 4000 } as const;
const afterMsMax = 3000;
const faultsMax = 3;
const nodeFaultsMax = 2;

/**
 * Which faults come when, without end. The same seed and kinds give the same schedule, whatever the
 * cluster does. Each kind comes first in an episode once before any does again; every other episode
 * has company for it (rules learned, 1: single faults find little).
 */
export function* schedule(seed: number, kinds: readonly FaultKind[]): Generator<Episode, never> {
  const chance = new Chance(seed);
  for (let count = 0; ; count++) {
    for (const first of shuffled(kinds, chance)) {
      const together = chance.isHit(0.5) ? withCompany(first, { kinds, chance }) : [first];
      yield {
        calmMs: chance.between(calmMs.min, calmMs.max),
        faults: together.map((kind, index) => ({
          kind,
          afterMs: index === 0 ? 0 : chance.between(0, afterMsMax),
          holdMs: drawHold(kind, chance),
          seed: chance.between(0, 2 ** 32 - 1),
        })),
      };
    }
  }
}

interface Choice {
  readonly kinds: readonly FaultKind[];
  readonly chance: Chance;
}

function withCompany(first: FaultKind, { kinds, chance }: Choice): FaultKind[] {
  const together = [first];
  const count = chance.between(2, faultsMax);
  for (const kind of shuffled(kinds, chance)) {
    if (together.length < count && combines(together, kind)) together.push(kind);
  }
  return together;
}

/** Whether `kind` can be added: no node is taken hold of twice, and one is left. */
function combines(together: readonly FaultKind[], kind: FaultKind): boolean {
  if (together.includes(kind)) return false;
  if (kind.reach === "links") return true;
  const onNodes = together.filter(({ reach }) => reach !== "links");
  if (kind.reach === "cluster") return onNodes.length === 0;
  return onNodes.length < nodeFaultsMax && onNodes.every(({ reach }) => reach === "node");
}

/** Short ones as often as long ones: evenly over the orders of magnitude. */
function drawHold({ holdMs: { min, max } }: FaultKind, chance: Chance): number {
  if (min === 0) return max === 0 ? 0 : chance.between(min, max);
  return Math.round(min * (max / min) ** chance.within(0, 1));
}

function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const rest = [...items];
  return items.map(() => {
    const item = chance.pick(rest);
    rest.splice(rest.indexOf(item), 1);
    return item;
  });
}
