import type { Mutant } from "../mutant.ts";

export default {
  name: "controller-publishes-uncommitted",
  what: "Brokers are sent metadata that is in the active controller's log but not committed.",
  breaks: ["I12", "I7"],
  edits: [
    {
      file: "packages/controller/src/session-feed.ts",
      fragment: "to: applied })",
      replacement: "to: log.last })",
    },
  ],
} satisfies Mutant;
