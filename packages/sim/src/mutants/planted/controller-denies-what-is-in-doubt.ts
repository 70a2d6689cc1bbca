import type { Mutant } from "../mutant.ts";

export default {
  name: "controller-denies-what-is-in-doubt",
  what: "A command whose commit is not known is answered as if it had not been taken.",
  breaks: ["I12", "I19", "B35"],
  edits: [
    {
      file: "packages/controller/src/planner.ts",
      fragment: "return inDoubt(result.leader, nodeId);",
      replacement: "return redirectTo(result.leader, notLeading(nodeId));",
    },
  ],
} satisfies Mutant;
