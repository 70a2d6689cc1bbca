import type { FaultKind } from "./fault.ts";
import { Freeze } from "./freeze.ts";
import { affectedBy, pickVictim } from "./victims.ts";

/** F2: a process stands still and goes on as if nothing had happened (B4: with stale beliefs). */
export const pause: FaultKind = {
  name: "pause",
  what: "SIGSTOP of one node for 0.1 to 20 s",
  reach: "node",
  holdMs: { min: 100, max: 20_000 },
  needs: ["procfs"],
  aim(stage, chance) {
    const { nodeId, as } = pickVictim(stage, chance);
    const freeze = new Freeze([stage.cluster.node(nodeId)]);
    return {
      text: `pause node ${nodeId} (${as})`,
      nodeIds: [nodeId],
      affected: affectedBy([nodeId], stage.partitions),
      inject: () => Promise.resolve(freeze.begin()),
      heal: () => freeze.end(),
    };
  },
};
