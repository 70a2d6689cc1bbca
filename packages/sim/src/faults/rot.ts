import { shuffled } from "@sordini/base";
import { defaultLimits, readCheckpoint, type ScannedGroup, scanJournal } from "@sordini/storage";
import type { Chance } from "../chance.ts";
import { logDirectory, type SimNode } from "../cluster/sim-node.ts";
import type { Fault } from "./fault.ts";

/**
 * F15: machines lose power, and when they come back a bit is wrong in a group of the journal that
 * was durable, while the segments may lack what it holds. On as many as the partitions survive.
 */
export const rot: Fault = {
  name: "rot",
  weight: 3,
  inject(nemesis, chance) {
    const { cluster, budget } = nemesis;
    const countMax = chance.pick([1, 1, 2, 3]);
    const rotten: SimNode[] = [];
    for (const node of shuffled(chance.rng, cluster.nodes())) {
      if (rotten.length === countMax || !budget.allowsLogs(node)) continue;
      rotten.push(node);
      node.losePower("silent");
      cluster.ended(node);
      budget.spendLogs(node);
      // Nothing waits for a device, so it is over before the next event.
      void flipInJournal(node, { chance, fileCount: cluster.shape.storage.journalFileCount });
      nemesis.startLater(node, nemesis.pickDownMs(chance));
    }
    return rotten.length === 0 ? null : rotten.map(({ nodeId }) => `n${nodeId}`).join(" ");
  },
};

/** Spares the last group, which would look like one that was torn: that nobody can notice. */
async function flipInJournal(
  { disk: { files } }: SimNode,
  of: { readonly chance: Chance; readonly fileCount: number | undefined },
): Promise<void> {
  const { chance, fileCount = defaultLimits.journalFileCount } = of;
  const checkpoint = await readCheckpoint(files, logDirectory);
  if ("damage" in checkpoint || checkpoint.isClean) return;
  const journal = { files, directory: logDirectory, fileCount };
  const { groups } = await scanJournal(journal, checkpoint);
  if (groups.length < 2) return;
  const group = chance.pick(groups.slice(0, -1));
  const { path, payloadPosition } = group;
  const at = chance.between(payloadPosition - 8, payloadPosition + payloadBytesOf(group) - 1);
  const bytes = files.bytesOf(path);
  bytes[at] = (bytes[at] as number) ^ (1 << chance.between(0, 7));
  files.plant(path, bytes);
}

function payloadBytesOf({ entries }: ScannedGroup): number {
  return entries.reduce((sum, entry) => sum + (entry.kind === "append" ? entry.length : 0), 0);
}
