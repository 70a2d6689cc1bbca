import type { Mutant } from "../mutant.ts";

export default {
  name: "high-watermark-from-isr",
  what: "The high watermark does not wait for a follower whose joining may already be committed.",
  breaks: ["I17", "B34"],
  edits: [
    {
      file: "packages/replication/src/high-watermark.ts",
      fragment: "follower.inMaximalIsr && follower.durableEnd < end",
      replacement: "follower.inIsr && follower.durableEnd < end",
    },
  ],
} satisfies Mutant;
