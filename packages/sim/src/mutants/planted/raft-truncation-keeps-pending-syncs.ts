import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-truncation-keeps-pending-syncs",
  what:
    "A sync that was under way at a truncation vouches for the entries that took the " +
    "place of the cut ones.",
  breaks: ["I8", "B9"],
  edits: [
    {
      file: "packages/raft/src/work.ts",
      fragment: "disk.cutTo(from - 1);",
      replacement: "",
    },
  ],
} satisfies Mutant;
