import type { FaultKind } from "./fault.ts";
import { FaultMissed, startNode } from "./fault.ts";

/** F14: the whole cluster loses power: what nobody synced is gone, on every node at once. */
export const powerLoss: FaultKind = {
  name: "power-loss",
  what: "every machine loses power: unsynced bytes are gone",
  reach: "cluster",
  holdMs: { min: 0, max: 1000 },
  needs: ["disks", "fsync"],
  aim({ cluster, disks, partitions }) {
    const { nodes } = cluster;
    return {
      text: "power loss of every machine",
      nodeIds: nodes.map(({ nodeId }) => nodeId),
      affected: partitions.map(({ partition }) => partition),
      async inject() {
        await Promise.all([...disks.values()].map((disk) => disk.mark()));
        await Promise.all(nodes.map((node) => node.kill()));
      },
      async heal() {
        const losses = await Promise.all([...disks.values()].map((disk) => disk.losePower()));
        await Promise.all(nodes.map(startNode));
        if (losses.length < nodes.length) throw new FaultMissed("a node has no disk of its own");
        if (losses.some(({ lostUnsynced }) => !lostUnsynced)) {
          throw new FaultMissed("an unsynced file outlived the power loss");
        }
        if (losses.some(({ keptSynced }) => !keptSynced)) {
          throw new FaultMissed("a synced file did not outlive the power loss");
        }
        return "unsynced files lost their content, synced ones kept it";
      },
    };
  },
};
