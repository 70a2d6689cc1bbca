import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-vote-not-persisted",
  what: "Only the term is written to the disk, so that a voter that crashes votes twice.",
  breaks: ["I1"],
  edits: [
    {
      file: "packages/raft/src/work.ts",
      fragment: "hardState: this.#hardStateChanged ? disk.hardState : null,",
      replacement: "hardState: this.#hardStateChanged ? { ...disk.hardState, vote: null } : null,",
    },
  ],
} satisfies Mutant;
