import type { Mutant } from "../mutant.ts";

export default {
  name: "isr-shrunk-before-commit",
  what:
    "The leader stops waiting for a follower when it proposes that it leave, not " +
    "when that is committed.",
  breaks: ["I19", "B34"],
  edits: [
    {
      file: "packages/replication/src/isr.ts",
      fragment: "leader.proposal = { leaderEpoch, partitionEpoch, isr };",
      replacement:
        "leader.proposal = { leaderEpoch, partitionEpoch, isr };\n  " +
        "const proposed = new Set(isr.map((member) => member.nodeId));\n  " +
        "leader.isr = leader.isr.filter((nodeId) => proposed.has(nodeId));",
    },
  ],
} satisfies Mutant;
