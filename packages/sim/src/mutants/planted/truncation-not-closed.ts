import type { Mutant } from "../mutant.ts";

export default {
  name: "truncation-not-closed",
  what:
    "The journal does not say that a truncation is over, so recovery cuts off what " +
    "was appended since.",
  breaks: ["I13", "I16"],
  edits: [
    {
      file: "packages/storage/src/segmented-log.ts",
      fragment: "await this.#context.commits.commit(this.syncedEntry());",
      replacement: "await this.#context.commits.commit(null);",
    },
  ],
} satisfies Mutant;
