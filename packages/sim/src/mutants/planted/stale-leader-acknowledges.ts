import type { Mutant } from "../mutant.ts";

export default {
  name: "stale-leader-acknowledges",
  what:
    "A leader does not wait for followers whose streams broke, so that a deposed one " +
    "goes on alone.",
  breaks: ["I22", "I17"],
  edits: [
    {
      file: "packages/replication/src/high-watermark.ts",
      fragment: "follower.inMaximalIsr && follower.durableEnd < end",
      replacement:
        "follower.inMaximalIsr && (follower.attached || follower.durableEnd < 0) &&\n      " +
        "follower.durableEnd < end",
    },
  ],
} satisfies Mutant;
