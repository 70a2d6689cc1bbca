import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseRegressions } from "./regressions.ts";

const packages = join(import.meta.dirname, "../../..");
const file = join(import.meta.dirname, "../../regressions.json");
const sound = { seed: 1, invariant: "I8", found: "It was wrong.", test: "it is right" };

function parse(...entries: readonly object[]) {
  return parseRegressions(JSON.stringify(entries));
}

describe("regressions.json", () => {
  test("is sound, and each seed names a scenario test or golden script that is there", () => {
    const tests = globSync("*/test/**/*.test.ts", { cwd: packages });
    const sources = tests.map((path) => readFileSync(join(packages, path), "utf8"));
    const named = parseRegressions(readFileSync(file, "utf8")).map((regression) => regression.test);
    const scripts = globSync("*/testdata/*.txt", { cwd: packages });
    const absent = named.filter(
      (name) =>
        !sources.some((source) => source.includes(`"${name}"`)) &&
        !scripts.some((path) => path.endsWith(`/${name}.txt`)),
    );
    expect(absent).toEqual([]);
  });

  test("says where it is wrong and what would be right", () => {
    expect(parse(sound)).toEqual([sound]);
    expect(() => parse({ ...sound, seed: "1" })).toThrow(
      'regressions.json[0].seed: expected a whole number, not "1"',
    );
    expect(() => parse({ ...sound, invariant: "i8" })).toThrow(/invariant: expected I8, L3, /);
    expect(() => parse({ ...sound, found: "bad" })).toThrow(/found: expected a sentence/);
    expect(() => parse({ ...sound, test: "" })).toThrow(/test: expected the name of a scenario/);
    expect(() => parse({ ...sound, note: "" })).toThrow(/note: expected one of seed, invariant, /);
    expect(() => parse(sound, sound)).toThrow("regressions.json[1].seed: 1 is in the list already");
    expect(() => parseRegressions("{}")).toThrow("regressions.json: expected a list");
  });
});
