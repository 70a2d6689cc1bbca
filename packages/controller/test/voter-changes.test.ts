import { isFailure } from "@sordini/base";
import type { Command } from "@sordini/metadata";
import type { Peer } from "@sordini/raft";
import { describe, expect, test } from "vitest";
import { voterChangeWaitMs } from "../src/limits.ts";
import { type Node, resolved, World } from "./world.ts";

/** A change of the metadata that needs no broker. */
function setConfig(value: string): Command {
  const resource = { type: "cluster", name: "" } as const;
  const changes = [{ resource, key: "log.retention.ms", value }];
  return { kind: "alterConfigs", changes, validateOnly: false };
}

async function commits(world: World, value: string): Promise<void> {
  const { controller } = await world.active();
  expect(await resolved(world.time, controller.submit(setConfig(value)))).toMatchObject({
    kind: "alterConfigs",
  });
}

async function add(world: World, peer: Peer) {
  const { controller } = await world.active();
  return resolved(world.time, controller.addVoter(peer));
}

async function remove(world: World, peer: Peer) {
  const { controller } = await world.active();
  return resolved(world.time, controller.removeVoter(peer));
}

async function describeQuorum(world: World) {
  const { controller } = await world.active();
  const quorum = await resolved(world.time, controller.describeQuorum());
  if (isFailure(quorum)) throw new Error(quorum.message);
  return {
    voters: quorum.voters.map(({ nodeId }) => nodeId),
    observers: quorum.observers.map(({ nodeId }) => nodeId),
  };
}

async function followers(world: World): Promise<[Node, Node]> {
  const active = await world.active();
  return world.nodes.filter((node) => node !== active).slice(0, 2) as [Node, Node];
}

describe("voters that change (I10)", () => {
  test("a controller that lost its disk is replaced, then another is lost (I14)", async () => {
    const world = await World.started();
    await commits(world, "1");
    const [lost, other] = await followers(world);
    const old = lost.controller.self;
    lost.crash();
    lost.replaceDisk();
    await lost.start();
    const fresh = lost.controller.self;
    expect(fresh.directoryId).not.toBe(old.directoryId);

    expect(await add(world, fresh)).toMatchObject({ error: "DUPLICATE_VOTER" });
    await world.time.runUntil(() => lost.controller.image.configs.size > 0);
    expect(await describeQuorum(world)).toEqual({ voters: [1, 2, 3], observers: [lost.id] });
    await world.time.runFor(300); // until the leader misses the old directory
    const refusals = lost.facts.filter((fact) => fact.startsWith("raft: refused"));
    expect(refusals.length).toBeLessThan(3); // not one for each heartbeat to the old directory
    expect(await remove(world, old)).not.toHaveProperty("error");
    const changed = await add(world, fresh);
    expect(changed).toHaveProperty("voters");
    expect(changed).toMatchObject({ voters: expect.arrayContaining([fresh]) });

    await world.kill(other);
    await commits(world, "2");
    await world.commitsAgree();
  });

  test("a new controller joins: it follows, is added, and may lead", async () => {
    const world = await World.started({ controllers: 1, spares: 1 });
    await commits(world, "1");
    expect(await add(world, world.node(2).controller.self)).toMatchObject({
      voters: [{ nodeId: 1 }, { nodeId: 2 }],
    });
    expect(await remove(world, world.node(1).controller.self)).toMatchObject({
      voters: [{ nodeId: 2 }],
    });
    await world.time.runUntil(() => world.node(2).controller.isActive);
    await commits(world, "2");
    await world.commitsAgree();
    await world.time.runFor(400); // two election timeouts, for it to ask the new leader
    expect(await describeQuorum(world)).toEqual({ voters: [2], observers: [1] });
  });

  test("the leader removes itself: it answers, and another one leads", async () => {
    const world = await World.started();
    const old = await world.active();
    const reply = await remove(world, old.controller.self);
    expect(reply).toMatchObject({ voters: [{}, {}] });
    await world.time.runUntil(() => !old.controller.isActive);
    expect((await world.active()).id).not.toBe(old.id);
    await commits(world, "2");
    await world.commitsAgree(); // the old one goes on as an observer
  });

  test("changes that are asked for together are made one after the other", async () => {
    const world = await World.started({ controllers: 1, spares: 2 });
    const { controller } = await world.active();
    const peers = [world.node(2), world.node(3)].map((node) => node.controller.self);
    const replies = Promise.all(peers.map((peer) => controller.addVoter(peer)));
    for (const reply of await resolved(world.time, replies)) expect(reply).toHaveProperty("voters");
    expect(await describeQuorum(world)).toEqual({ voters: [1, 2, 3], observers: [] });
  });

  test("voters that changed survive the loss of all processes, also behind snapshots", async () => {
    const config = { snapshotIntervalEntries: 5 };
    const world = await World.started({ controllers: 1, spares: 2, config });
    await add(world, world.node(2).controller.self);
    await add(world, world.node(3).controller.self);
    for (let i = 0; i < 20; i++) await commits(world, `${i}`);
    for (const node of world.nodes) node.crash();
    await world.node(2).start();
    await world.node(3).start();
    await commits(world, "99"); // without node 1, the only configured one
  });
});

