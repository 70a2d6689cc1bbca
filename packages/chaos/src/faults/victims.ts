import type { PartitionDescription } from "@sordini/client";
import type { Chance } from "@sordini/sim";
import type { Stage } from "./fault.ts";

const roles = ["leader", "follower", "controller", "random"] as const;

export interface Victim {
  readonly nodeId: number;
  /** Why this one: "a leader". */
  readonly as: string;
}

/** One free node, chosen for the role that it has at the moment. */
export function pickVictim(stage: Stage, chance: Chance): Victim {
  const role = chance.pick(roles);
  const { leader, isr } = chance.pick(stage.partitions);
  const candidates = {
    leader: leader === null ? [] : [leader],
    follower: isr.filter((nodeId) => nodeId !== leader),
    controller: [stage.controllerId],
    random: [],
  }[role].filter((nodeId) => stage.freeNodeIds.includes(nodeId));
  // Another fault may have the only node of that role already.
  if (candidates.length === 0) return { nodeId: chance.pick(stage.freeNodeIds), as: "any" };
  return { nodeId: chance.pick(candidates), as: role === "controller" ? role : `a ${role}` };
}

/** Partitions that `nodeIds` led; those that they followed where they led none. */
export function affectedBy(
  nodeIds: readonly number[],
  partitions: readonly PartitionDescription[],
): readonly number[] {
  const led = partitions.filter(({ leader }) => leader !== null && nodeIds.includes(leader));
  const held = partitions.filter(({ isr }) => isr.some((nodeId) => nodeIds.includes(nodeId)));
  return (led.length > 0 ? led : held).map(({ partition }) => partition);
}

/** "node 2", "nodes 1, 2 and 3". */
export function nodeNames(nodeIds: readonly number[]): string {
  if (nodeIds.length === 1) return `node ${nodeIds[0]}`;
  return `nodes ${nodeIds.slice(0, -1).join(", ")} and ${nodeIds.at(-1)}`;
}
