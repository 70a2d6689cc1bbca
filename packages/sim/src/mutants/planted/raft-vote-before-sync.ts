import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-vote-before-sync",
  what: "A vote leaves while the disk is still writing it down.",
  breaks: ["I1"],
  edits: [
    {
      file: "packages/raft/src/work.ts",
      fragment: "const after = this.state.disk.hardStateGate;",
      replacement: "const after = 0;",
    },
  ],
} satisfies Mutant;
