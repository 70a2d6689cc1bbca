import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-store-sync-skipped",
  what: "The Raft log is reported as synced while its write is still under way.",
  breaks: ["I8", "I1"],
  edits: [
    {
      file: "packages/controller/src/disk-queue.ts",
      fragment: "await this.#store.persist(units);",
      replacement:
        "const writing = this.#store.persist(units);\n        " +
        "if (!this.#stopped) this.#events.onPersisted(last.sequence);\n        " +
        "await writing;",
    },
  ],
} satisfies Mutant;
