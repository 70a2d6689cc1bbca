import type { Mutant } from "../mutant.ts";

export default {
  name: "push-of-earlier-epoch-accepted",
  what:
    "A follower takes late pushes of an earlier epoch and leader, since attaches count from one " +
    "again; its new leader believes what it reports then.",
  breaks: ["I20", "I17", "B30"],
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
    {
      file: "packages/broker/src/leader-link.ts",
      fragment:
        "const follower = this.#followerOf(partition);\n    const { log } = partition;\n" +
        "    const lane = this.#lanes.get(partition);",
      replacement:
        'const follower = partition.replica.role === "follower" ? partition.replica : null;\n' +
        "    const { log } = partition;\n" +
        "    const lane = this.#lanes.get(partition) ?? { partition, undurable: new Fifo() };",
    },
    {
      file: "packages/broker/src/leader-links.ts",
      fragment: "if (link?.isEmpty !== true) return;",
      replacement: "if (link?.isEmpty !== null) return;",
    },
    {
      file: "packages/replication/src/feeding.ts",
      fragment: "if (logEnd > follower.cursor || durableEnd < follower.durableEnd) {",
      replacement: "if (durableEnd < follower.durableEnd) {",
    },
  ],
} satisfies Mutant;
