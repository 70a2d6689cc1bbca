import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-vote-ignores-length",
  what: "A voter compares only last terms, so that a shorter log of the same term wins.",
  breaks: ["I4"],
  edits: [
    {
      file: "packages/raft/src/log-view.ts",
      fragment: "(other.term === term && other.index >= index)",
      replacement: "other.term === term",
    },
  ],
} satisfies Mutant;
