import type { Millis, NodeId } from "@sordini/base";
import { partitionOf, partitionsOf, type PartitionState, topicsOf } from "@sordini/metadata";
import type { Chance } from "../chance.ts";
import type { SimNode } from "../cluster/sim-node.ts";
import type { Fault } from "./fault.ts";
import type { Nemesis } from "./nemesis.ts";
import { both, cutFor, delayMessages, pairs } from "./network-faults.ts";

// Faults that follow the leadership of one partition wherever it goes, so that its epochs are
// short: what belongs to one is still under way, or waited for, or in one log only, in the next.

const chaseMs = 2_000;
const lookMs = 10;

/** F1: whoever leads dies, and soon after whoever leads then (B26, B27). */
const hunt: Fault = {
  name: "leader hunt",
  weight: 2,
  inject(nemesis, chance) {
    return chase(nemesis, chance, (leader) => {
      nemesis.cluster.kill(leader);
      nemesis.startLater(leader, nemesis.pickDownMs(chance));
    });
  },
};

/**
 * F6: whoever leads loses its controllers until it is replaced. It lives, and so do its connections
 * to followers and clients; it is soon in sync again, and may lead again (B30, I22).
 */
const contest: Fault = {
  name: "leader contest",
  weight: 3,
  inject(nemesis, chance) {
    const { disconnectGraceMs } = nemesis.cluster.shape.controller;
    const cutMs = disconnectGraceMs + chance.pick([10, 50, 300, 1_000]);
    return chase(nemesis, chance, (leader) => loseControllers(nemesis, leader, cutMs));
  },
};

function loseControllers(nemesis: Nemesis, { nodeId }: SimNode, cutMs: Millis): void {
  const { network, controllerIds } = nemesis.cluster;
  const controllers = controllerIds.filter((id) => id !== nodeId);
  cutFor(nemesis, both(pairs([nodeId], controllers)), cutMs);
  for (const id of controllers) network.reset(nodeId, id);
}

/**
 * Strikes the leader of one partition soon after it began to lead, a few times over. Meanwhile
 * messages may come late, so that logs part and epochs are over before all replicas know them.
 */
function chase(nemesis: Nemesis, chance: Chance, strike: (leader: SimNode) => void): string | null {
  const first = pickPartition(nemesis, chance);
  if (first === undefined) return null;
  const { cluster } = nemesis;
  const withinMs = chance.pick([20, 100, 300, 1_000]);
  const endMs = cluster.nowMs + chaseMs;
  let strikes = chance.between(2, 6);
  let epoch = first.leaderEpoch - 1;
  const look = (): void => {
    const now = partitionOf(cluster.image, first);
    if (now === undefined || strikes === 0 || cluster.nowMs > endMs) return;
    if (now.leader !== -1 && now.leaderEpoch > epoch) {
      epoch = now.leaderEpoch;
      strikes -= 1;
      nemesis.later(chance.within(0, withinMs), `strikes leader ${now.leader}`, () => {
        const leader = cluster.node(now.leader);
        if (leader.isRunning) strike(leader);
      });
    } else if (now.leader !== now.replicas[0] && chance.isHit(0.2)) nemesis.topics.electPreferred();
    nemesis.later(lookMs, "looks for a leader", look);
  };
  look();
  const what = `over partition ${first.partition}, led by n${first.leader}`;
  if (chance.isHit(0.3)) return what;
  const lateMs = chance.pick([30, 300, 1_000]);
  delayReplicas(nemesis, chance, { replicas: first.replicas, lateMs });
  return `${what}, messages up to ${lateMs} ms late`;
}

/** Some of the links to replicas are late (F8), each by its own measure. */
function delayReplicas(
  nemesis: Nemesis,
  chance: Chance,
  { replicas, lateMs }: { readonly replicas: readonly NodeId[]; readonly lateMs: Millis },
): void {
  for (const to of replicas) {
    for (const from of nemesis.nodeIds) {
      if (from === to || chance.isHit(0.5)) continue;
      delayMessages(nemesis, [[from, to]], { lateMs: chance.within(0, lateMs), forMs: chaseMs });
    }
  }
}

/** Mostly the first one, which producers write to most. */
function pickPartition({ cluster }: Nemesis, chance: Chance): PartitionState | undefined {
  const led = topicsOf(cluster.image)
    .flatMap((topic) => partitionsOf(topic))
    .filter(({ leader }) => leader !== -1);
  return chance.isHit(0.5) || led.length === 0 ? led[0] : chance.pick(led);
}

export const leaderFaults: readonly Fault[] = [hunt, contest];
