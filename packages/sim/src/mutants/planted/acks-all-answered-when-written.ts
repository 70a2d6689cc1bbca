import type { Mutant } from "../mutant.ts";

export default {
  name: "acks-all-answered-when-written",
  what: "A produce with acks=all is answered when the leader alone has written it.",
  breaks: ["I16", "I24"],
  edits: [
    {
      file: "packages/broker/src/produce-waiters.ts",
      fragment: "if (head.run.acks === 1) this.#succeed(head, logStart);",
      replacement: "if (head.run.acks !== 0) this.#succeed(head, logStart);",
    },
  ],
} satisfies Mutant;
