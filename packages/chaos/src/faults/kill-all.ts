import type { FaultKind } from "./fault.ts";
import { FaultMissed, startNode } from "./fault.ts";

/** F1 for everybody at once: the page cache survives, everything in memory is gone. */
export const killAll: FaultKind = {
  name: "kill-all",
  what: "SIGKILL of the whole cluster at once",
  reach: "cluster",
  holdMs: { min: 100, max: 2000 },
  needs: [],
  aim({ cluster, partitions }) {
    const { nodes } = cluster;
    let killed: (number | undefined)[] = [];
    return {
      text: "kill -9 of every node",
      nodeIds: nodes.map(({ nodeId }) => nodeId),
      affected: partitions.map(({ partition }) => partition),
      async inject() {
        killed = nodes.map(({ pid }) => pid);
        await Promise.all(nodes.map((node) => node.kill()));
      },
      async heal() {
        if (killed.includes(undefined)) throw new FaultMissed("a node was down already");
        await Promise.all(nodes.map(startNode));
        return `processes ${killed.join(", ")} ended`;
      },
    };
  },
};
