import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runMany } from "../../src/cli/run-many.ts";
import { missingFrom, type SimReport } from "../../src/cli/tally.ts";
import type { SeedResult } from "../../src/run/run-seed.ts";
import { runSeeds } from "../../src/threads/seed-pool.ts";
import { parseRegressions } from "./regressions.ts";

const regressions = parseRegressions(
  readFileSync(join(import.meta.dirname, "../../regressions.json"), "utf8"),
);
const jobs = 2;
const minuteMs = 60_000;

interface Seeds {
  readonly from: number;
  readonly to: number;
  readonly twice?: boolean;
  readonly runnerUrl?: URL;
}

function run({ from, to, twice = false, ...runner }: Seeds): Promise<SimReport> {
  const onProgress = (): void => undefined;
  return runMany({ from, to, twice, jobs, minutes: null }, { ...runner, onProgress });
}

describe("the simulated cluster", { timeout: 4 * minuteMs }, () => {
  test("keeps every invariant over 300 seeds in which everything happens", async () => {
    const report = await run({ from: 1, to: 300 });
    expect(report.violations).toEqual([]);
    expect(report.seeds).toBe(300);
    expect(missingFrom(report)).toEqual([]);
  });

  test("keeps them in the seeds that once found a bug", async () => {
    const found: SeedResult[] = [];
    const onResult = (result: SeedResult): void => {
      if (result.violation !== null) found.push(result);
    };
    await runSeeds(new Set(regressions.map(({ seed }) => seed)), { jobs, onResult });
    expect(found).toEqual([]);
  });

  test("does the same again with the same seed", async () => {
    const report = await run({ from: 1, to: 30, twice: true });
    expect(report.violations.filter(isOfDeterminism)).toEqual([]);
  });

  test("a planted nondeterminism is caught", async () => {
    const runnerUrl = new URL("./fixtures/unsteady-runner.ts", import.meta.url);
    const report = await run({ from: 1, to: 4, twice: true, runnerUrl });
    expect(report.violations.filter(isOfDeterminism)).toHaveLength(4);
  });
});

function isOfDeterminism({ invariant }: { readonly invariant: string }): boolean {
  return invariant === "determinism";
}
