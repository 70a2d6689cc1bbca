import type { Entry, Follower, Leader } from "@sordini/raft";
import { describe, expect, test } from "vitest";
import { RaftWorld } from "./raft-world.ts";

function noop(index: number, term: number): Entry {
  return { index, term, body: { kind: "noop" } };
}

describe("a sound run", () => {
  test("elections, entries, a crash, a truncation", () => {
    const world = RaftWorld.led(5);
    const [one, two] = [world.host(1), world.host(2)];
    world.settle();
    world.propose(1, "lost with its leader");
    world.settle([1]);
    world.crash(1);
    world.campaign(2);
    world.propose(2, "kept");
    world.settle();
    world.start(one);
    world.nowMs += 100;
    world.input(two, { kind: "tick" });
    world.settle();
    expect(one.core.commit).toBe(two.core.commit);
    expect(one.core.commit).toBe(8);
    expect(one.core.log.last).toEqual(two.core.log.last);
  });

  test("a leader that was away is deposed", () => {
    const world = RaftWorld.led(2);
    world.propose(1, "only here");
    world.settle([1]);
    world.nowMs += 10_000;
    world.input(world.host(1), { kind: "tick" });
    world.settle([1]);
    world.campaign(3);
    world.propose(3, "instead");
    world.settle();
    expect(world.host(1).core.log.last).toEqual(world.host(3).core.log.last);
  });
});

/** Does by hand what a bug would do, and expects the checker to name the invariant. */
function finds(invariant: string, what: string, bug: (world: RaftWorld) => void): void {
  test(`${invariant}: ${what}`, () => {
    const world = RaftWorld.led(4);
    expect(() => bug(world)).toThrow(expect.objectContaining({ invariant }));
  });
}

describe("elections", () => {
  finds("I1", "two leaders in one term", (world) => {
    const two = world.host(2);
    two.core.role = world.host(1).core.role;
    world.look(two);
  });

  finds("I1", "two votes in one term (the vote was not remembered)", (world) => {
    const vote = { kind: "voteReply", term: 50, granted: true } as const;
    const from = world.host(3).self;
    world.host(3).durable.hardState = { term: 50, vote: world.host(1).self };
    world.send({ from, to: world.host(1).self, message: vote });
    world.host(3).durable.hardState = { term: 50, vote: world.host(2).self };
    world.send({ from, to: world.host(2).self, message: vote });
  });

  finds("I1", "a vote leaves before it is synced (B5)", (world) => {
    world.host(3).durable.hardState = { term: 50, vote: null };
    const message = { kind: "voteReply", term: 50, granted: true } as const;
    world.send({ from: world.host(3).self, to: world.host(1).self, message });
  });

  finds("I2", "a term leaves before it is synced", (world) => {
    const message = { kind: "voteReply", term: 50, granted: false } as const;
    world.send({ from: world.host(3).self, to: world.host(1).self, message });
  });

  finds("I2", "a restart brings an old term back (B11)", (world) => {
    world.crash(3);
    world.host(3).durable = { hardState: { term: 0, vote: null }, entries: [] };
    world.start(world.host(3));
  });

  finds("I14", "a node that is no voter is elected", (world) => {
    const one = world.host(1);
    world.crash(1);
    world.start(one);
    const { index, term } = one.core.log.last;
    // It is in neither of the last two sets: so it knows that its removal is committed.
    const [two, three] = [world.host(2).self, world.host(3).self];
    const entries = [[two, three], [two]].map(
      (voters, i): Entry => ({ index: index + 1 + i, term, body: { kind: "voters", voters } }),
    );
    one.core.log.append(entries);
    one.entries.list.push(...entries);
    one.core.disk.setHardState({ term: term + 1, vote: one.self });
    one.core.role = { kind: "leader" } as Leader;
    world.look(one);
  });
});

describe("logs", () => {
  finds("I3", "one entry with two contents", (world) => {
    const { index, term } = world.host(1).core.log.last;
    for (const [i, host] of world.hosts.entries()) {
      const payload = Uint8Array.of(i === 2 ? 1 : 0);
      const entry: Entry = { index: index + 1, term, body: { kind: "records", payload } };
      host.core.log.append([entry]);
      host.entries.list.push(entry);
      world.look(host);
    }
  });

  finds("I3", "one entry with two predecessors", (world) => {
    const { index, term } = world.host(1).core.log.last;
    for (const host of [world.host(1), world.host(2)]) {
      const gap = host === world.host(2) ? 1 : 0;
      const entries = [noop(index + 1, term + gap), noop(index + 2, term + 2)];
      host.core.log.append(entries);
      host.entries.list.push(...entries);
      world.look(host);
    }
  });

  finds("I5", "a committed entry is cut off (B8)", (world) => {
    const two = world.host(2);
    two.core.log.truncateFrom(3);
    two.entries.list.length = 2;
    world.look(two);
  });
});

