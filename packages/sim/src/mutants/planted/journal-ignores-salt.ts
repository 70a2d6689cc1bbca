import type { Mutant } from "../mutant.ts";

export default {
  name: "journal-ignores-salt",
  what: "Recovery takes groups of the journal's earlier lives for its own.",
  breaks: ["I13"],
  edits: [
    {
      file: "packages/storage/src/journal-format.ts",
      fragment: "reader.uint32() !== salt.high || reader.uint32() !== salt.low",
      replacement: "reader.uint32() + reader.uint32() < 0",
    },
  ],
} satisfies Mutant;
