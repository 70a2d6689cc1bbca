import { Prng, randomBelow, utf8Encode } from "@sordini/base";
import {
  array,
  assert as assertProperty,
  boolean,
  constantFrom,
  nat,
  property,
  record,
} from "fast-check";
import { describe, expect, test } from "vitest";
import { Checkers } from "./checkers.ts";
import { Cluster } from "./cluster.ts";
import type { Envelope, Host } from "./host.ts";

// Random schedules over the whole core: the network loses, repeats and reorders, disks sync when
// they like, nodes crash and lose what was not synced. Checkers watch every step; at the end
// everything heals and the cluster must agree within a bounded time.

interface World {
  readonly cluster: Cluster;
  readonly checkers: Checkers;
  readonly random: Prng;
  proposals: number;
  reads: number;
}

type Action = (world: World) => void;

const runs = 500;

describe.each([3, 5])("random schedules over %i nodes", (voters) => {
  test("hold I1 to I9 and I12, and end with a leader", () => {
    const start = record({ seed: nat(), pinned: boolean(), led: boolean() });
    const schedule = array(constantFrom(...weighted(actions)), {
      minLength: 100,
      maxLength: 1_000,
      size: "max",
    });
    assertProperty(
      property(start, schedule, (options, names) => {
        const world = createWorld({ ...options, voters });
        for (const name of names) (actions[name] as Weighted).act(world);
        converge(world);
      }),
      { numRuns: runs, seed: 20_260_101 },
    );
  });
});

function createWorld(options: {
  seed: number;
  pinned: boolean;
  led: boolean;
  voters: number;
}): World {
  const checkers = new Checkers();
  const cluster = new Cluster({
    voters: options.voters,
    pinned: options.pinned,
    // Small bounds, so that every window and page is often full.
    raft: { appendEntriesMax: 2, appendsInFlightMax: 2, committedEntriesMax: 2 },
    observe: (host, output) => checkers.onOutput(host, output),
    onRelease: (envelope) => checkers.onRelease(envelope),
  });
  checkers.watch(cluster);
  if (options.led) {
    cluster.now += 300;
    cluster.tick(cluster.host(1));
    cluster.stabilize();
  }
  cluster.asyncDisk = true;
  return { cluster, checkers, random: new Prng(options.seed), proposals: 0, reads: 0 };
}

interface Weighted {
  readonly weight: number;
  readonly act: Action;
}

const actions: Record<string, Weighted> = {
  deliver: { weight: 130, act: (world) => deliverAny(world, { keep: false, first: true }) },
  overtake: { weight: 6, act: (world) => deliverAny(world, { keep: false, first: false }) },
  duplicate: { weight: 6, act: (world) => deliverAny(world, { keep: true, first: false }) },
  lose: {
    weight: 4,
    act: (world) => {
      pick(world, busyLinks(world))?.shift();
    },
  },
  persist: {
    weight: 60,
    act: (world) => {
      const { cluster } = world;
      const host = pick(
        world,
        cluster.running().filter(({ queue }) => queue.length > 0),
      );
      if (host !== undefined) cluster.persistNext(host);
    },
  },
  wake: {
    weight: 2,
    act: (world) => {
      const host = pick(world, world.cluster.running());
      if (host?.state === null || host === undefined) return;
      const { role } = host.state;
      if (role.kind !== "leader") {
        world.cluster.now = Math.max(world.cluster.now, role.electionAt);
      }
      world.cluster.tick(host);
    },
  },
  tick: {
    weight: 10,
    act: (world) => {
      world.cluster.now += randomBelow(world.random, 60);
      const host = pick(world, world.cluster.running());
      if (host !== undefined) world.cluster.tick(host);
    },
  },
  propose: { weight: 14, act: propose },
  crash: {
    weight: 3,
    act: (world) => {
      const host = pick(world, world.cluster.running());
      if (host === undefined) return;
      world.cluster.crash(host, randomBelow(world.random, host.queue.length + 1));
    },
  },
  restart: {
    weight: 4,
    act: (world) => {
      const down = [...world.cluster.hosts.values()].filter(({ state }) => state === null);
      pick(world, down)?.start(world.cluster.now, { canVote: true });
    },
  },
  snapshot: {
    weight: 3,
    act: (world) => {
      const host = pick(world, world.cluster.running());
      if (host === undefined || host.state === null) return;
      const { handedOut, log } = host.state;
      if (handedOut > log.snapshot.index) world.cluster.snapshot(host, handedOut);
    },
  },
  load: {
    weight: 3,
    act: (world) => {
      const { cluster } = world;
      const host = pick(
        world,
        cluster.running().filter(({ loadable }) => loadable !== null),
      );
      if (host !== undefined) cluster.load(host);
    },
  },
  read: { weight: 6, act: read },
  transfer: {
    weight: 1,
    act: (world) =>
      ask(world, { kind: "transferLeadership", to: 1 + randomBelow(world.random, 3) }),
  },
  // A connection breaks: its ends believe that the other has died, rightly or not.
  lost: {
    weight: 3,
    act: ({ cluster, random }) => {
      const host = pick({ random }, cluster.running());
      const nodeId = 1 + randomBelow(random, cluster.hosts.size);
      if (host !== undefined) cluster.input(host, { kind: "peerLost", nodeId });
    },
  },
  isolate: {
    weight: 2,
    act: ({ cluster, random }) => {
      const one = 1 + randomBelow(random, cluster.hosts.size);
      for (const other of cluster.hosts.keys()) cluster.cut.add(`${one}->${other}`);
    },
  },
  coup: { weight: 1, act: coup },
  heal: { weight: 2, act: ({ cluster }) => cluster.cut.clear() },
};

