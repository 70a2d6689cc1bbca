import type { Mutant } from "../mutant.ts";

export default {
  name: "truncates-to-high-watermark",
  what:
    "A follower whose log parts from the leader's cuts it at its own high watermark, " +
    "which may be old.",
  breaks: ["I16", "B26"],
  edits: [
    {
      file: "packages/replication/src/follower.ts",
      fragment: "const to = truncationPoint(log, result);",
      replacement: "const to = Math.max(log.logStart, follower.highWatermark);",
    },
  ],
} satisfies Mutant;
