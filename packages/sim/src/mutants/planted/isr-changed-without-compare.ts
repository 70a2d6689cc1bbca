import type { Mutant } from "../mutant.ts";

export default {
  name: "isr-changed-without-compare",
  what: "An ISR change that names an old partition epoch takes effect.",
  breaks: ["I19"],
  edits: [
    {
      file: "packages/metadata/src/plan/partitions.ts",
      fragment: "checkPartitionEpoch(current, change.partitionEpoch) ??",
      replacement: "",
    },
  ],
} satisfies Mutant;
