import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-slots-not-alternated",
  what: "Both copies of the vote record are one file, which a crash can catch half written.",
  breaks: ["I13"],
  edits: [
    {
      file: "packages/controller/src/raft-store/slots.ts",
      fragment: "slotNames[state.generation % 2]",
      replacement: "slotNames[0]",
    },
  ],
} satisfies Mutant;
