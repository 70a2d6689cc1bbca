import type { Mutant } from "../mutant.ts";

export default {
  name: "preferred-leader-out-of-sync",
  what: "The preferred replica gets its leadership back without being in the ISR.",
  breaks: ["I16"],
  edits: [
    {
      file: "packages/metadata/src/plan/elections.ts",
      fragment:
        "if (isr.includes(preferred) && mayLead(preferred)) return { leader: preferred, isr };",
      replacement:
        "if (mayLead(preferred)) {\n    " +
        "return { leader: preferred, isr: [...new Set([...isr, preferred])] };\n  " +
        "}",
    },
  ],
} satisfies Mutant;
