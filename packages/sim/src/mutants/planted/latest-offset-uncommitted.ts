import type { Mutant } from "../mutant.ts";

export default {
  name: "latest-offset-uncommitted",
  what: "The latest offset is that of the log's end, committed or not.",
  breaks: ["I15", "I24"],
  edits: [
    {
      file: "packages/broker/src/list-offsets.ts",
      fragment: "return { offset: highWatermark, timestampMs: -1 };",
      replacement: "return { offset: log.logEnd, timestampMs: -1 };",
    },
  ],
} satisfies Mutant;
