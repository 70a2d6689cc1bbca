import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-commits-old-term",
  what: "The leader commits an entry of an old term by counting.",
  breaks: ["I4", "B1"],
  edits: [
    {
      file: "packages/raft/src/leader.ts",
      fragment: "if (index <= state.commit || index < role.termStart) return;",
      replacement: "if (index <= state.commit) return;",
    },
    {
      file: "packages/raft/src/leader.ts",
      fragment: "assert(state.log.termOf(index) === currentTerm(state),",
      replacement: "assert(state.log.termOf(index) !== null,",
    },
    {
      file: "packages/raft/src/leader.ts",
      fragment: "if (role.ready) return;",
      replacement: "if (role.ready || index < role.termStart) return;",
    },
  ],
} satisfies Mutant;
