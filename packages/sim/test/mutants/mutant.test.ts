import { describe, expect, test } from "vitest";
import { filesOf, type Mutant, mutate, StaleMutantError } from "../../src/mutants/mutant.ts";

function mutantOf(...edits: Mutant["edits"][number][]): Mutant {
  return { name: "some-bug", what: "Something is wrong.", breaks: ["I1"], edits };
}

describe("mutate", () => {
  test("replaces each fragment of the file, and no other file's", () => {
    const mutant = mutantOf(
      { file: "a.ts", fragment: "x > 1", replacement: "x > 0" },
      { file: "a.ts", fragment: "return x;", replacement: "return -x;" },
      { file: "b.ts", fragment: "absent here", replacement: "" },
    );
    expect(mutate(mutant, "a.ts", "if (x > 1) return x;")).toBe("if (x > 0) return -x;");
  });

  test("takes the replacement as it stands", () => {
    const mutant = mutantOf({ file: "a.ts", fragment: "one", replacement: "$& $1 $$" });
    expect(mutate(mutant, "a.ts", "one two")).toBe("$& $1 $$ two");
  });

  test("refuses a fragment that is not there, and one that is there twice", () => {
    const mutant = mutantOf({ file: "a.ts", fragment: "x", replacement: "y" });
    const sentence = (count: number) =>
      new StaleMutantError(
        `mutant some-bug: "x" occurs ${count} times in a.ts, expected once; choose the ` +
          "fragment anew",
      );
    expect(() => mutate(mutant, "a.ts", "nothing")).toThrow(sentence(0));
    expect(() => mutate(mutant, "a.ts", "x and x")).toThrow(sentence(2));
  });
});

test("filesOf names each file once", () => {
  const edits = ["a.ts", "b.ts", "a.ts"].map((file) => ({ file, fragment: "x", replacement: "y" }));
  expect(filesOf(mutantOf(...edits))).toEqual(["a.ts", "b.ts"]);
});
