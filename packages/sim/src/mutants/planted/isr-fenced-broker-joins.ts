import type { Mutant } from "../mutant.ts";

export default {
  name: "isr-fenced-broker-joins",
  what: "A fenced broker joins the ISR when its log has caught up.",
  breaks: ["I18", "B33"],
  edits: [
    {
      file: "packages/replication/src/isr.ts",
      fragment: "if (registered.fenced || registered.shuttingDown) return false;",
      replacement: "",
    },
    {
      file: "packages/metadata/src/plan/partitions.ts",
      fragment: "checkJoining(draft.image, current, change.isr);",
      replacement: "null;",
    },
  ],
} satisfies Mutant;
