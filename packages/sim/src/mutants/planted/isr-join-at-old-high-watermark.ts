import type { Mutant } from "../mutant.ts";

export default {
  name: "isr-join-at-old-high-watermark",
  what:
    "A follower joins the ISR at a new leader's high watermark, which may be older " +
    "than what was acknowledged.",
  breaks: ["I18", "I16"],
  edits: [
    {
      file: "packages/replication/src/isr.ts",
      fragment: "return durableEnd >= leader.highWatermark && durableEnd >= leader.epochStart;",
      replacement: "return durableEnd >= leader.highWatermark;",
    },
  ],
} satisfies Mutant;
