import type { Chance } from "@sordini/sim";
import type { Way } from "../network/network.ts";
import type { FaultKind, Stage } from "./fault.ts";
import { FaultMissed, untilItBites } from "./fault.ts";
import { affectedBy, pickVictim } from "./victims.ts";
import { allWays, type ChosenWays } from "./ways.ts";

const shapes = ["isolated", "mute", "deaf", "pair", "one way", "all apart"] as const;

/**
 * F5 and F6: ways are cut in one direction or in both. Between a pair only, every node still sees
 * the third one: a leader may lose a follower and keep its controller, or the other way round.
 */
export const partition: FaultKind = {
  name: "partition",
  what: "links between nodes cut, one way or both, around one node, a pair or all",
  reach: "links",
  holdMs: { min: 500, max: 15_000 },
  needs: ["procfs"],
  aim(stage, chance) {
    const { nodeId } = pickVictim({ ...stage, freeNodeIds: aliveNodeIds(stage) }, chance);
    const { ways, text } = pickCut(stage, { nodeId, chance });
    const { network } = stage;
    const held = (): number => {
      const { heldBytes, heldConnections } = network.trafficOf(ways);
      return heldBytes + heldConnections;
    };
    const before = held();
    return {
      text,
      nodeIds: [],
      affected: affectedBy([nodeId], stage.partitions),
      inject() {
        for (const way of ways) network.link(way).set({ isCut: true });
        return Promise.resolve();
      },
      async heal() {
        const count = await untilItBites(before, held);
        for (const way of ways) network.link(way).set({});
        if (count === 0) throw new FaultMissed(`nothing was held back: ${text}`);
        return `${count} bytes and connections were held back`;
      },
    };
  },
};

interface Centre {
  readonly nodeId: number;
  readonly chance: Chance;
}

function pickCut(stage: Stage, { nodeId, chance }: Centre): ChosenWays {
  const all = allWays(stage);
  const outward = all.filter(({ from }) => from === nodeId);
  const inward = all.filter(({ to }) => to === nodeId);
  const others = aliveNodeIds(stage).filter((other) => other !== nodeId);
  const other = others.length > 0 ? chance.pick(others) : chance.pick(outward).to;
  const there: Way = { from: nodeId, to: other };
  const back: Way = { from: other, to: nodeId };
  switch (chance.pick(shapes)) {
    case "isolated":
      return { ways: [...outward, ...inward], text: `cut node ${nodeId} off` };
    case "mute":
      return { ways: outward, text: `cut every way from node ${nodeId}` };
    case "deaf":
      return { ways: inward, text: `cut every way to node ${nodeId}` };
    case "pair":
      return { ways: [there, back], text: `cut nodes ${nodeId} and ${other} apart` };
    case "one way":
      return { ways: [there], text: `cut the way from node ${nodeId} to node ${other}` };
    case "all apart":
      return { ways: all, text: "cut all nodes apart" };
  }
}

/** Nodes that no other fault has silenced: a cut between the dead would hold nothing back. */
function aliveNodeIds({ freeNodeIds, cluster }: Stage): readonly number[] {
  return freeNodeIds.length > 0 ? freeNodeIds : cluster.nodes.map(({ nodeId }) => nodeId);
}
