import type { Mutant } from "../mutant.ts";

export default {
  name: "isr-join-without-catching-up",
  what: "A follower joins the ISR as soon as it is attached.",
  breaks: ["I18"],
  edits: [
    {
      file: "packages/replication/src/isr.ts",
      fragment: "return durableEnd >= leader.highWatermark && durableEnd >= leader.epochStart;",
      replacement: "return durableEnd >= 0;",
    },
  ],
} satisfies Mutant;
