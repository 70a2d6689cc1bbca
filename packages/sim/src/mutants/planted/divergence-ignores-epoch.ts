import type { Mutant } from "../mutant.ts";

export default {
  name: "divergence-ignores-epoch",
  what:
    "A follower that ends in an epoch unknown to the leader is fed as if it were a prefix, when " +
    "it is no longer than the leader's log.",
  breaks: ["I20", "B27"],
  edits: [
    {
      file: "packages/replication/src/divergence.ts",
      fragment: "if (isSameEpoch && follower.logEnd <= agreed.end)",
      replacement: "if (follower.logEnd <= (isSameEpoch ? agreed.end : logEnd))",
    },
  ],
} satisfies Mutant;