describe("commits", () => {
  finds("I6", "committed by the leader alone", (world) => {
    world.propose(1, "not replicated");
    const one = world.host(1);
    one.core.commit = one.core.log.last.index;
    world.look(one);
  });

  finds("I6", "the leader counts its own unsynced entry", (world) => {
    const one = world.host(1);
    one.diskHangs = true;
    world.propose(1, "synced on node 2 only");
    world.settle([1, 3]);
    const two = world.host(2);
    const entry = one.entries.list.at(-1) as Entry;
    two.durable.entries.push(entry);
    one.core.commit = entry.index;
    world.look(one);
  });

  finds("I6", "a commit index goes back", (world) => {
    world.host(2).core.commit--;
    world.look(world.host(2));
  });

  finds("I4", "a leader lacks what is committed", (world) => {
    world.propose(1, "on 1 and 2 only");
    world.settle([3]);
    const three = world.host(3);
    three.core.disk.setHardState({ term: 50, vote: three.self });
    three.core.role = { kind: "leader" } as Leader;
    world.look(three);
  });

  finds("I13", "a voter comes back without what it acknowledged", (world) => {
    world.crash(3);
    world.host(3).durable.entries.length = 2;
    world.start(world.host(3));
  });

  finds("I7", "a follower commits another entry", (world) => {
    const two = world.host(2);
    const { index, term } = two.core.log.last;
    const entry = noop(index + 1, term + 1);
    two.core.log.append([entry]);
    two.entries.list.push(entry);
    world.propose(1, "committed");
    world.settle([2]);
    two.core.commit = index + 1;
    world.look(two);
  });

  finds("I8", "unsynced entries are acknowledged (B6)", (world) => {
    const [one, two] = [world.host(1), world.host(2)];
    const { index: last, term } = one.core.log.last;
    const message = { kind: "appendAccepted", term, round: 0, match: last + 1 } as const;
    world.send({ from: two.self, to: one.self, message });
  });

  finds("I8", "a divergent end is acknowledged (B7)", (world) => {
    const [one, two] = [world.host(1), world.host(2)];
    const { index: match, term } = one.core.log.last;
    two.durable.entries[match - 1] = noop(match, 0);
    const message = { kind: "appendAccepted", term, round: 0, match } as const;
    world.send({ from: two.self, to: one.self, message });
  });

  finds("I9", "a snapshot of what is not committed", (world) => {
    world.propose(1, "not committed");
    const one = world.host(1);
    const { index } = one.core.log.last;
    one.core.log.compactTo(index);
    one.entries.base = index;
    one.entries.list = [];
    world.look(one);
  });

  finds("I9", "a log deleted past its snapshot (B20)", (world) => {
    const two = world.host(2);
    two.entries.base = 2;
    two.entries.list.splice(0, 2);
    world.look(two);
  });
});

describe("voter sets", () => {
  function change(world: RaftWorld, nodeIds: readonly number[]): void {
    const one = world.host(1);
    const { index, term } = one.core.log.last;
    const voters = nodeIds.map((nodeId) => ({ nodeId, directoryId: `d${nodeId}` }));
    const entry: Entry = { index: index + 1, term, body: { kind: "voters", voters } };
    one.core.log.append([entry]);
    one.entries.list.push(entry);
    world.look(one);
  }

  finds("I10", "two members change at once (B2)", (world) => change(world, [1]));

  finds("I10", "a second change before the first is committed", (world) => {
    change(world, [1, 2]);
    change(world, [1, 2, 3]);
  });

  finds("I10", "a truncated set stays in force (B13)", (world) => {
    const one = world.host(1);
    const { index } = one.core.log.last;
    change(world, [1, 2]);
    one.entries.list.length = index;
    world.look(one);
  });

  finds("I10", "a new leader changes the voters before it commits", (world) => {
    (world.host(1).core.role as Leader).ready = false;
    change(world, [1, 2]);
  });

  finds("I6", "an entry is committed by a majority of the old voters", (world) => {
    change(world, [1, 2]);
    world.nowMs += 1;
    world.look(world.host(1));
    const one = world.host(1);
    const entry = one.entries.list.at(-1) as Entry;
    one.durable.entries.push(entry);
    world.host(3).durable.entries.push(entry);
    one.core.commit = entry.index;
    world.look(one);
  });
});

describe("leadership and state", () => {
  finds("I11", "a leader that nobody answers leads on (B19)", (world) => {
    for (let i = 0; i < 100; i++) {
      world.nowMs += 50;
      world.look(world.host(1));
    }
  });

  test("I11: a pause is not silence", () => {
    const world = RaftWorld.led();
    world.nowMs += 3_600_000;
    world.look(world.host(1));
  });

  finds("I11", "a follower that hears its leader campaigns (B18)", (world) => {
    const two = world.host(2);
    world.nowMs += 60;
    world.input(world.host(1), { kind: "tick" });
    world.settle();
    (two.core.role as Follower).electionAt = world.nowMs;
    world.input(two, { kind: "tick" });
  });

  test("I11: who heard nobody for long, or whose connection broke, may campaign", () => {
    const world = RaftWorld.led();
    world.nowMs += 10_000;
    world.input(world.host(2), { kind: "tick" });
    const three = world.host(3);
    world.input(three, { kind: "peerLost", nodeId: 1 });
    world.input(three, { kind: "tick" });
    world.nowMs += 500;
    world.input(three, { kind: "tick" });
    expect(three.core.role.kind).toBe("prospective");
  });

  finds("I7", "a broker is told what is not committed", (world) => {
    const one = world.host(1);
    world.propose(1, "not committed");
    const { index: offset, term: epoch } = one.core.log.last;
    const records = Uint8Array.of();
    const committed = { offset: offset - 1, epoch, records };
    world.checker.onMetadataPush({ to: 7, entries: [committed] });
    world.checker.onMetadataPush({ to: 7, entries: [{ offset, epoch, records }] });
  });

  finds("I7", "two images after the same entries", (world) => {
    const host = world.host(2);
    host.image = { ...host.image, nextProducerId: 7 };
    world.crash(2);
    world.start(host);
    host.applied = world.host(1).applied;
    world.look(host);
  });
});
