import type { Mutant } from "../mutant.ts";

export default {
  name: "controller-keeps-broker-epoch",
  what: "A new process of a broker gets the broker epoch of the process before it.",
  breaks: ["I18", "B33"],
  edits: [
    {
      file: "packages/metadata/src/plan/brokers.ts",
      fragment: "if (known.incarnationId === incarnationId) {",
      replacement: "if (known.incarnationId === incarnationId || known.fenced) {",
    },
  ],
} satisfies Mutant;
