import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-old-append-truncates",
  what: "An append whose entries are all there cuts off what follows them.",
  breaks: ["I5", "B8"],
  edits: [
    {
      file: "packages/raft/src/follower.ts",
      fragment: "if (firstNew < 0) return false;",
      replacement:
        "if (firstNew < 0) {\n    " +
        "const end = entries.at(-1)?.index ?? log.last.index;\n    " +
        "if (end < log.last.index) work.truncateFrom(end + 1);\n    " +
        "return false;\n  " +
        "}",
    },
  ],
} satisfies Mutant;
