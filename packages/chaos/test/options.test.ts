import { expect, test } from "vitest";
import { parseChaosCommand, UsageError } from "../src/options.ts";

function parse(line: string) {
  return parseChaosCommand(line === "" ? [] : line.split(" "));
}

test("defaults", () => {
  expect(parse("")).toMatchObject({
    ...{ kills: 10, target: "random", recordsPerSecond: 1000, durability: "fsync" },
    ...{ historyPath: null, json: false, help: false },
  });
});

test("everything given", () => {
  const line = "--kills 3 --target all --rate 50 --seed 0 --page-cache --history h.jsonl --json";
  expect(parse(line)).toEqual({
    ...{ kills: 3, target: "all", recordsPerSecond: 50, seed: 0, durability: "page-cache" },
    ...{ historyPath: "h.jsonl", json: true, help: false },
  });
});

test.each([
  ["--kills 0", "--kills 0: expected a whole number from 1 to 1000000"],
  ["--rate fast", "--rate fast: expected a whole number from 1 to 1000000"],
  ["--seed 1.5", "--seed 1.5: expected a whole number from 0 to 281474976710656"],
  [
    "--target everyone",
    "--target everyone: expected one of leader, follower, controller, random, all",
  ],
  ["--kils 3", "Unknown option '--kils'"],
  ["50", "Unexpected argument '50'"],
])("%s is refused", (line, message) => {
  expect(() => parse(line)).toThrow(UsageError);
  expect(() => parse(line)).toThrow(message);
});
