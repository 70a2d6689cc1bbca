import { afterEach, describe, expect, test } from "vitest";
import type { SeedResult } from "../../src/run/run-seed.ts";
import { drawScenario } from "../../src/run/scenario.ts";
import { runSeeds } from "../../src/threads/seed-pool.ts";
import { SeedThread } from "../../src/threads/seed-thread.ts";

const runnerUrl = new URL("./fixtures/runner.ts", import.meta.url);
const thread = new SeedThread({ runnerUrl, runMsMax: 2_000 });

afterEach(() => thread.close());

describe("SeedThread", () => {
  test.each([
    [2, "hang", "the thread did not answer within 2 s"],
    [3, "crash", "thrown"],
    [4, "crash", "rejected and not awaited"],
    [5, "crash", "the thread ended with exit code 9"],
  ])("seed %d: %s, and the next run is sound", async (seed, invariant, text) => {
    expect(await thread.run(drawScenario(1))).toMatchObject({ seed: 1, violation: null });
    const lost = await thread.run(drawScenario(seed));
    expect(lost).toMatchObject({ seed, violation: { invariant, text } });
    expect(await thread.run(drawScenario(6))).toMatchObject({ seed: 6, violation: null });
  });

  test("a runner that cannot be loaded is an error and no finding", async () => {
    const url = new URL("./fixtures/absent.ts", import.meta.url);
    const broken = new SeedThread({ runnerUrl: url });
    await expect(broken.run(drawScenario(1))).rejects.toThrow(/absent.ts/);
  });
});

describe("runSeeds", () => {
  test("runs each seed once, on as many threads as asked for", async () => {
    const results: SeedResult[] = [];
    const onResult = (result: SeedResult): void => void results.push(result);
    await runSeeds([6, 7, 3, 8, 9], { runnerUrl, jobs: 2, onResult });
    const seeds = results.map(({ seed }) => seed);
    expect(seeds.toSorted((a, b) => a - b)).toEqual([3, 6, 7, 8, 9]);
    expect(results.filter(({ violation }) => violation !== null)).toMatchObject([{ seed: 3 }]);
  });
});
