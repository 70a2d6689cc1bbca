import type { Mutant } from "../mutant.ts";

export default {
  name: "controller-replies-before-commit",
  what: "The active controller answers a command before its records are committed.",
  breaks: ["I12"],
  edits: [
    {
      file: "packages/controller/src/planner.ts",
      fragment: "const result = await this.#commit(records, payload);",
      replacement:
        "void this.#commit(records, payload);\n    " +
        'const result: ProposeResult = { outcome: "committed", index: 0 };',
    },
  ],
} satisfies Mutant;
