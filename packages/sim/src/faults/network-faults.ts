import { type Millis, type NodeId, shuffled } from "@sordini/base";
import type { Chance } from "../chance.ts";
import type { Late } from "../network/network.ts";
import type { Fault } from "./fault.ts";
import type { Nemesis } from "./nemesis.ts";

type Pair = readonly [from: NodeId, to: NodeId];

const forMs = [20, 150, 600, 2_500];

/** F5: one node on its own. */
const isolate: Fault = {
  name: "isolate",
  weight: 2,
  inject(nemesis, chance) {
    const alone = chance.pick(nemesis.nodeIds);
    const others = nemesis.nodeIds.filter((id) => id !== alone);
    cut(nemesis, chance, both(pairs([alone], others)));
    return `n${alone}`;
  },
};

/** F5: two groups that do not hear each other. */
const split: Fault = {
  name: "partition",
  weight: 2,
  inject(nemesis, chance) {
    const all = shuffled(chance.rng, nemesis.nodeIds);
    const at = chance.between(1, Math.max(1, all.length - 1));
    const [left, right] = [all.slice(0, at), all.slice(at)];
    if (right.length === 0) return null;
    cut(nemesis, chance, both(pairs(left, right)));
    return `${left.join(" ")} | ${right.join(" ")}`;
  },
};

/** F5: every node hears a majority, and no two the same one. */
const ring: Fault = {
  name: "ring partition",
  weight: 1,
  inject(nemesis, chance) {
    const all = shuffled(chance.rng, nemesis.nodeIds);
    if (all.length < 4) return null;
    const isNear = (i: number, j: number) => {
      const distance = Math.abs(i - j);
      return distance <= 1 || distance >= all.length - 1;
    };
    const far = all.flatMap((a, i) => all.filter((_, j) => !isNear(i, j)).map((b): Pair => [a, b]));
    cut(nemesis, chance, far);
    return all.join(" ");
  },
};

/** F6: one direction between two nodes, or from one to all. */
const oneWay: Fault = {
  name: "one-way cut",
  weight: 3,
  inject(nemesis, chance) {
    const from = chance.pick(nemesis.nodeIds);
    const others = nemesis.nodeIds.filter((id) => id !== from);
    if (others.length === 0) return null;
    const to = chance.isHit(0.5) ? others : [chance.pick(others)];
    const mute = pairs([from], to);
    cut(nemesis, chance, chance.isHit(0.5) ? mute : mute.map(reversed));
    return `n${from} and ${to.join(" ")}`;
  },
};

/** F6: a broker and the controllers do not hear each other, or one side only does not. */
const planes: Fault = {
  name: "control plane cut",
  weight: 3,
  inject(nemesis, chance) {
    const { brokerIds, controllerIds } = nemesis.cluster;
    const broker = chance.pick(brokerIds);
    const there = pairs(
      [broker],
      controllerIds.filter((id) => id !== broker),
    );
    const way = chance.pick(["deaf", "mute", "both"] as const);
    if (way === "mute") cut(nemesis, chance, there);
    else cut(nemesis, chance, way === "deaf" ? there.map(reversed) : both(there));
    return `n${broker}, ${way}`;
  },
};

/** F9: connections break; what is under way on them is lost. */
const reset: Fault = {
  name: "reset",
  weight: 3,
  inject(nemesis, chance) {
    const { network } = nemesis.cluster;
    const a = chance.pick(nemesis.nodeIds);
    let count = 0;
    for (const b of nemesis.nodeIds) if (chance.isHit(0.5)) count += network.reset(a, b);
    return count === 0 ? null : `${count} connections of n${a}`;
  },
};

/** F7: everything takes long for a while. */
const slow: Fault = {
  name: "slow links",
  weight: 1,
  inject(nemesis, chance) {
    const { network, shape } = nemesis.cluster;
    const max = chance.pick([20, 100]);
    network.config = { ...network.config, latencyMs: { min: 1, max } };
    nemesis.later(chance.pick(forMs), "links are fast", () => {
      network.config = shape.network;
    });
    return `up to ${max} ms`;
  },
};

/**
 * F8: what one node sends, or is sent, comes late for a while, and overtakes what was sent on other
 * connections. Records, positions, metadata and answers then arrive in a world that has moved on.
 */
const lateMessages: Fault = {
  name: "late messages",
  weight: 3,
  inject(nemesis, chance) {
    const node = chance.pick(nemesis.nodeIds);
    const others = nemesis.nodeIds.filter((id) => id !== node);
    const isSender = chance.isHit(0.5);
    const links = isSender ? pairs([node], others) : pairs(others, [node]);
    const maxMs = chance.pick([50, 300, 1_000]);
    const isAnswersOnly = chance.isHit(0.3);
    delayMessages(nemesis, links, { maxMs, isAnswersOnly, forMs: chance.pick(forMs) });
    const what = isAnswersOnly ? "answers" : "messages";
    return `${what} ${isSender ? "from" : "to"} n${node}, up to ${maxMs} ms`;
  },
};

/** For `forMs`, the messages on these links are late. */
export function delayMessages(
  nemesis: Nemesis,
  links: readonly Pair[],
  late: Late & { readonly forMs: Millis },
): void {
  const { network } = nemesis.cluster;
  for (const [from, to] of links) network.delay(from, to, late);
  nemesis.later(late.forMs, "messages are in time", () => {
    for (const [from, to] of links) network.hasten(from, to);
  });
}

/** F6: nothing of what the node sends reaches one of the others for a while; which one. */
export function muteTowardsOne(nemesis: Nemesis, chance: Chance, nodeId: NodeId): NodeId | null {
  const others = nemesis.nodeIds.filter((id) => id !== nodeId);
  if (others.length === 0) return null;
  const deaf = chance.pick(others);
  cut(nemesis, chance, pairs([nodeId], [deaf]));
  return deaf;
}

function cut(nemesis: Nemesis, chance: Chance, links: readonly Pair[]): void {
  cutFor(nemesis, links, chance.pick(forMs));
}

/** Nothing passes these links for so long. */
export function cutFor(nemesis: Nemesis, links: readonly Pair[], lastsMs: Millis): void {
  const { network } = nemesis.cluster;
  for (const [from, to] of links) network.block(from, to);
  nemesis.later(lastsMs, "links are whole", () => {
    for (const [from, to] of links) network.unblock(from, to);
  });
}

export function pairs(from: readonly NodeId[], to: readonly NodeId[]): Pair[] {
  return from.flatMap((a) => to.map((b): Pair => [a, b]));
}

export function both(links: readonly Pair[]): Pair[] {
  return links.flatMap((link) => [link, reversed(link)]);
}

function reversed([from, to]: Pair): Pair {
  return [to, from];
}

export const networkFaults: readonly Fault[] = [
  isolate,
  split,
  ring,
  oneWay,
  planes,
  reset,
  slow,
  lateMessages,
];
