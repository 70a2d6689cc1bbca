import { describe, expect, test } from "vitest";
import { Chance } from "../../src/chance.ts";
import type { Action } from "../../src/faults/fault.ts";
import { faults } from "../../src/faults/index.ts";
import { drawScenario } from "../../src/run/scenario.ts";

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

describe("a scenario", () => {
  test("is what the seed stands for", () => {
    for (const seed of seeds) expect(drawScenario(seed)).toEqual(drawScenario(seed));
    const all = new Set(seeds.map((seed) => JSON.stringify(drawScenario(seed))));
    expect(all.size).toBe(seeds.length);
  });

  test("is all that there is to know: as JSON it is the same", () => {
    for (const seed of seeds) {
      const scenario = drawScenario(seed);
      expect(JSON.parse(JSON.stringify(scenario))).toEqual(scenario);
    }
  });

  test("has actions in order of time, within the time of faults, of all kinds there are", () => {
    const drawn = new Set<string>();
    for (const { actions, faultsMs } of seeds.map(drawScenario)) {
      const times = actions.map(({ atMs }) => atMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.every((atMs) => atMs < faultsMs)).toBe(true);
      for (const { fault } of actions) drawn.add(fault);
    }
    expect([...drawn].toSorted()).toEqual(faults.map(({ name }) => name).toSorted());
  });

  test("gives each action dice of its own: one less leaves the others as they were", () => {
    const draws = ({ dice }: Action) => {
      const chance = new Chance(dice);
      return [chance.between(0, 1_000), chance.isHit(0.5), chance.within(0, 1)];
    };
    for (const { actions } of seeds.slice(0, 5).map(drawScenario)) {
      const before = actions.map(draws);
      for (const [dropped] of actions.entries()) {
        const rest = actions.toSpliced(dropped, 1);
        expect(rest.map(draws)).toEqual(before.toSpliced(dropped, 1));
      }
    }
  });
});