describe("what is refused", () => {
  test("by name", async () => {
    const world = await World.started();
    const [follower] = await followers(world);
    const { self } = follower.controller;
    const replies = [
      await add(world, self),
      await add(world, { ...self, directoryId: "another" }),
      await remove(world, { ...self, directoryId: "another" }),
      await remove(world, { nodeId: 9, directoryId: "d" }),
      await resolved(world.time, follower.controller.addVoter(self)),
    ];
    expect(replies.map((reply) => isFailure(reply) && reply.error)).toEqual([
      "DUPLICATE_VOTER",
      "DUPLICATE_VOTER",
      "VOTER_NOT_FOUND",
      "VOTER_NOT_FOUND",
      "NOT_CONTROLLER",
    ]);
  });

  test("a node that nobody hears of is waited for, and not for ever", async () => {
    const world = await World.started();
    const before = world.time.monotonicMs();
    const reply = await add(world, { nodeId: 9, directoryId: "d" });
    expect(reply).toMatchObject({ error: "REQUEST_TIMED_OUT" });
    expect(reply).toHaveProperty("message", expect.stringContaining("does not follow"));
    expect(world.time.monotonicMs() - before).toBeLessThan(voterChangeWaitMs + 500);
  });

  test("the last voter stays", async () => {
    const world = await World.started({ controllers: 1 });
    expect(await remove(world, world.node(1).controller.self)).toMatchObject({
      error: "INVALID_REQUEST",
    });
  });

  test("a voter that the others need stays; one that is gone may go", async () => {
    const world = await World.started();
    const [dead, alive] = await followers(world);
    const peer = dead.controller.self;
    await world.kill(dead);
    await world.time.runFor(300);
    expect(await remove(world, alive.controller.self)).toMatchObject({
      error: "INVALID_REQUEST",
      message: expect.stringContaining("too few voters"),
    });
    expect(await remove(world, peer)).toHaveProperty("voters");
  });

  test("a leader that is cut off does not know what becomes of its change", async () => {
    const world = await World.started();
    const active = await world.active();
    const [follower] = await followers(world);
    await world.time.runFor(100);
    world.cut(active.id);
    const reply = await resolved(
      world.time,
      active.controller.removeVoter(follower.controller.self),
    );
    expect(reply).toMatchObject({ error: "REQUEST_TIMED_OUT" });
    world.heal();
    await commits(world, "1");
    await world.commitsAgree();
    expect(await describeQuorum(world)).toMatchObject({ voters: [1, 2, 3] });
  });
});
