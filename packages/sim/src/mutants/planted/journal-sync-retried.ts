import type { Mutant } from "../mutant.ts";

export default {
  name: "journal-sync-retried",
  what: "A failed sync of the journal is tried again, and its second answer believed.",
  breaks: ["I26", "B37"],
  edits: [
    {
      file: "packages/storage/src/journal.ts",
      fragment: "current.lastGroup = number;\n    await file.sync();",
      replacement: "current.lastGroup = number;\n    await file.sync().catch(() => file.sync());",
    },
  ],
} satisfies Mutant;
