import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-acks-unverified",
  what: "A follower acknowledges all that it synced, compared with this leader or not.",
  breaks: ["I8", "B7"],
  edits: [
    {
      file: "packages/raft/src/follower.ts",
      fragment: "Math.min(role.verified, work.state.log.syncedIndex)",
      replacement: "work.state.log.syncedIndex",
    },
    {
      file: "packages/raft/src/follower.ts",
      fragment: "assert(match <= role.verified,",
      replacement: "assert(match <= log.last.index,",
    },
  ],
} satisfies Mutant;
