import type { Mutant } from "../mutant.ts";

export default {
  name: "high-watermark-before-truncation",
  what: "A follower takes the leader's high watermark before it has cut its own log.",
  breaks: ["I20", "B31"],
  edits: [
    {
      file: "packages/broker/src/follower-stream.ts",
      fragment: "this.#answers.push(attachPush(asked, answer.result));",
      replacement:
        "{\n      " +
        "const { highWatermark } = partition.replica;\n      " +
        "this.#answers.push({ ...attachPush(asked, answer.result), highWatermark });\n    " +
        "}",
    },
    {
      file: "packages/broker/src/leader-link.ts",
      fragment: "const answer = attachAnswerOf(push);",
      replacement:
        "const answer = attachAnswerOf(push);\n      " +
        "const told = Math.min(push.highWatermark, log.logEnd);\n      " +
        "if (told > follower.highWatermark) follower.highWatermark = told;",
    },
  ],
} satisfies Mutant;
