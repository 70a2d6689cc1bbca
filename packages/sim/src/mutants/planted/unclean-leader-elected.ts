import type { Mutant } from "../mutant.ts";

export default {
  name: "unclean-leader-elected",
  what:
    "Where no member of the ISR is alive any replica may lead, whatever the topic's " +
    "configuration says.",
  breaks: ["I16", "B36"],
  edits: [
    {
      file: "packages/metadata/src/plan/leadership.ts",
      fragment: "return topicConfigValue(",
      replacement: 'return topic !== "" || topicConfigValue(',
    },
  ],
} satisfies Mutant;
