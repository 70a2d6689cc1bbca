import type { Mutant } from "../mutant.ts";

export default {
  name: "journal-sync-skipped",
  what: "A group of the journal counts as durable when it is written.",
  breaks: ["I16"],
  edits: [
    {
      file: "packages/storage/src/journal.ts",
      fragment: "current.lastGroup = number;\n    await file.sync();",
      replacement: "current.lastGroup = number;",
    },
  ],
} satisfies Mutant;
