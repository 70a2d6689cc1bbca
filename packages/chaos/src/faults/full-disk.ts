import { readFileSync, statSync } from "node:fs";
import type { NodeProcess } from "@sordini/testing";
import type { FaultKind } from "./fault.ts";
import { FaultMissed, startNode } from "./fault.ts";
import { affectedBy, pickVictim } from "./victims.ts";

/**
 * F11: no byte is free on a node's disk. The log directory goes offline at the first write that
 * fails (I26) and stays so until the process starts anew, which is part of healing.
 */
export const fullDisk: FaultKind = {
  name: "full-disk",
  what: "no space left on the disk of one node",
  reach: "node",
  holdMs: { min: 3000, max: 10_000 },
  needs: ["disks"],
  aim(stage, chance) {
    const { nodeId, as } = pickVictim(stage, chance);
    const node = stage.cluster.node(nodeId);
    const disk = stage.disks.get(nodeId);
    let logStart = 0;
    let filledBytes = 0;
    return {
      text: `full disk on node ${nodeId} (${as})`,
      nodeIds: [nodeId],
      affected: affectedBy([nodeId], stage.partitions),
      async inject() {
        if (disk === undefined) throw new FaultMissed(`node ${nodeId} has no disk of its own`);
        logStart = statSync(node.logFile).size;
        filledBytes = await disk.fill();
      },
      async heal() {
        const words = complaintOf(node, logStart);
        await disk?.free();
        await node.stop();
        await startNode(node);
        if (words === undefined) throw new FaultMissed(`node ${nodeId} did not notice`);
        return `${filledBytes} bytes taken; node ${nodeId} said: ${words}`;
      },
    };
  },
};

/** The first line of the node's log, behind a position, that speaks of a full disk. */
function complaintOf({ logFile }: NodeProcess, from: number): string | undefined {
  const lines = readFileSync(logFile).subarray(from).toString().split("\n");
  return lines.find((line) => /ENOSPC|no space/i.test(line))?.slice(0, 300);
}
