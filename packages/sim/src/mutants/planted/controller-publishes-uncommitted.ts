import type { Mutant } from "../mutant.ts";

export default {
  name: "controller-publishes-uncommitted",
  what: "Brokers are sent metadata that is in the active controller's log but not committed.",
  breaks: ["I12", "I7"],
  edits: [
    {
      file: "packages/controller/src/controller.ts",
      fragment: "applied: this.#applied, image: this.#image",
      replacement: "applied: this.#node.entries.last, image: this.#image",
    },
  ],
} satisfies Mutant;
