import type { Mutant } from "../mutant.ts";

export default {
  name: "min-isr-ignored",
  what: "Records are committed with fewer replicas in sync than min.insync.replicas asks for.",
  breaks: ["I17", "B36"],
  edits: [
    {
      file: "packages/replication/src/high-watermark.ts",
      fragment: "return leader.isr.length < effectiveMinIsr(leader);",
      replacement: "return false;",
    },
  ],
} satisfies Mutant;
