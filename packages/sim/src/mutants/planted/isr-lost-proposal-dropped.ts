import type { Mutant } from "../mutant.ts";

export default {
  name: "isr-lost-proposal-dropped",
  what: "A proposal whose answer was lost counts as refused, though it may be committed yet.",
  breaks: ["I19", "B35"],
  edits: [
    {
      file: "packages/replication/src/isr.ts",
      fragment: "if (!definiteErrors.has(outcome.error)) {",
      replacement: "if (outcome.proposal.isr.length === 0) {",
    },
  ],
} satisfies Mutant;
