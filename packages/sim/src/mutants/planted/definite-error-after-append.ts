import type { Mutant } from "../mutant.ts";

export default {
  name: "definite-error-after-append",
  what: "A produce that was appended is answered with an error that says it was not.",
  breaks: ["I23"],
  edits: [
    {
      file: "packages/replication/src/serving.ts",
      fragment: '"NOT_ENOUGH_REPLICAS_AFTER_APPEND",',
      replacement: '"NOT_ENOUGH_REPLICAS",',
    },
  ],
} satisfies Mutant;
