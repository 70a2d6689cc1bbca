import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-commits-unverified",
  what: "A follower commits as far as its log reaches, divergent from the leader's or not.",
  breaks: ["I4", "I7"],
  edits: [
    {
      file: "packages/raft/src/follower.ts",
      fragment: "Math.min(message.commit, role.verified)",
      replacement: "Math.min(message.commit, log.last.index)",
    },
  ],
} satisfies Mutant;
