import type { Mutant } from "../mutant.ts";

export default {
  name: "push-of-earlier-epoch-accepted",
  what:
    "A follower takes a late push of an earlier epoch that fits the end of its log, since " +
    "attaches count from one again; of an earlier leader too, over a stream that was closed, " +
    "since the same leader rarely leads again before its late pushes have come.",
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
      replacement:
        "(push.leaderEpoch !== follower.leaderEpoch && push.baseOffset !== follower.logEnd) || " +
        "push.attachId",
    },
    {
      file: "packages/broker/src/leader-link.ts",
      fragment: "if (this.#stream === stream) this.#onPushes(pushes);",
      replacement: "this.#onPushes(pushes);",
    },
    {
      file: "packages/broker/src/leader-link.ts",
      fragment:
        'return replica.role === "follower" && replica.leader === this.leaderId ? replica : null;',
      replacement: 'return replica.role === "follower" ? replica : null;',
    },
    {
      file: "packages/broker/src/leader-link.ts",
      fragment:
        "const lane = this.#lanes.get(partition);\n" +
        "    if (follower === null || log === null || lane === undefined) return false;",
      replacement:
        "const lane = this.#lanes.get(partition) ?? { partition, undurable: new Fifo() };\n" +
        "    if (follower === null || log === null) return false;",
    },
  ],
} satisfies Mutant;
