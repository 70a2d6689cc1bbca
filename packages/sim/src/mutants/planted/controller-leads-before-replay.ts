import type { Mutant } from "../mutant.ts";

export default {
  name: "controller-leads-before-replay",
  what: "A new active controller plans before it has applied all that is committed.",
  breaks: ["I12", "B24"],
  edits: [
    {
      file: "packages/controller/src/raft-node.ts",
      fragment: "if (lead === null || this.#applied < lead.index) return;",
      replacement: "if (lead === null) return;",
    },
  ],
} satisfies Mutant;
