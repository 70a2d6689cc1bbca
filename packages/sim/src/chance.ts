import { assert, Prng, randomBelow } from "@sordini/base";

/** A nemesis's dice: the same seed makes the same choices. */
export class Chance {
  readonly #prng: Prng;

  constructor(seed: number) {
    this.#prng = new Prng(seed);
  }

  /** A whole number, both ends included. */
  between(min: number, max: number): number {
    return min + randomBelow(this.#prng, max - min + 1);
  }

  pick<T>(items: readonly T[]): T {
    assert(items.length > 0, "nothing to pick from");
    return items[randomBelow(this.#prng, items.length)] as T;
  }
}
