import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-counts-own-unsynced",
  what: "The leader counts its own entry towards the quorum before its disk has it.",
  breaks: ["I6", "B5"],
  edits: [
    {
      file: "packages/raft/src/leader.ts",
      fragment: "? state.log.syncedIndex",
      replacement: "? state.log.last.index",
    },
  ],
} satisfies Mutant;
