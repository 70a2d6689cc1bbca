import type { Mutant } from "../mutant.ts";

export default {
  name: "checkpoint-rename-not-synced",
  what: "The new checkpoint takes the place of the old one without a sync of the directory.",
  breaks: ["I13", "B32"],
  edits: [
    {
      file: "packages/storage/src/files.ts",
      fragment:
        "await files.rename({ from: temporary, to: `${directory}/${name}` });\n  " +
        "await files.syncDirectory(directory);",
      replacement: "await files.rename({ from: temporary, to: `${directory}/${name}` });",
    },
  ],
} satisfies Mutant;
