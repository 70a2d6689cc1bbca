import type { Millis, NodeId } from "@sordini/base";
import type { Chance } from "../chance.ts";
import type { SimNode } from "../cluster/sim-node.ts";
import type { Fault } from "./fault.ts";
import type { Nemesis } from "./nemesis.ts";

/**
 * F5, F6: the active controller and the others do not hear each other, or it does not hear them,
 * and administrators are at work meanwhile. So it has a successor without knowing it, or stops
 * leading with commands under way that the others have and will commit.
 */
const cutOff: Fault = {
  name: "controller cut off",
  weight: 3,
  inject(nemesis, chance) {
    const { cluster, topics } = nemesis;
    const { shape, active } = cluster;
    if (active === undefined || cluster.controllerIds.length < 3) return null;
    const isMute = chance.isHit(0.3);
    const forMs = shape.raft.electionTimeoutMs.max * chance.pick([1, 2, 4]);
    void topics.comeAndGo();
    // The command may be under way, or wait for the quorum.
    nemesis.later(chance.within(0, 8 * shape.network.latencyMs.max), "a cut", () => {
      const restore = silence(nemesis, active, { isDeaf: true, isMute });
      nemesis.later(forMs, "controllers hear each other", restore);
    });
    for (let acts = chance.between(0, 2); acts > 0; acts--) {
      nemesis.later(chance.within(0, forMs), "administration", () => void topics.comeAndGo());
    }
    return `n${active.nodeId} is ${isMute ? "alone" : "deaf"} for ${forMs} ms`;
  },
};

const stormMs = 1_500;
const downMs = [1, 10, 50, 300];

/**
 * F4, F5: whoever is elected does not lead for long, and all come back. Some fall unheard, some as
 * soon as they commit something, others while they bring the followers up to date: so logs end in
 * entries of many terms that few nodes hold (figure 8 of the Raft paper).
 */
const fallingLeaders: Fault = {
  name: "falling leaders",
  weight: 4,
  inject(nemesis, chance) {
    const { active, controllerIds } = nemesis.cluster;
    if (active === undefined || controllerIds.length < 3) return null;
    let fallsWhenItCommits = false;
    nemesis.watchReigns(stormMs, (leader, news) => {
      if (news === "elected") {
        fallsWhenItCommits = chance.isHit(0.5);
        if (!fallsWhenItCommits) fallSoon(nemesis, leader, chance);
      } else if (fallsWhenItCommits) {
        fall(nemesis, leader, { afterMs: 0, isMute: false, downMs: chance.pick(downMs) });
      }
    });
    fallSoon(nemesis, active, chance);
    return `n${active.nodeId} and its successors`;
  },
};

function fallSoon(nemesis: Nemesis, leader: SimNode, chance: Chance): void {
  const { network, syncMs } = nemesis.cluster.shape;
  const afterMs = chance.within(0, 6 * network.latencyMs.max + 2 * syncMs.max);
  const isMute = chance.isHit(0.8);
  fall(nemesis, leader, { afterMs, isMute, downMs: chance.pick(downMs) });
}

function fall(
  nemesis: Nemesis,
  leader: SimNode,
  how: { readonly afterMs: Millis; readonly isMute: boolean; readonly downMs: Millis },
): void {
  const { incarnation } = leader;
  const restore = silence(nemesis, leader, { isDeaf: false, isMute: how.isMute });
  nemesis.later(how.afterMs, `n${leader.nodeId} falls`, () => {
    if (leader.isRunning && leader.incarnation === incarnation) {
      // What it said last is lost with it.
      const { network, controllerIds } = nemesis.cluster;
      for (const id of controllerIds) network.reset(leader.nodeId, id);
      nemesis.cluster.kill(leader);
      nemesis.startLater(leader, how.downMs);
    }
    restore();
  });
}

/** Cuts links between one controller and all others. Returns what makes them whole again. */
function silence(
  { cluster }: Nemesis,
  { nodeId }: SimNode,
  { isDeaf, isMute }: { readonly isDeaf: boolean; readonly isMute: boolean },
): () => void {
  const { network, controllerIds } = cluster;
  const others = controllerIds.filter((id) => id !== nodeId);
  const links = others.flatMap((other): (readonly [NodeId, NodeId])[] => [
    ...(isDeaf ? [[other, nodeId] as const] : []),
    ...(isMute ? [[nodeId, other] as const] : []),
  ]);
  for (const [from, to] of links) network.block(from, to);
  return () => {
    for (const [from, to] of links) network.unblock(from, to);
  };
}

export const quorumFaults: readonly Fault[] = [cutOff, fallingLeaders];
