import { expect, test } from "vitest";
import { UsageError } from "../../src/cli/flags.ts";
import { chooseMutants, parseMutantsOptions } from "../../src/mutants/options.ts";
import { offByOne } from "./mutants.ts";

test("without options: all, 5000 seeds, two jobs", () => {
  expect(parseMutantsOptions([])).toEqual({
    ...{ only: [], seedsMax: 5000, jobs: 2 },
    ...{ json: false, list: false, help: false },
  });
});

test("names may be listed, or given one by one", () => {
  const args = ["--only", "a,b", "--only", "c", "--seeds-max", "7", "--jobs", "1", "--json"];
  const expected = { only: ["a", "b", "c"], seedsMax: 7, jobs: 1, json: true };
  expect(parseMutantsOptions(args)).toMatchObject(expected);
});

test.each([
  [["--jobs", "0"], "--jobs 0: expected a whole number from 1 on"],
  [["--seeds-max", "many"], "--seeds-max many: expected a whole number from 1 on"],
  [["--seed", "1"], "Unknown option '--seed'"],
])("%j is refused", (args, message) => {
  expect(() => parseMutantsOptions(args)).toThrow(UsageError);
  expect(() => parseMutantsOptions(args)).toThrow(message);
});

test("a name that no mutant has is refused", () => {
  expect(chooseMutants([offByOne], [])).toEqual([offByOne]);
  expect(chooseMutants([offByOne], ["counts-wrong"])).toEqual([offByOne]);
  expect(() => chooseMutants([offByOne], ["counts"])).toThrow("--only counts: there is no such");
});
