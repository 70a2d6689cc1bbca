import type { FaultKind } from "./fault.ts";
import { FaultMissed, startNode } from "./fault.ts";
import { affectedBy, pickVictim } from "./victims.ts";

/** F1: a process dies without a last word and comes back later. */
export const kill: FaultKind = {
  name: "kill",
  what: "SIGKILL of a leader, a follower, the controller or any node",
  reach: "node",
  holdMs: { min: 200, max: 6000 },
  needs: [],
  aim(stage, chance) {
    const { nodeId, as } = pickVictim(stage, chance);
    const node = stage.cluster.node(nodeId);
    let killed: number | undefined;
    return {
      text: `kill -9 node ${nodeId} (${as})`,
      nodeIds: [nodeId],
      affected: affectedBy([nodeId], stage.partitions),
      async inject() {
        killed = node.pid;
        await node.kill();
      },
      async heal() {
        if (killed === undefined) throw new FaultMissed(`node ${nodeId} was down already`);
        await startNode(node);
        return `process ${killed} ended, ${node.pid} took its place`;
      },
    };
  },
};
