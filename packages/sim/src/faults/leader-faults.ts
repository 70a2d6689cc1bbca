import type { Millis } from "@sordini/base";
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
    const chased = chase(nemesis, chance, {
      strike(leader) {
        nemesis.cluster.kill(leader);
        nemesis.startLater(leader, nemesis.pickDownMs(chance));
      },
    });
    return chased && `${nameOf(chased)}, ${delaySomeReplicas(nemesis, chance, chased)}`;
  },
};

/**
 * F6: whoever leads loses its controllers until it is replaced. It lives, and so do its connections
 * to followers and clients; it is soon in sync again, and may lead again (I22).
 */
const contest: Fault = {
  name: "leader contest",
  weight: 3,
  inject(nemesis, chance) {
    const { disconnectGraceMs } = nemesis.cluster.shape.controller;
    const cutMs = disconnectGraceMs + chance.pick([10, 50, 300, 1_000]);
    const chased = chase(nemesis, chance, {
      strike: (leader) => loseControllers(nemesis, leader, cutMs),
    });
    return chased && `${nameOf(chased)}, ${delaySomeReplicas(nemesis, chance, chased)}`;
  },
};

/**
 * F6, F8: only the preferred leader is struck, so that leadership comes back to its deputy, who
 * follows in between and keeps its connections. What deputies send comes late: what one says in an
 * epoch is heard in the next that it leads (B30).
 */
const seesaw: Fault = {
  name: "leader seesaw",
  weight: 3,
  inject(nemesis, chance) {
    const { disconnectGraceMs } = nemesis.cluster.shape.controller;
    const cutMs = disconnectGraceMs + chance.pick([10, 50]);
    const chased = chase(nemesis, chance, {
      isSpared: ({ leader, replicas }) => leader !== replicas[0],
      strike: (leader) => loseControllers(nemesis, leader, cutMs),
    });
    if (chased === null) return null;
    const maxMs = chance.pick([300, 1_000]);
    const [, ...deputies] = chased.replicas;
    const links = pairs(deputies, chased.replicas).filter(([from, to]) => from !== to);
    delayMessages(nemesis, links, { maxMs, isAnswersOnly: true, forMs: chaseMs });
    return `${nameOf(chased)}, its deputies up to ${maxMs} ms late`;
  },
};

function loseControllers(nemesis: Nemesis, { nodeId }: SimNode, cutMs: Millis): void {
  const { network, controllerIds } = nemesis.cluster;
  const controllers = controllerIds.filter((id) => id !== nodeId);
  cutFor(nemesis, both(pairs([nodeId], controllers)), cutMs);
  for (const id of controllers) network.reset(nodeId, id);
}

interface Chase {
  readonly strike: (leader: SimNode) => void;
  /** Who leads now is left alone; leadership may be given back to the preferred leader. */
  readonly isSpared?: (partition: PartitionState) => boolean;
}

/**
 * Strikes the leader of one partition soon after it began to lead, a few times over. Returns the
 * partition as it is at first; null when none is led.
 */
function chase(
  nemesis: Nemesis,
  chance: Chance,
  { strike, isSpared = () => false }: Chase,
): PartitionState | null {
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
    if (now.leader !== -1 && now.leaderEpoch > epoch && !isSpared(now)) {
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
  return first;
}

/** Mostly the first one, which producers write to most. */
function pickPartition({ cluster }: Nemesis, chance: Chance): PartitionState | undefined {
  const led = topicsOf(cluster.image)
    .flatMap((topic) => partitionsOf(topic))
    .filter(({ leader }) => leader !== -1);
  return chance.isHit(0.5) || led.length === 0 ? led[0] : chance.pick(led);
}

/**
 * Mostly, some links to replicas are late (F8), each by its own measure: so logs part, and epochs
 * are over before all replicas know them.
 */
function delaySomeReplicas(nemesis: Nemesis, chance: Chance, { replicas }: PartitionState): string {
  if (chance.isHit(0.3)) return "messages in time";
  const lateMs = chance.pick([30, 300, 1_000]);
  for (const link of pairs(nemesis.nodeIds, replicas)) {
    if (link[0] === link[1] || chance.isHit(0.5)) continue;
    const maxMs = chance.within(0, lateMs);
    delayMessages(nemesis, [link], { maxMs, isAnswersOnly: false, forMs: chaseMs });
  }
  return `messages up to ${lateMs} ms late`;
}

function nameOf({ partition, leader }: PartitionState): string {
  return `over partition ${partition}, led by n${leader}`;
}

export const leaderFaults: readonly Fault[] = [hunt, contest, seesaw];
