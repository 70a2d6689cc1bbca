import { assert, Prng, randomBelow, type Rng } from "@sordini/base";

/** Dice: the same seed makes the same choices. */
export class Chance {
  readonly rng: Rng;

  constructor(source: number | Rng) {
    this.rng = typeof source === "number" ? new Prng(source) : source;
  }

  /** A whole number, both ends included. */
  between(min: number, max: number): number {
    return min + randomBelow(this.rng, max - min + 1);
  }

  /** A number in [min, max), in a million steps. */
  within(min: number, max: number): number {
    return min + ((max - min) * randomBelow(this.rng, 1_000_000)) / 1_000_000;
  }

  /** True with that probability, 0 to 1. */
  isHit(probability: number): boolean {
    return this.within(0, 1) < probability;
  }

  pick<T>(items: readonly T[]): T {
    assert(items.length > 0, "nothing to pick from");
    return items[randomBelow(this.rng, items.length)] as T;
  }
}
