import type { FaultKind } from "./fault.ts";
import { Freeze } from "./freeze.ts";
import { nodeNames } from "./victims.ts";

/** F2 for a majority: nobody may act alone meanwhile, and all leases are over when they wake. */
export const pauseMajority: FaultKind = {
  name: "pause-majority",
  what: "SIGSTOP of a majority at once for 0.1 to 20 s",
  reach: "cluster",
  holdMs: { min: 100, max: 20_000 },
  needs: ["procfs"],
  aim({ cluster, partitions }, chance) {
    const spared = chance.pick(cluster.nodes);
    const nodes = cluster.nodes.filter((node) => node !== spared);
    const nodeIds = nodes.map(({ nodeId }) => nodeId);
    const freeze = new Freeze(nodes);
    return {
      text: `pause ${nodeNames(nodeIds)}`,
      nodeIds,
      affected: partitions.map(({ partition }) => partition),
      inject: () => Promise.resolve(freeze.begin()),
      heal: () => freeze.end(),
    };
  },
};
