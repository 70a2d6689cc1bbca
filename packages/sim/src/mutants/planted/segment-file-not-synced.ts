import type { Mutant } from "../mutant.ts";

export default {
  name: "segment-file-not-synced",
  what: "The name of a new segment is not synced before a checkpoint relies on its bytes.",
  breaks: ["I13", "I16"],
  edits: [
    {
      file: "packages/storage/src/segmented-log.ts",
      fragment: "await files.syncDirectory(this.#path);",
      replacement: "",
    },
  ],
} satisfies Mutant;