function weighted(table: Record<string, Weighted>): string[] {
  return Object.entries(table).flatMap(([name, { weight }]) => Array<string>(weight).fill(name));
}

function pick<T>({ random }: Pick<World, "random">, items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : items[randomBelow(random, items.length)];
}

function busyLinks({ cluster }: World): Envelope[][] {
  return [...cluster.links.values()].filter((queue) => queue.length > 0);
}

function deliverAny(world: World, how: { keep: boolean; first: boolean }): void {
  const queue = pick(world, busyLinks(world));
  if (queue === undefined) return;
  const at = how.first ? 0 : randomBelow(world.random, queue.length);
  const envelope = queue[at] as Envelope;
  if (!how.keep) queue.splice(at, 1);
  world.cluster.deliver(envelope);
}

function ask(world: World, input: Parameters<Host["handle"]>[0]): void {
  const leader = world.cluster.leader();
  if (leader !== undefined) world.cluster.input(leader, input);
}

/** Any node that believes to lead is asked: an old leader must not answer (B4). */
function read(world: World): void {
  const leaders = world.cluster.running().filter((host) => host.state?.role.kind === "leader");
  const leader = pick(world, leaders);
  if (leader === undefined) return;
  world.reads += 1;
  world.checkers.onRead(world.reads);
  world.cluster.input(leader, { kind: "readIndex", id: world.reads });
}

/**
 * The others elect a successor and commit under it, while the old leader still believes to lead.
 */
function coup(world: World): void {
  const { cluster } = world;
  const old = cluster.leader();
  const heir = pick(
    world,
    cluster.running().filter((host) => host !== old),
  );
  if (old === undefined || heir === undefined) return;
  const others = [...cluster.hosts.keys()].filter((nodeId) => nodeId !== old.peer.nodeId);
  for (const other of others) {
    cluster.cut.add(`${old.peer.nodeId}->${other}`).add(`${other}->${old.peer.nodeId}`);
  }
  cluster.now += 300;
  cluster.tick(heir);
  cluster.stabilize(others);
}

function propose(world: World): void {
  const leaders = world.cluster.running().filter((host) => host.state?.role.kind === "leader");
  const leader = pick(world, leaders);
  if (leader === undefined) return;
  world.proposals += 1;
  const payloads = [utf8Encode(`p${world.proposals}`)];
  world.cluster.input(leader, { kind: "propose", payloads });
}

/** Heals everything; within 20 election timeouts all nodes have applied a last proposal. */
function converge(world: World): void {
  const { cluster, checkers } = world;
  cluster.cut.clear();
  for (const host of cluster.hosts.values()) {
    if (host.state === null) host.start(cluster.now, { canVote: true });
  }
  const deadline = cluster.now + 6_000;
  let askAt = cluster.now;
  while (cluster.now < deadline) {
    cluster.now += 10;
    for (const host of cluster.running()) cluster.tick(host);
    cluster.stabilize();
    const leader = cluster.leader();
    // A proposal may be refused (a transfer) or lost (a late crash), so it is repeated.
    if (cluster.now >= askAt && leader?.state?.role.kind === "leader" && leader.state.role.ready) {
      askAt = cluster.now + 500;
      propose(world);
      cluster.stabilize();
    }
    if (agreed(cluster, checkers.committed)) return;
  }
  const applied = [...cluster.hosts.values()].map((host) => host.applied.length);
  expect.fail(`no agreement, applied are ${applied.join(", ")} entries`);
}

function agreed(cluster: Cluster, committed: readonly string[]): boolean {
  const last = committed.at(-1);
  return (
    last?.startsWith("p") === true &&
    [...cluster.hosts.values()].every((host) => host.applied.join() === committed.join())
  );
}
