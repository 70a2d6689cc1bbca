import type { Chance } from "@sordini/sim";
import type { Way } from "../network/network.ts";
import type { Stage } from "./fault.ts";

/** Every way between two of the nodes. */
export function allWays(stage: Stage): Way[] {
  const nodeIds = stage.cluster.nodes.map(({ nodeId }) => nodeId);
  return nodeIds.flatMap((from) => nodeIds.filter((to) => to !== from).map((to) => ({ from, to })));
}

export interface ChosenWays {
  readonly ways: readonly Way[];
  /** "between all nodes", "to and from node 2". */
  readonly text: string;
}

/** All ways, or those of one node. */
export function pickWays(stage: Stage, chance: Chance): ChosenWays {
  const ways = allWays(stage);
  if (chance.between(0, 1) === 0) return { ways, text: "between all nodes" };
  const { nodeId } = chance.pick(stage.cluster.nodes);
  const own = ways.filter(({ from, to }) => from === nodeId || to === nodeId);
  return { ways: own, text: `to and from node ${nodeId}` };
}
