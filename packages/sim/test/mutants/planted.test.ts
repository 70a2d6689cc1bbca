import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mutants } from "../../src/mutants/all.ts";
import { filesOf, mutate } from "../../src/mutants/mutant.ts";

const repository = join(import.meta.dirname, "../../../..");

function sourceOf(file: string): string {
  return readFileSync(join(repository, file), "utf8");
}

describe("the planted bugs", () => {
  test("are what the folder holds, each under its own name", () => {
    const folder = join(repository, "packages/sim/src/mutants/planted");
    const files = readdirSync(folder).map((name) => name.replace(/\.ts$/, ""));
    expect(mutants.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
  });

  test.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    "%s fits the product and still parses",
    (_, mutant) => {
      expect(mutant.edits.length).toBeGreaterThan(0);
      expect(mutant.what).toMatch(/^[A-Z].*\.$/);
      expect(mutant.breaks.every((name) => /^[ILB]\d+$/.test(name))).toBe(true);
      for (const file of filesOf(mutant)) {
        expect(file).toMatch(/^packages\/(?!sim\/)[\w-]+\/src\//);
        const source = sourceOf(file);
        const mutated = mutate(mutant, file, source);
        expect(mutated).not.toBe(source);
        expect(() => stripTypeScriptTypes(mutated)).not.toThrow();
      }
    },
  );
});
