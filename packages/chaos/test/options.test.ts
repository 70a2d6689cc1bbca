import { expect, test } from "vitest";
import { faultNames } from "../src/faults/catalogue.ts";
import { UsageError } from "@sordini/sim";
import { help, parseChaosCommand } from "../src/options.ts";

function parse(line: string) {
  return parseChaosCommand(line === "" ? [] : line.split(" "));
}

test("defaults of a run kill by kill", () => {
  expect(parse("")).toMatchObject({
    ...{ mode: "kills", json: false, help: false },
    options: {
      ...{ kills: 10, target: "random", recordsPerSecond: 1000, durability: "fsync" },
      ...{ historyPath: null, seed: expect.any(Number) },
    },
  });
});

test("everything given", () => {
  const line = "--kills 3 --target all --rate 50 --seed 0 --page-cache --history h.jsonl --json";
  expect(parse(line)).toEqual({
    ...{ mode: "kills", json: true, help: false },
    options: {
      ...{ kills: 3, target: "all", recordsPerSecond: 50, seed: 0, durability: "page-cache" },
      historyPath: "h.jsonl",
    },
  });
});

test("defaults of a run by the clock", () => {
  expect(parse("--minutes 20")).toMatchObject({
    mode: "timed",
    options: {
      ...{ minutes: 20, faults: ["kill", "pause", "partition"], recordsPerSecond: 1000 },
      ...{ durability: "fsync", historyPath: null, reportPath: null },
    },
  });
});

test.each([
  ["none", []],
  ["all", faultNames],
  ["power-loss,kill,kill", ["power-loss", "kill"]],
])("--faults %s", (text, faults) => {
  const line = `--minutes 0.5 --seed 3 --faults ${text} --report r.html`;
  expect(parse(line)).toMatchObject({
    options: { minutes: 0.5, seed: 3, faults, reportPath: "r.html" },
  });
});

test("--help names every fault", () => {
  for (const name of faultNames) expect(help).toContain(` ${name} `);
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
  ["--minutes 0", "--minutes 0: expected a number above 0, up to 10080"],
  ["--minutes 1e3", "--minutes 1e3: expected a number above 0, up to 10080"],
  ["--minutes 1 --faults kil", '--faults kil: there is no "kil", only kill, kill-all, pause'],
  ["--minutes 1 --kills 3", "--kills does not go together with --minutes"],
  ["--faults kill", "--faults belongs to --minutes"],
  ["50", "Unexpected argument '50'"],
])("%s is refused", (line, message) => {
  expect(() => parse(line)).toThrow(UsageError);
  expect(() => parse(line)).toThrow(message);
});
