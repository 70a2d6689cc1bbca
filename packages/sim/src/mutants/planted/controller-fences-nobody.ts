import type { Mutant } from "../mutant.ts";

export default {
  name: "controller-fences-nobody",
  what: "A broker whose session ended keeps its leaderships.",
  breaks: ["L1", "L4"],
  edits: [
    {
      file: "packages/controller/src/broker-sessions.ts",
      fragment: "#fence(brokerId: NodeId, brokerEpoch: BrokerEpoch): void {",
      replacement:
        "#fence(brokerId: NodeId, brokerEpoch: BrokerEpoch): void {\n    " +
        "if (brokerId >= 0) return;",
    },
  ],
} satisfies Mutant;
