import { describe, expect, test } from "vitest";
import { hunt, type Hunted } from "../../src/mutants/hunt.ts";
import type { Mutant } from "../../src/mutants/mutant.ts";
import type { Finding, SeedSlice } from "../../src/mutants/seed-slice.ts";

function mutantNamed(name: string): Mutant {
  return { name, what: "Something is wrong.", breaks: ["I6"], edits: [] };
}

/** Seeds that fail, by mutant; "" for the code as it is. */
type Failing = Readonly<Record<string, readonly number[]>>;

async function huntIn(
  failing: Failing,
  { seedsMax, jobs = 1 }: { readonly seedsMax: number; readonly jobs?: number },
): Promise<{ hunted: Hunted; slices: string[] }> {
  const slices: string[] = [];
  const runSlice = ({ mutant, from, to }: SeedSlice): Promise<Finding | null> => {
    slices.push(`${mutant?.name ?? "sound"} ${from}..${to}`);
    if (mutant?.name === "stale") return Promise.reject(new Error("the fragment is gone"));
    const sound = failing[""] ?? [];
    const seeds = mutant === null ? sound : [...sound, ...(failing[mutant.name] ?? [])];
    const seed = seeds.toSorted((a, b) => a - b).find((each) => each >= from && each <= to);
    return Promise.resolve(seed === undefined ? null : { seed, caughtBy: "I6", text: "lost" });
  };
  const names = Object.keys(failing).filter((name) => name !== "");
  const hunted = await hunt({
    ...{ mutants: names.map(mutantNamed), seedsMax, jobs, runSlice },
    nowMs: () => 0,
    onProgress: () => undefined,
  });
  return { hunted, slices };
}

function outcome({ quarries }: Hunted): Record<string, string> {
  return Object.fromEntries(
    quarries.map(({ mutant, finding, obstacle, seedCount }) => [
      mutant.name,
      obstacle ?? (finding === null ? `alive after ${seedCount}` : `seed ${finding.seed}`),
    ]),
  );
}

describe("hunt", () => {
  test("all get a short slice before one gets a long one", async () => {
    const { hunted, slices } = await huntIn({ shy: [40], bold: [2] }, { seedsMax: 100 });
    expect(outcome(hunted)).toEqual({ shy: "seed 40", bold: "seed 2" });
    expect(slices).toEqual(["shy 1..10", "bold 1..10", "sound 2..2", "shy 11..50", "sound 40..40"]);
  });

  test("one that survives is run up to the last seed and no further", async () => {
    const { hunted, slices } = await huntIn({ immortal: [99] }, { seedsMax: 60 });
    expect(outcome(hunted)).toEqual({ immortal: "alive after 60" });
    expect(slices).toEqual(["immortal 1..10", "immortal 11..50", "immortal 51..60"]);
    expect(hunted.ofSoundCode).toEqual([]);
  });

  test("a seed that fails without the bug proves nothing, and is told", async () => {
    const { hunted, slices } = await huntIn({ "": [4], a: [7], b: [9] }, { seedsMax: 10 });
    expect(outcome(hunted)).toEqual({ a: "seed 7", b: "seed 9" });
    expect(hunted.ofSoundCode).toEqual([{ seed: 4, caughtBy: "I6", text: "lost" }]);
    expect(slices.filter((slice) => slice === "sound 4..4")).toHaveLength(1);
  });

  test("one that cannot be run is told, and the others are hunted", async () => {
    const { hunted, slices } = await huntIn({ stale: [], bold: [20] }, { seedsMax: 30 });
    expect(outcome(hunted)).toEqual({ stale: "the fragment is gone", bold: "seed 20" });
    expect(slices).toEqual(["stale 1..10", "bold 1..10", "bold 11..30", "sound 20..20"]);
  });

  test("several slices run at a time, each mutant in one of them", async () => {
    const { hunted } = await huntIn({ a: [12], b: [3], c: [] }, { seedsMax: 20, jobs: 3 });
    expect(outcome(hunted)).toEqual({ a: "seed 12", b: "seed 3", c: "alive after 20" });
  });
});
