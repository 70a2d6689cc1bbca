import { expect, test } from "vitest";
import { Chance } from "../src/index.ts";

test("the same seed makes the same choices, within bounds", () => {
  const choices = (seed: number) => {
    const chance = new Chance(seed);
    return Array.from({ length: 100 }, () => [chance.between(3, 5), chance.pick(["a", "b"])]);
  };
  expect(choices(7)).toEqual(choices(7));
  expect(choices(7)).not.toEqual(choices(8));
  expect(new Set(choices(7).map(([number]) => number))).toEqual(new Set([3, 4, 5]));
  expect(new Set(choices(7).map(([, letter]) => letter))).toEqual(new Set(["a", "b"]));
});
