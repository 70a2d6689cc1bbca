import { type Millis, shuffled } from "@sordini/base";
import type { Chance } from "../chance.ts";
import type { SimNode } from "../cluster/sim-node.ts";
import type { Fault } from "./fault.ts";
import type { Nemesis } from "./nemesis.ts";
import { muteTowardsOne } from "./network-faults.ts";

/**
 * F1: kill -9; the machine goes on, so that others hear of it at once. Or all but one: for that one
 * the process still stands when the next one is there already (B33).
 */
const kill: Fault = {
  name: "kill",
  weight: 4,
  inject(nemesis, chance) {
    const target = pickTarget(nemesis, chance);
    if (target === null) return null;
    const downMs = nemesis.pickDownMs(chance);
    const deaf = chance.isHit(0.3) ? muteTowardsOne(nemesis, chance, target.nodeId) : null;
    nemesis.cluster.kill(target);
    nemesis.startLater(target, downMs);
    return `n${target.nodeId} for ${downMs} ms${deaf === null ? "" : `, unheard by n${deaf}`}`;
  },
};

/** F14: a machine loses power; what was not synced may be gone, and nobody is told. */
const powerLoss: Fault = {
  name: "power loss",
  weight: 4,
  inject(nemesis, chance) {
    const target = pickTarget(nemesis, chance);
    if (target === null || nemesis.cluster.shape.durability !== "fsync") return null;
    losePower(nemesis, target, chance);
    return `n${target.nodeId}`;
  },
};

/** Everything loses power at once: only what is on disks is left. */
const blackout: Fault = {
  name: "blackout",
  weight: 1,
  inject(nemesis, chance) {
    if (nemesis.cluster.shape.durability !== "fsync") return null;
    const running = nemesis.cluster.nodes();
    for (const node of running) losePower(nemesis, node, chance);
    return `${running.length} nodes`;
  },
};

/** Every process is killed. */
const killAll: Fault = {
  name: "kill all",
  weight: 1,
  inject(nemesis, chance) {
    const running = nemesis.cluster.nodes();
    for (const node of running) {
      nemesis.cluster.kill(node);
      nemesis.startLater(node, nemesis.pickDownMs(chance));
    }
    return `${running.length} nodes`;
  },
};

/** F4: one node dies again and again, also while it recovers. */
const storm: Fault = {
  name: "restart storm",
  weight: 2,
  inject(nemesis, chance) {
    const target = pickTarget(nemesis, chance);
    if (target === null) return null;
    const times = chance.between(2, 5);
    let atMs = 0;
    for (let i = 0; i < times; i++) {
      nemesis.later(atMs, `storm over n${target.nodeId}`, () => {
        if (target.isRunning) losePowerOrKill(nemesis, target, chance);
        nemesis.startLater(target, 1);
      });
      atMs += chance.within(1, 60);
    }
    return `n${target.nodeId}, ${times} times`;
  },
};

/** F2: SIGSTOP, perhaps of a majority. */
const pause: Fault = {
  name: "pause",
  weight: 3,
  inject(nemesis, chance) {
    const { awake } = nemesis;
    if (awake.length === 0) return null;
    const count = chance.isHit(0.2) ? Math.ceil(awake.length / 2) : 1;
    const paused = awake.slice(0, count);
    if (count === 1) paused[0] = chance.pick(awake);
    const forMs = chance.pick([10, 100, 400, 2_000]);
    for (const { process } of paused) {
      process?.pause();
      nemesis.later(forMs, "goes on", () => process?.resume());
    }
    return `${names(paused)} for ${forMs} ms`;
  },
};

/** F3: SIGTERM and a start. */
const restart: Fault = {
  name: "clean restart",
  weight: 2,
  inject(nemesis, chance) {
    const target = pickTarget(nemesis, chance);
    if (target === null || target.process?.isPaused === true) return null;
    const downMs = nemesis.pickDownMs(chance);
    restartCleanly(nemesis, target, downMs);
    return `n${target.nodeId} for ${downMs} ms`;
  },
};

/** F3: an upgrade of all brokers, one after the other, by somebody in a hurry. */
const rolling: Fault = {
  name: "rolling restart",
  weight: 2,
  inject(nemesis, chance) {
    const brokerIds = shuffled(chance.rng, nemesis.cluster.brokerIds);
    const pauseMs = chance.pick([20, 100, 300]);
    for (const [i, id] of brokerIds.entries()) {
      nemesis.later(i * pauseMs, `n${id} is upgraded`, () => {
        const target = nemesis.awake.find(({ nodeId }) => nodeId === id);
        if (target !== undefined) restartCleanly(nemesis, target, 5);
      });
    }
    return `${brokerIds.join(" ")}, one each ${pauseMs} ms`;
  },
};

function restartCleanly(nemesis: Nemesis, target: SimNode, downMs: Millis): void {
  target.stop(() => {
    nemesis.cluster.ended(target);
    nemesis.startLater(target, downMs);
  });
}

function losePowerOrKill(nemesis: Nemesis, target: SimNode, chance: Chance): void {
  const { cluster } = nemesis;
  if (cluster.shape.durability === "fsync" && chance.isHit(0.5)) {
    target.losePower("reset");
    cluster.ended(target);
  } else cluster.kill(target);
}

/** It starts again after a while. */
export function losePower(nemesis: Nemesis, target: SimNode, chance: Chance): void {
  target.losePower("silent");
  nemesis.cluster.ended(target);
  nemesis.startLater(target, nemesis.pickDownMs(chance));
}

/** Mostly somebody who matters. */
function pickTarget({ cluster }: Nemesis, chance: Chance): SimNode | null {
  const running = cluster.nodes();
  if (running.length === 0) return null;
  const { active } = cluster;
  if (active !== undefined && chance.isHit(0.25)) return active;
  return chance.pick(running);
}

function names(nodes: readonly SimNode[]): string {
  return nodes.map(({ nodeId }) => `n${nodeId}`).join(" ");
}

export const processFaults: readonly Fault[] = [
  kill,
  powerLoss,
  blackout,
  killAll,
  storm,
  pause,
  restart,
  rolling,
];
