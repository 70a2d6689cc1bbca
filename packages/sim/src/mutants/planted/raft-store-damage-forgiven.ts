import type { Mutant } from "../mutant.ts";

export default {
  name: "raft-store-damage-forgiven",
  what: "A node whose Raft store lost synced entries votes as if nothing had happened.",
  breaks: ["I13", "I4"],
  edits: [
    {
      file: "packages/controller/src/raft-store/open.ts",
      fragment: "unproven: damaged ? lostUpTo(state) : state.unproven,",
      replacement: "unproven: state.unproven,",
    },
  ],
} satisfies Mutant;
