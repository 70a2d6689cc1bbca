import { expect, test } from "vitest";
import { Timeline } from "../../src/cli/timeline.ts";

test("the last lines and all landmarks are shown, in order", () => {
  const timeline = new Timeline(2);
  for (let i = 0; i < 9; i++) {
    timeline.add(`   ${i}.000  ${i === 1 ? "FAULT kill: n1" : `n1 says FAULT ${i}`} `);
  }
  expect(timeline.lines()).toEqual([
    "   1.000  FAULT kill: n1 ",
    "... 6 other lines before these (--trace shows them) ...",
    "   7.000  n1 says FAULT 7 ",
    "   8.000  n1 says FAULT 8 ",
  ]);
});

test("a short run is shown whole", () => {
  const timeline = new Timeline(2);
  timeline.add("1.000  HEAL ");
  timeline.add("2.000  n1 timer ");
  expect(timeline.lines()).toEqual(["1.000  HEAL ", "2.000  n1 timer "]);
});
