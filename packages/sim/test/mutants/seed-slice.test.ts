import { describe, expect, test } from "vitest";
import type { Mutant } from "../../src/mutants/mutant.ts";
import { type Finding, runSlice } from "../../src/mutants/seed-slice.ts";
import { mutantWith, offByOne } from "./mutants.ts";

const runnerUrl = new URL("./fixtures/runner.ts", import.meta.url);

function run(
  mutant: Mutant | null,
  [from, to]: readonly [from: number, to: number],
  runMsMax = 60_000,
): Promise<Finding | null> {
  return runSlice({ mutant, from, to }, { runnerUrl, runMsMax });
}

describe("runSlice", () => {
  test("runs the code as it is", async () => {
    expect(await run(null, [1, 4])).toBe(null);
    expect(await run(null, [4, 6])).toMatchObject({ seed: 5, caughtBy: "I5" });
  });

  test("plants the bug and stops at the first seed that shows it", async () => {
    const text = "counted 2 of 3";
    expect(await run(offByOne, [1, 4])).toEqual({ seed: 3, caughtBy: "I6", text });
    expect(await run(offByOne, [1, 2])).toBe(null);
  });

  test("an error of the simulator itself is a crash, also one that nobody waits for", async () => {
    const thrown = mutantWith('throw new Error("no such thing");');
    expect(await run(thrown, [1, 1])).toMatchObject({ caughtBy: "crash", text: "no such thing" });
    const lost = mutantWith('void Promise.reject(new Error("lost")); return items.length;');
    expect(await run(lost, [1, 1])).toEqual({ seed: 1, caughtBy: "crash", text: "lost" });
  });

  test("a seed that loops for ever is ended", async () => {
    const found = await run(mutantWith("for (;;);"), [2, 9], 2_000);
    expect(found).toEqual({
      seed: 2,
      caughtBy: "hang",
      text: "the thread did not answer within 2 s",
    });
  });

  test("a mutant that does not fit, or whose file nobody loads, is an error", async () => {
    await expect(run(mutantWith("", "return item.length;"), [1, 1])).rejects.toThrow(
      /mutant counts-wrong: "return item.length;" occurs 0 times/,
    );
    const [edit] = offByOne.edits;
    const elsewhere = { ...offByOne, edits: [{ ...edit, file: "packages/sim/absent.ts" }] };
    await expect(run(elsewhere as Mutant, [1, 1])).rejects.toThrow(/packages\/sim\/absent.ts/);
  });
});
