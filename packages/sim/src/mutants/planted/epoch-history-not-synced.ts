import type { Mutant } from "../mutant.ts";

export default {
  name: "epoch-history-not-synced",
  what: "A checkpoint lacks the epochs that began in the active segment.",
  breaks: ["I21", "B32"],
  edits: [
    {
      file: "packages/storage/src/segmented-log.ts",
      fragment: "this.#epochs.truncateTo(this.#writtenEnd + 1)",
      replacement: "this.#epochs.truncateTo(this.#segments.at(-1)?.baseOffset ?? 0)",
    },
  ],
} satisfies Mutant;
