import type { Mutant } from "../mutant.ts";

export default {
  name: "journal-released-early",
  what: "The journal may overwrite a file before the checkpoint that covers it is durable.",
  breaks: ["I13", "I16"],
  edits: [
    {
      file: "packages/storage/src/checkpointer.ts",
      fragment: "this.#dirty = new Set();",
      replacement: "this.#dirty = new Set();\n    this.#journal.release(firstGroup);",
    },
  ],
} satisfies Mutant;
