import { expect, test } from "vitest";
import { ByteBudget } from "../src/byte-budget.ts";

test("who waits for room is called once, when there is some", () => {
  const budget = new ByteBudget(10);
  const calls: string[] = [];
  budget.onceRoom(() => calls.push("at once"));
  budget.take(12);
  budget.onceRoom(() => calls.push("later"));
  budget.release(1);
  expect([budget.hasRoom, calls]).toEqual([false, ["at once"]]);
  budget.release(2);
  budget.release(2);
  expect([budget.hasRoom, calls]).toEqual([true, ["at once", "later"]]);
  expect(() => budget.release(8)).toThrow("nobody took");
});
