import { assert, asyncProperty, boolean, func, integer, nat, uniqueArray } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action } from "../../src/faults/fault.ts";
import { drawScenario, type Scenario } from "../../src/run/scenario.ts";
import { shrink, type ShrinkOptions } from "../../src/run/shrink.ts";

const plenty = { runsMax: 10_000, eventsMax: Infinity };

/** A scenario whose actions are told apart by their dice, 0 to count - 1. */
function scenarioWith(count: number): Scenario {
  const actions = Array.from({ length: count }, (_, i): Action => {
    return { atMs: 10 * i, fault: "kill", dice: i };
  });
  return { ...drawScenario(1), faultsMs: 10_000, actions };
}

/** Fails exactly when all these are there. */
function failsWith(needed: readonly number[]): ShrinkOptions["attempt"] {
  return async ({ actions }) => {
    const dice = new Set(actions.map((action) => action.dice));
    return { isSame: needed.every((each) => dice.has(each)), events: 100 };
  };
}

function diceOf({ actions }: Scenario): number[] {
  return actions.map(({ dice }) => dice);
}

describe("shrink", () => {
  test("finds exactly the actions that it takes", async () => {
    const needed = uniqueArray(nat(79), { maxLength: 5 });
    await assert(
      asyncProperty(needed, integer({ min: 80, max: 120 }), async (dice, count) => {
        const attempt = failsWith(dice);
        const shrunk = await shrink(scenarioWith(count), { attempt, ...plenty });
        expect(diceOf(shrunk.scenario)).toEqual(dice.toSorted((a, b) => a - b));
        expect(shrunk.isMinimal).toBe(true);
      }),
    );
  });

  test("finds two actions among a thousand in far fewer runs", async () => {
    const attempt = failsWith([17, 940]);
    const shrunk = await shrink(scenarioWith(1_000), { attempt, ...plenty });
    expect(diceOf(shrunk.scenario)).toEqual([17, 940]);
    expect(shrunk.runs).toBeLessThan(150);
  });

  test("of what is left, no single action can go, whatever the rule", async () => {
    const rule = func(boolean());
    await assert(
      asyncProperty(rule, async (isFailing) => {
        const attempt = async (candidate: Scenario) => {
          const dice = diceOf(candidate);
          return { isSame: dice.length > 3 || isFailing(dice), events: 1 };
        };
        const { scenario } = await shrink(scenarioWith(12), { attempt, ...plenty });
        for (const [i] of scenario.actions.entries()) {
          const trial = await attempt({ ...scenario, actions: scenario.actions.toSpliced(i, 1) });
          expect(trial.isSame).toBe(false);
        }
      }),
    );
  });

  test("makes cluster and load as small as they can be, and keeps them consistent", async () => {
    const attempt = async ({ shape, actions }: Scenario) => ({
      isSame: shape.brokers >= 2 && shape.readers >= 1 && actions.length >= 1,
      events: 1,
    });
    const { scenario } = await shrink(scenarioWith(30), { attempt, ...plenty });
    expect(scenario.shape).toMatchObject({
      ...{ controllers: 1, brokers: 2, partitions: 1, replicationFactor: 1, minInsync: 1 },
      ...{ producers: 0, readers: 1, recordsPerBatchMax: 1, raftLoss: 0 },
    });
    expect(scenario.faultsMs).toBe(1);
  });

  test("gives up at its bounds, with what it has", async () => {
    const attempt = failsWith([3, 50]);
    const byRuns = await shrink(scenarioWith(100), { ...plenty, attempt, runsMax: 12 });
    expect(byRuns).toMatchObject({ runs: 12, isMinimal: false });
    expect(diceOf(byRuns.scenario)).toEqual(expect.arrayContaining([3, 50]));
    const byEvents = await shrink(scenarioWith(100), { ...plenty, attempt, eventsMax: 450 });
    expect(byEvents).toMatchObject({ runs: 5, isMinimal: false });
  });
});
