import { entryKey, stateKey } from "@sordini/controller";
import type { Chance } from "../chance.ts";
import type { SimNode } from "../cluster/sim-node.ts";
import type { Fault } from "./fault.ts";
import type { Nemesis } from "./nemesis.ts";
import { losePower } from "./process-faults.ts";
import { rot } from "./rot.ts";

/** F12: the next operation of a kind fails; what ails the disk may soon take the machine too. */
const deviceError: Fault = {
  name: "disk error",
  weight: 2,
  inject(nemesis, chance) {
    const target = pickRunning(nemesis, chance);
    if (target === null) return null;
    const operation = chance.pick(["sync", "sync", "write", "truncate", "rename", "open"] as const);
    target.disk.failNext({ code: "EIO", operation });
    const losesPower = nemesis.cluster.shape.durability === "fsync" && chance.isHit(0.4);
    if (losesPower) {
      nemesis.later(chance.pick([3, 20, 100]), `n${target.nodeId} loses power`, () => {
        if (target.isRunning) losePower(nemesis, target, chance);
      });
    }
    return `n${target.nodeId}, ${operation}${losesPower ? ", then it loses power" : ""}`;
  },
};

/** F11: no space left, for a while. */
const full: Fault = {
  name: "disk full",
  weight: 1,
  inject(nemesis, chance) {
    const target = pickRunning(nemesis, chance);
    if (target === null) return null;
    target.disk.isFull = true;
    nemesis.later(chance.pick([50, 500, 2_000]), `n${target.nodeId} has space`, () => {
      target.disk.isFull = false;
    });
    return `n${target.nodeId}`;
  },
};

/** F10: the device does not answer for a while. */
const stall: Fault = {
  name: "disk stall",
  weight: 2,
  inject(nemesis, chance) {
    const target = pickRunning(nemesis, chance);
    if (target === null) return null;
    const forMs = chance.pick([50, 300, 1_500]);
    target.disk.stall(forMs);
    return `n${target.nodeId} for ${forMs} ms`;
  },
};

/**
 * F16: the machine comes back with an empty disk, as another voter and another directory. Others
 * hear of its end, or still count on it when it is back (B33).
 */
const lost: Fault = {
  name: "lost disk",
  weight: 2,
  inject(nemesis, chance) {
    const target = pickRunning(nemesis, chance);
    if (target === null || !mayLoseAll(nemesis, target)) return null;
    if (chance.isHit(0.5)) nemesis.cluster.kill(target);
    else {
      target.losePower("silent");
      nemesis.cluster.ended(target);
    }
    spend(nemesis, target);
    target.disk.replace();
    nemesis.startLater(target, nemesis.pickDownMs(chance));
    return `n${target.nodeId}`;
  },
};

/** F13, F15: bits change or files go, while the process is down. */
const damage: Fault = {
  name: "damaged files",
  weight: 3,
  inject(nemesis, chance) {
    const target = pickRunning(nemesis, chance);
    if (target === null || !nemesis.budget.allowsLogs(target)) return null;
    const paths = target.disk.files.paths().filter(isLogFile);
    if (paths.length === 0) return null;
    nemesis.cluster.kill(target);
    nemesis.budget.spendLogs(target);
    const path = chance.pick(paths);
    const how = harm(target, path, chance);
    nemesis.startLater(target, nemesis.pickDownMs(chance));
    return `n${target.nodeId}, ${path} ${how}`;
  },
};

/** What LevelDB was seen to do when its files are damaged: to open and say nothing. */
const lies: Fault = {
  name: "store lies",
  weight: 3,
  inject(nemesis, chance) {
    const target = pickRunning(nemesis, chance);
    if (target === null || !nemesis.budget.allowsRaft(target)) return null;
    nemesis.cluster.kill(target);
    nemesis.budget.spendRaft(target);
    const how = lie(target, chance);
    nemesis.startLater(target, nemesis.pickDownMs(chance));
    return `n${target.nodeId}: ${how}`;
  },
};

function lie({ disk: { place } }: SimNode, chance: Chance): string {
  const from = chance.between(1, 30);
  switch (chance.between(1, 6)) {
    case 1:
      place.loseKeys({ from: entryKey(from), end: entryKey(from + chance.between(1, 20)) });
      return `entries from ${from} on are gone`;
    case 2:
      place.loseKey(entryKey(from));
      return `entry ${from} is gone`;
    case 3:
      place.loseKey(stateKey);
      return "the state is gone";
    case 4:
      place.loseContent();
      return "the store is empty";
    case 5:
      place.loseStore();
      return "the store is gone";
    default:
      place.failOpening("the manifest is missing");
      return "the store does not open";
  }
}

/** Damage that an opening log directory must notice, or that costs nothing. */
function harm({ disk: { files } }: SimNode, path: string, chance: Chance): string {
  const bytes = files.bytesOf(path);
  // A journal that ends early, or with a wrong bit in its last group, looks like one that was torn:
  // nobody can miss that group (seeds 16278, 18065). "rot" knows where the groups are.
  const mayChange = bytes.length > 0 && !path.includes("/journal-");
  if (mayChange && chance.isHit(0.3)) {
    files.plant(path, bytes.subarray(0, chance.between(0, bytes.length - 1)));
    return "was cut";
  }
  if (mayChange && !path.endsWith(".log") && chance.isHit(0.7)) {
    const at = chance.between(0, bytes.length - 1);
    bytes[at] = (bytes[at] as number) ^ (1 << chance.between(0, 7));
    files.plant(path, bytes);
    return `has a wrong bit in byte ${at}`;
  }
  files.unlink(path);
  return "is gone";
}

/** Without a readable meta.properties a node does not start until a person has looked. */
function isLogFile(path: string): boolean {
  return path.startsWith("/logs/") && !path.endsWith("meta.properties");
}

function mayLoseAll({ budget }: Nemesis, node: SimNode): boolean {
  const { controller, broker } = node.roles;
  return (!controller || budget.allowsRaft(node)) && (!broker || budget.allowsLogs(node));
}

function spend({ budget }: Nemesis, node: SimNode): void {
  if (node.roles.controller) budget.spendRaft(node);
  if (node.roles.broker) budget.spendLogs(node);
}

function pickRunning({ cluster }: Nemesis, chance: Chance): SimNode | null {
  const running = cluster.nodes();
  return running.length === 0 ? null : chance.pick(running);
}

export const diskFaults: readonly Fault[] = [deviceError, full, stall, lost, damage, rot, lies];
