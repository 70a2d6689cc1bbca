import { expect, test } from "vitest";
import { chooseByName, parseBenchOptions, UsageError } from "../src/options.ts";

test("defaults", () => {
  expect(parseBenchOptions([])).toEqual({
    ...{ only: [], scale: 1, json: false, list: false, help: false },
  });
});

test("everything given", () => {
  const args = ["--only", "a b", "--only", "c", "--scale", "0.5", "--json", "--list", "-h"];
  expect(parseBenchOptions(args)).toEqual({
    ...{ only: ["a b", "c"], scale: 0.5, json: true, list: true, help: true },
  });
});

test("--quick is a third", () => {
  expect(parseBenchOptions(["--quick"]).scale).toBeCloseTo(1 / 3);
});

test.each([
  [["--scale", "0"], "--scale 0: expected a number above 0, at most 10"],
  [["--scale", "all"], "--scale all: expected a number above 0, at most 10"],
  [["--scale", ""], "--scale : expected a number above 0, at most 10"],
  [["--scale", "11"], "--scale 11: expected a number above 0, at most 10"],
  [["--quick", "--scale", "1"], "--quick and --scale: give one of them"],
  [["--onyl", "a"], "Unknown option '--onyl'"],
  [["consume"], "Unexpected argument 'consume'"],
])("%j is refused", (args, message) => {
  expect(() => parseBenchOptions(args)).toThrow(UsageError);
  expect(() => parseBenchOptions(args)).toThrow(message);
});

const rows = ["rf3 fsync", "rf3 fsync 1000 partitions", "consume"].map((name) => ({ name }));

test.each([
  ["none: all", [], ["rf3 fsync", "rf3 fsync 1000 partitions", "consume"]],
  ["a full name: that one only", ["rf3 fsync"], ["rf3 fsync"]],
  ["a part of a name", ["rf3"], ["rf3 fsync", "rf3 fsync 1000 partitions"]],
  ["several: in the order of the rows", ["consume", "rf3 fsync"], ["rf3 fsync", "consume"]],
  ["twice the same", ["cons", "consume"], ["consume"]],
])("--only, %s", (_case, only, expected) => {
  expect(chooseByName(rows, only).map(({ name }) => name)).toEqual(expected);
});

test("--only with nothing to find names what there is", () => {
  expect(() => chooseByName(rows, ["rf5"])).toThrow(
    "--only rf5: no row has that in its name; there are\n  rf3 fsync\n",
  );
});
