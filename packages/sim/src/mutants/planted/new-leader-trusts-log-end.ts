import type { Mutant } from "../mutant.ts";

export default {
  name: "new-leader-trusts-log-end",
  what: "A new leader takes its log's end for committed.",
  breaks: ["I17", "I24"],
  edits: [
    {
      file: "packages/replication/src/replica.ts",
      fragment: "becomeLeader(assignment, { ...context, highWatermark });",
      replacement: "becomeLeader(assignment, { ...context, highWatermark: log.logEnd });",
    },
  ],
} satisfies Mutant;
