import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-no-check-quorum",
  what: "A leader that no quorum answers goes on to lead.",
  breaks: ["I11", "B19"],
  edits: [
    {
      file: "packages/raft/src/leader.ts",
      fragment: "if (now >= quorumContactAt(state, role) + electionTimeoutMs.max) {",
      replacement: "if (now === Number.POSITIVE_INFINITY) {",
    },
    {
      file: "packages/raft/src/leader.ts",
      fragment: "return Math.min(quorumCheck, deadline, ...heartbeats);",
      replacement: "return Math.min(deadline, ...heartbeats);",
    },
  ],
} satisfies Mutant;
