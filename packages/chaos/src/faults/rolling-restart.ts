import type { FaultKind } from "./fault.ts";
import { FaultMissed, startNode } from "./fault.ts";

const wholeMsMax = 60_000;

/** F3: each node is stopped cleanly, started, and waited for: what an upgrade does. */
export const rollingRestart: FaultKind = {
  name: "rolling-restart",
  what: "SIGTERM and a new start, one node after the other",
  reach: "cluster",
  holdMs: { min: 0, max: 0 },
  needs: [],
  aim({ cluster, partitions, view }) {
    const codes: (number | null)[] = [];
    let rolling: Promise<void> = Promise.resolve();
    const roll = async (): Promise<void> => {
      for (const node of cluster.nodes) {
        codes.push(await node.stop());
        await startNode(node);
        await view.untilWhole(wholeMsMax);
      }
    };
    return {
      text: "rolling restart",
      nodeIds: cluster.nodes.map(({ nodeId }) => nodeId),
      affected: partitions.map(({ partition }) => partition),
      inject() {
        rolling = roll();
        rolling.catch(() => undefined); // thrown where it is awaited
        return Promise.resolve();
      },
      async heal() {
        await rolling;
        if (codes.every((code) => code === 0)) return `exit codes ${codes.join(", ")}`;
        throw new FaultMissed(`not all stops were clean: exit codes ${codes.join(", ")}`);
      },
    };
  },
};
