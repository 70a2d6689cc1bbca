import type { Mutant } from "../mutant.ts";

export default {
  name: "push-of-earlier-epoch-accepted",
  what:
    "A follower takes a late push of its leader's earlier epoch, since attaches " +
    "count from one again.",
  breaks: ["I20", "B30"],
  edits: [
    {
      file: "packages/replication/src/follower.ts",
      fragment:
        "return message.leaderEpoch === follower.leaderEpoch && message.attachId === " +
        "follower.attachId;",
      replacement: "return message.attachId === follower.attachId;",
    },
    {
      file: "packages/broker/src/leader-link.ts",
      fragment: "push.leaderEpoch !== follower.leaderEpoch || push.attachId",
      replacement: "push.attachId",
    },
  ],
} satisfies Mutant;
