import { currentVoters, isMember, isPinned } from "@sordini/raft";
import type { Peer, Voter } from "@sordini/raft";
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
import { isQuorum } from "../src/quorum.ts";
import { Checkers } from "./checkers.ts";
import { Cluster } from "./cluster.ts";
import type { Envelope, Host } from "./host.ts";
import { renderStatus } from "./render.ts";

// Random schedules over the whole core: the network loses, repeats and reorders, disks sync when
// they like, nodes crash and lose what was not synced. Checkers watch every step; at the end
// everything heals and the cluster must agree within a bounded time.

interface World {
  readonly cluster: Cluster;
  readonly checkers: Checkers;
  readonly random: Prng;
  /** Voters from the start: nodes 1 to this. */
  readonly voters: number;
  proposals: number;
  reads: number;
  /** How many disks were put in place of others, or of nothing. */
  directories: number;
}

type Action = (world: World) => void;

const runs = 500;
/** Nodes that may join those that vote from the start. */
const joinersMax = 2;

describe.each([3, 5])("random schedules over %i nodes", (voters) => {
  test("hold I1 to I10, I12 and I14, and end with a leader", () => {
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
  }, 30_000);
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
  const random = new Prng(options.seed);
  const { voters } = options;
  return { cluster, checkers, random, voters, proposals: 0, reads: 0, directories: 0 };
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
  settle: { weight: 4, act: ({ cluster }) => cluster.stabilize() },
  join: { weight: 3, act: join },
  addVoter: { weight: 10, act: addVoter },
  removeVoter: { weight: 2, act: removeVoter },
  loseDisk: { weight: 1, act: loseDisk },
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

/** All nodes that believe to lead. */
function leaders({ cluster }: World): Host[] {
  return cluster.running().filter((host) => host.state?.role.kind === "leader");
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
  const leader = pick(world, leaders(world));
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
  const leader = pick(world, leaders(world));
  if (leader === undefined) return;
  world.proposals += 1;
  const payloads = [utf8Encode(`p${world.proposals}`)];
  world.cluster.input(leader, { kind: "propose", payloads });
}

/** A node that is no voter starts with an empty disk. */
function join(world: World): void {
  const nodeId = world.cluster.hosts.size + 1;
  if (nodeId <= world.voters + joinersMax) replace(world, nodeId);
}

function replace(world: World, nodeId: number): void {
  world.directories += 1;
  world.cluster.add(nodeId, `d${world.directories}`);
}

/** Any node that believes to lead is asked, and it is for the core to refuse. */
function addVoter(world: World): void {
  const { cluster } = world;
  const leader = pick(world, leaders(world));
  if (leader?.state?.role.kind !== "leader") return;
  const voters = currentVoters(leader.state);
  const observers = [...leader.state.role.followers.values()].map(({ peer }) => peer);
  const others = [...cluster.hosts.values()].map((host) => host.peer);
  const outside = (peers: readonly Peer[]): Peer[] =>
    peers.filter((peer) => !isMember(voters, peer));
  const peer = pick(world, outside(observers)) ?? pick(world, outside(others));
  if (peer !== undefined) cluster.input(leader, { kind: "addVoter", peer });
}

function removeVoter(world: World): void {
  const leader = pick(world, leaders(world));
  if (leader?.state?.role.kind !== "leader") return;
  const peer = pick(world, currentVoters(leader.state) as readonly Peer[]);
  if (peer !== undefined) world.cluster.input(leader, { kind: "removeVoter", peer });
}

/**
 * A node comes back with an empty disk, as another voter (I14). Not when a voter set, decided or
 * not, would then lack a quorum for good: that is the operator's disaster, not Raft's.
 */
function loseDisk(world: World): void {
  const { cluster, checkers } = world;
  const lost = pick(world, [...cluster.hosts.values()]);
  if (lost === undefined) return;
  const isThere = (voter: Voter): boolean => {
    const holder = cluster.hostOf(voter);
    return holder !== undefined && holder !== lost;
  };
  const sets = [...cluster.hosts.values()].flatMap((host) =>
    host.voterSetsFrom(checkers.committed.length),
  );
  if (!sets.every((voters) => !isPinned(voters) || isQuorum(voters, isThere))) return;
  cluster.crash(lost);
  replace(world, lost.peer.nodeId);
  // Until the leaders have noticed, they might do away with the rest of the quorum.
  cluster.now += 300;
}

/** Heals everything; within 20 election timeouts all voters have applied a last proposal. */
function converge(world: World): void {
  const { cluster } = world;
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
    if (leader !== undefined && agreed(world, leader)) return;
  }
  const status = [...cluster.hosts.values()].flatMap((host) => renderStatus(host));
  expect.fail(`no agreement:\n${status.join("\n")}`);
}

/** All voters that still have their disk: the others are the leader's to remove. */
function agreed({ cluster, checkers }: World, leader: Host): boolean {
  const { committed } = checkers;
  const voters = leader.state?.log.voters.current ?? [];
  const holders = voters.flatMap((voter) => cluster.hostOf(voter) ?? []);
  return (
    committed.at(-1)?.startsWith("p") === true &&
    holders.every((host) => host.applied.join() === committed.join())
  );
}
