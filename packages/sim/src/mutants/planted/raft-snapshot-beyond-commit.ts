import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-snapshot-beyond-commit",
  what:
    "A snapshot claims to cover the log's end, though the state in it is only that " +
    "of the applied entries.",
  breaks: ["I9", "I7"],
  edits: [
    {
      file: "packages/controller/src/raft-node.ts",
      fragment: "const index = this.#applied;",
      replacement: "const index = this.entries.last;",
    },
  ],
} satisfies Mutant;
