import { expect, test } from "vitest";
import type { Hunted } from "../../src/mutants/hunt.ts";
import { describeHunt, describeProgress, huntAsJson } from "../../src/mutants/report.ts";
import { offByOne } from "./mutants.ts";

const finding = { seed: 3, caughtBy: "I6", text: "counted 2 of 3\nand more" };
const caught = { mutant: offByOne, finding, obstacle: null, seedCount: 3, elapsedMs: 1_234.5 };
const alive = { ...caught, mutant: { ...offByOne, name: "x" }, finding: null, seedCount: 5_000 };
const obstacle = "mutant y: its fragment occurs 0 times";
const stale = { ...alive, mutant: { ...offByOne, name: "y" }, obstacle, seedCount: 0 };
const hunted: Hunted = {
  quarries: [caught, alive, stale],
  ofSoundCode: [{ seed: 4, caughtBy: "crash", text: "a real bug" }],
};

test("the table of a hunt", () => {
  expect(describeHunt(hunted)).toBe(`\
bug           breaks  caught by  seeds   time
counts-wrong  I6      I6             3  1.2 s
x             I6      ALIVE       5000  1.2 s
y             I6      NOT RUN        0  1.2 s

1 of 3 planted bugs caught
alive: x: The count is wrong.
not run: y: mutant y: its fragment occurs 0 times
seed 4 fails without any planted bug: crash: a real bug`);
});

test("a line on each slice", () => {
  expect(describeProgress(caught)).toBe("counts-wrong: I6 at seed 3: counted 2 of 3");
  expect(describeProgress(alive)).toBe("x: alive after 5000 seeds");
  expect(describeProgress(stale)).toBe(`y: cannot be run: ${obstacle}`);
});

test("the same as JSON", () => {
  expect(huntAsJson(hunted)).toMatchObject({
    mutants: [
      { name: "counts-wrong", caughtBy: "I6", seeds: 3, elapsedMs: 1235 },
      { name: "x", caughtBy: null, text: null, obstacle: null, seeds: 5000 },
      { name: "y", caughtBy: null, obstacle },
    ],
    alive: 1,
    ofSoundCode: [{ seed: 4 }],
  });
});
