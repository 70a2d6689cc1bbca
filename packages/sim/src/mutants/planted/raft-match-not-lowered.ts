import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-match-not-lowered",
  what: "A follower that lost its log's end still counts with what it once acknowledged.",
  breaks: ["I6", "B22"],
  edits: [
    {
      file: "packages/raft/src/progress.ts",
      fragment: "progress.match = Math.min(progress.match, hint.index);",
      replacement: "",
    },
  ],
} satisfies Mutant;
