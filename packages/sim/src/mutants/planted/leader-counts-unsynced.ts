import type { Mutant } from "../mutant.ts";

export default {
  name: "leader-counts-unsynced",
  what: "The leader counts records that only the page cache has.",
  breaks: ["I16", "I17"],
  edits: [
    {
      file: "packages/broker/src/partition.ts",
      fragment: "leaderDurable(replica, log.durableEnd)",
      replacement: "leaderDurable(replica, log.writtenEnd)",
    },
  ],
} satisfies Mutant;
