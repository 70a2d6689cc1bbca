import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-entry-term-unchecked",
  what: "Two entries of one index count as equal, whatever their terms.",
  breaks: ["I3"],
  edits: [
    {
      file: "packages/raft/src/log-view.ts",
      fragment: "return this.termOf(id.index) === id.term;",
      replacement: "return this.termOf(id.index) !== null;",
    },
  ],
} satisfies Mutant;
