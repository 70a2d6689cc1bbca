import type { Mutant } from "../mutant.ts";

export default {
  name: "follower-acks-unsynced",
  what: "A follower reports its log's end where its durable end is asked for.",
  breaks: ["I16", "I17"],
  edits: [
    {
      file: "packages/replication/src/follower.ts",
      fragment: "attachId, logEnd, durableEnd, lastEpoch };",
      replacement: "attachId, logEnd, durableEnd: logEnd, lastEpoch };",
    },
  ],
} satisfies Mutant;
