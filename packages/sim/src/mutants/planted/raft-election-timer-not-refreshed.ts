import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-election-timer-not-refreshed",
  what: "What a leader says does not put off the followers' campaigns.",
  breaks: ["I11", "L1", "B18"],
  edits: [
    {
      file: "packages/raft/src/follower.ts",
      fragment: "role.heardAt = now;\n  role.electionAt = now + randomElectionTimeout(state);",
      replacement: "role.heardAt = now;",
    },
  ],
} satisfies Mutant;
