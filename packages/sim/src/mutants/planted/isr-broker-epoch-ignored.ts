import type { Mutant } from "../mutant.ts";

export default {
  name: "isr-broker-epoch-ignored",
  what:
    "Neither leader nor controller looks whether a joining follower is still the process that " +
    "caught up, and the leader counts on the stream of one that was replaced.",
  breaks: ["I18", "B33"],
  edits: [
    {
      file: "packages/replication/src/isr.ts",
      fragment: "if (registered.brokerEpoch !== follower.brokerEpoch) return false;",
      replacement: "",
    },
    {
      file: "packages/replication/src/isr.ts",
      fragment: "if (isReplaced) forgetPosition(follower);",
      replacement: "",
    },
    {
      file: "packages/broker/src/follower-streams.ts",
      fragment: "(after !== null && after.brokerEpoch <= stream.brokerEpoch)",
      replacement: "after !== null",
    },
    {
      file: "packages/metadata/src/plan/partitions.ts",
      fragment: "checkBrokerEpochs(draft.image, current, change.isr) ??",
      replacement: "",
    },
  ],
} satisfies Mutant;
