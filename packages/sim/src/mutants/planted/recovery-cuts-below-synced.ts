import type { Mutant } from "../mutant.ts";

export default {
  name: "recovery-cuts-below-synced",
  what: "Recovery cuts away damage also where the records were durable.",
  breaks: ["I13", "I16"],
  edits: [
    {
      file: "packages/storage/src/log-recovery.ts",
      fragment: "if (end.offset >= expected) return;",
      replacement: "if (end.offset >= 0) return;",
    },
  ],
} satisfies Mutant;
