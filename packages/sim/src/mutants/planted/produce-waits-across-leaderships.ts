import type { Mutant } from "../mutant.ts";

export default {
  name: "produce-waits-across-leaderships",
  what:
    "A produce that waits when the leadership ends is answered by a later " +
    "leadership's high watermark.",
  breaks: ["I22", "I16"],
  edits: [
    {
      file: "packages/broker/src/partition-manager.ts",
      fragment: "if (change.failWaiting) partition.endLeadership(",
      replacement: 'if (change.kind === "unchanged") partition.endLeadership(',
    },
  ],
} satisfies Mutant;
