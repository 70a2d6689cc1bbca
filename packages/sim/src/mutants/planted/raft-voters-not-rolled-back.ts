import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-voters-not-rolled-back",
  what: "Truncating the entry that changed the voter set leaves the changed set in force.",
  breaks: ["I10", "B13"],
  edits: [
    {
      file: "packages/raft/src/voters.ts",
      fragment: "return new VoterHistory(this.entries.filter((entry) => entry.index < from));",
      replacement: "return this;",
    },
  ],
} satisfies Mutant;
