import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-term-lowered-on-truncation",
  what: "Cutting the log takes the stored term back to that of the log's new end.",
  breaks: ["I2", "B11"],
  edits: [
    {
      file: "packages/controller/src/raft-store/raft-store.ts",
      fragment: "this.#apply(unit, changes);",
      replacement:
        "this.#apply(unit, changes);\n      " +
        "if (unit.truncateFrom !== null) {\n        " +
        "hardState = { term: this.#chain.last.term, vote: null };\n      " +
        "}",
    },
  ],
} satisfies Mutant;
