import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-old-append-truncates",
  what: "An append whose entries are all there cuts off what follows them.",
  breaks: ["I5", "B8"],
  edits: [
    {
      file: "packages/raft/src/follower.ts",
      fragment: "entries.findIndex((entry) => !log.holds(entry))",
      replacement: "entries.length > 0 ? 0 : -1",
    },
  ],
} satisfies Mutant;
