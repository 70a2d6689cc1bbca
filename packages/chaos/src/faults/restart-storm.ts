import { setTimeout as sleep } from "node:timers/promises";
import type { FaultKind } from "./fault.ts";
import { FaultMissed, startNode } from "./fault.ts";
import { affectedBy, pickVictim } from "./victims.ts";

const upMs = { min: 50, max: 1500 } as const;

/** F1 again and again on one node: also in the middle of its recovery. */
export const restartStorm: FaultKind = {
  name: "restart-storm",
  what: "one node killed and started again and again, also before it serves",
  reach: "node",
  holdMs: { min: 3000, max: 8000 },
  needs: [],
  aim(stage, chance) {
    const { nodeId, as } = pickVictim(stage, chance);
    const node = stage.cluster.node(nodeId);
    const aliveMs = Array.from({ length: 100 }, () => chance.between(upMs.min, upMs.max));
    let isOver = false;
    let kills = 0;
    let storm: Promise<void> = Promise.resolve();
    const blow = async (): Promise<void> => {
      for (const ms of aliveMs) {
        await node.kill();
        kills++;
        if (isOver) return;
        // It may be killed before it serves, which is what is wanted here.
        node.start().catch(() => undefined);
        await sleep(ms);
      }
    };
    return {
      text: `restart storm on node ${nodeId} (${as})`,
      nodeIds: [nodeId],
      affected: affectedBy([nodeId], stage.partitions),
      inject() {
        storm = blow();
        return Promise.resolve();
      },
      async heal() {
        isOver = true;
        await storm;
        await node.kill();
        await startNode(node);
        if (kills < 2) throw new FaultMissed(`node ${nodeId} was killed ${kills} times only`);
        return `killed ${kills} times`;
      },
    };
  },
};
