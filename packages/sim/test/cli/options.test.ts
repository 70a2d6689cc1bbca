import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/cli/flags.ts";
import { parseSimCommand } from "../../src/cli/options.ts";

function parse(line: string) {
  return parseSimCommand(line.split(" "), 77);
}

function refusal(line: string): string {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("parseSimCommand", () => {
  test("one run", () => {
    expect(parse("--seed 13")).toEqual({
      mode: "one",
      options: { source: { kind: "seed", seed: 13 }, steps: null, trace: false, shrink: true },
      json: false,
    });
    expect(parse("--scenario a.json --steps 9 --trace --no-shrink --json")).toEqual({
      mode: "one",
      options: { source: { kind: "file", path: "a.json" }, steps: 9, trace: true, shrink: false },
      json: true,
    });
  });

  test("many runs", () => {
    expect(parse("--seeds 1..500 --twice --jobs 4")).toMatchObject({
      mode: "many",
      options: { from: 1, to: 500, minutes: null, jobs: 4, twice: true },
    });
    const timed = { to: null, minutes: 0.5, jobs: 2, twice: false };
    expect(parse("--minutes 0.5")).toMatchObject({ options: { from: 77, ...timed } });
    expect(parse("--minutes 0.5 --seed 5")).toMatchObject({ options: { from: 5, ...timed } });
  });

  test("help", () => {
    expect(parse("-h")).toMatchObject({ mode: "help" });
  });

  test.each([
    ["--json", "expected one of --seed N, --seeds FROM..TO, --minutes M, --scenario FILE"],
    ["--seed x", "--seed x: expected a whole number from 0 to 4294967295"],
    ["--seed 1 --steps 0", "--steps 0: expected a whole number from 1 to 9007199254740991"],
    ["--seed 1 --scenario f", "--seed does not go together with --scenario"],
    ["--seed 1 --twice", "--twice belongs to --seeds or --minutes"],
    ["--seeds 7", "--seeds 7: expected FROM..TO, such as 1..1000"],
    ["--seeds 9..7", "--seeds 9..7: expected the smaller seed first, 7..9"],
    ["--seeds 1..9 --trace", "--trace belongs to a single run"],
    ["--seeds 1..9 --minutes 1", "--minutes does not go together with --seeds"],
    ["--minutes 0", "--minutes 0: expected a number above 0, up to 10080"],
    ["--minutes 1 --twice", "--twice belongs to --seeds"],
    ["--minutes 1 --jobs 0", "--jobs 0: expected a whole number from 1 to 256"],
  ])("refuses %s", (line, message) => {
    expect(refusal(line)).toBe(message);
  });

  test("refuses an option that it does not know", () => {
    expect(refusal("--sed 1")).toMatch(/--sed/);
  });
});
