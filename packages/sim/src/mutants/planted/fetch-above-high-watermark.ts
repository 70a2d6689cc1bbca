import type { Mutant } from "../mutant.ts";

export default {
  name: "fetch-above-high-watermark",
  what: "Consumers are served up to the log's end.",
  breaks: ["I24"],
  edits: [
    {
      file: "packages/broker/src/fetch.ts",
      fragment: "const { highWatermark } = leader;",
      replacement: "const highWatermark = leader.logEnd;",
    },
  ],
} satisfies Mutant;
