import type { Mutant } from "../mutant.ts";

export default {
  name: "checkpoint-of-unsynced-segments",
  what: "A checkpoint is written before the segments that it names are synced.",
  breaks: ["I13", "I16"],
  edits: [
    {
      file: "packages/storage/src/checkpointer.ts",
      fragment: "await inParallel(logs, checkpointSyncsMax, (log) => log.sync());",
      replacement: "",
    },
  ],
} satisfies Mutant;
