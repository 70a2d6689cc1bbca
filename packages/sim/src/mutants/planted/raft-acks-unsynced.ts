import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-acks-unsynced",
  what: "A follower answers an empty or repeated append with its log's end, synced or not.",
  breaks: ["I8", "B6"],
  edits: [
    {
      file: "packages/raft/src/follower.ts",
      fragment: "const match = Math.min(end, log.syncedIndex);",
      replacement: "const match = end;",
    },
    {
      file: "packages/raft/src/follower.ts",
      fragment: "assert(match <= log.syncedIndex,",
      replacement: "assert(match <= log.last.index,",
    },
    {
      file: "packages/raft/src/invariants.ts",
      fragment: "role.acked <= log.syncedIndex ||",
      replacement: "role.acked <= log.last.index ||",
    },
  ],
} satisfies Mutant;
