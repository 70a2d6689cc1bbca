import type { Mutant } from "../../src/mutants/mutant.ts";

/** A mutant of the fixture: `return items.length;` becomes `replacement`. */
export function mutantWith(replacement: string, fragment = "return items.length;"): Mutant {
  const file = "packages/sim/test/mutants/fixtures/counter.ts";
  const edits = [{ file, fragment, replacement }];
  return { name: "counts-wrong", what: "The count is wrong.", breaks: ["I6"], edits };
}

export const offByOne = mutantWith("return items.length - 1;");
