import type { Mutant } from "../mutant.ts";

export default {
  name: "latest-offset-goes-back",
  what:
    "A new leader names its high watermark as the latest offset before it is as high " +
    "as its predecessor's.",
  breaks: ["I15", "B38"],
  edits: [
    {
      file: "packages/replication/src/serving.ts",
      fragment:
        "return leader.highWatermark >= leader.epochStart ? leader.highWatermark : undefined;",
      replacement: "return leader.highWatermark;",
    },
  ],
} satisfies Mutant;
