import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-read-without-quorum",
  what: "A leader answers a linearizable read without asking whether it still leads.",
  breaks: ["I12", "B4"],
  edits: [
    {
      file: "packages/raft/src/reads.ts",
      fragment: "const confirmed = confirmedRound(work, role);",
      replacement: "const confirmed = role.round;",
    },
  ],
} satisfies Mutant;
