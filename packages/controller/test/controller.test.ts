import type { NodeId } from "@sordini/base";
import type { Command } from "@sordini/metadata";
import { describe, expect, test } from "vitest";
import { commandsInFlightMax } from "../src/limits.ts";
import { entryKey } from "../src/raft-store/keys.ts";
import { TestBroker } from "./test-broker.ts";
import { type Node, resolved, World } from "./world.ts";

/** A change that needs no broker. */
function setConfig(value: string): Command {
  const resource = { type: "cluster", name: "" } as const;
  const changes = [{ resource, key: "log.retention.ms", value }];
  return { kind: "alterConfigs", changes, validateOnly: false };
}

async function submit(world: World, node: Node, command: Command) {
  return resolved(world.time, node.controller.submit(command));
}

async function commitMany(world: World, count: number): Promise<void> {
  const { controller } = await world.active();
  const replies = Array.from({ length: count }, (_, i) => controller.submit(setConfig(`${i}`)));
  for (const reply of await resolved(world.time, Promise.all(replies))) {
    expect(reply).toHaveProperty("kind");
  }
}

function configOf(node: Node): string | undefined {
  return node.controller.image.configs.get("cluster:")?.values.get("log.retention.ms");
}

async function followers(world: World): Promise<Node[]> {
  const active = await world.active();
  return world.nodes.filter((node) => node !== active);
}

describe("a quorum of controllers", () => {
  test("elects, commits, and every node reaches the same image", async () => {
    const world = await World.started();
    const reply = await submit(world, await world.active(), setConfig("7"));
    expect(reply).toMatchObject({ kind: "alterConfigs" });
    await world.time.runUntil(() => world.nodes.every((node) => configOf(node) === "7"));
  });

  test("one controller alone is a quorum", async () => {
    const world = await World.started({ controllers: 1 });
    await submit(world, world.node(1), setConfig("7"));
    expect(configOf(world.node(1))).toBe("7");
  });

  test("others answer NOT_CONTROLLER and name the active one", async () => {
    const world = await World.started();
    const active = await world.active();
    const [follower] = await followers(world);
    await world.time.runFor(100);
    const reply = await submit(world, follower as Node, setConfig("7"));
    expect(reply).toMatchObject({ error: "NOT_CONTROLLER", controllerId: active.id });
  });

  test("commands pipeline: each is planned on what those before will have done", async () => {
    const world = await World.started();
    const { controller } = await world.active();
    const broker = await liveBroker(world, 1);
    const create = () => controller.submit(createTopic("t", 1));
    const replies = await resolved(world.time, Promise.all([create(), create(), create()]));
    expect(replies.map((reply) => topicResult(reply))).toEqual([
      "created",
      "TOPIC_ALREADY_EXISTS",
      "TOPIC_ALREADY_EXISTS",
    ]);
    expect(broker.connected).toBe(true);
  });

  test("survives the crash of its leader, which comes back and catches up", async () => {
    const world = await World.started();
    await commitMany(world, 20);
    const old = await world.active();
    old.crash();
    const next = await world.active();
    expect(next.id).not.toBe(old.id);
    expect(configOf(next)).toBe("19");
    await submit(world, next, setConfig("99"));
    await old.start();
    await world.time.runUntil(() => configOf(old) === "99");
  });

  test("loses nothing acknowledged when all crash at once, many times over", async () => {
    const world = await World.started({ seed: 3, config: { snapshotIntervalEntries: 25 } });
    for (let round = 1; round <= 6; round++) {
      const active = await world.active();
      await commitMany(world, 15);
      await submit(world, active, setConfig(`${round * 100}`));
      void active.controller.submit(setConfig(`${round * 100 + 1}`)); // may be lost, or not
      await world.time.runFor(round / 10);
      for (const node of world.nodes) node.crash();
      for (const node of world.nodes) await node.start();
      const next = await world.active();
      expect(Number(configOf(next))).toBeGreaterThanOrEqual(round * 100);
    }
    await world.commitsAgree();
    expect(world.nodes.every((node) => node.failure === null)).toBe(true);
  });

  test("a disk that fails ends its controller, while another write hangs (I26)", async () => {
    const world = await World.started({ config: { snapshotIntervalEntries: 10 } });
    const broker = await liveBroker(world, 1);
    const active = await world.active();
    active.files.write = (name) =>
      name.startsWith("snapshot-")
        ? Promise.reject(new Error("EIO"))
        : new Promise(() => undefined);
    void active.controller.submit(setConfig("7"));
    await world.time.runFor(10);
    for (let i = 0; i < 10; i++) void active.controller.submit(setConfig(`${i}`));
    await world.time.runUntil(() => active.failure !== null);
    expect(active.controller.isActive).toBe(false);
    expect(broker.connected).toBe(false);
  });

  test("a lost leadership leaves open commands in doubt, not done, not refused (I19)", async () => {
    const world = await World.started();
    const active = await world.active();
    world.cut(active.id);
    const reply = await submit(world, active, setConfig("7"));
    expect(reply).toMatchObject({ error: "REQUEST_TIMED_OUT" });
    expect(active.controller.isActive).toBe(false);
    world.heal();
    await world.active();
    await world.commitsAgree();
  });

  test("a follower that missed much is brought up by a snapshot", async () => {
    const world = await World.started({ config: { snapshotIntervalEntries: 20 } });
    const [lagging] = await followers(world);
    lagging?.crash();
    for (let i = 0; i < 10; i++) await commitMany(world, 15);
    await (lagging as Node).start();
    await world.time.runUntil(() => configOf(lagging as Node) === "14");
    const names = await (lagging as Node).files.list();
    expect(names.some((name) => name.startsWith("snapshot-"))).toBe(true);
    await world.commitsAgree();
  });

  test("a replaced disk is a new directory, which does not vote (I14, B22)", async () => {
    const world = await World.started();
    await commitMany(world, 5);
    const [replaced, other] = await followers(world);
    (replaced as Node).crash();
    (replaced as Node).replaceDisk();
    await (replaced as Node).start();
    await commitMany(world, 5);
    const active = await world.active();
    const description = await resolved(world.time, active.controller.describeQuorum());
    expect(description).toMatchObject({ leaderId: active.id });
    await world.time.runFor(500);
    (other as Node).crash();
    // Two nodes are up, but one of them is nobody's voter.
    await world.time.runUntil(() => !active.controller.isActive);
    await world.time.runFor(2_000);
    expect(world.nodes.filter((node) => node.running && node.controller.isActive)).toEqual([]);
    await (other as Node).start();
    await world.active();
  });

  test("a damaged log is repaired by the leader, and then votes again (I13, B41)", async () => {
    const world = await World.started();
    await commitMany(world, 30);
    const [damaged, other] = await followers(world);
    await world.commitsAgree();
    (damaged as Node).crash();
    (damaged as Node).place.loseKeys({ from: entryKey(5), end: entryKey(20) });
    await (damaged as Node).start();
    expect((damaged as Node).facts.join("\n")).toMatch(/damaged.*entry 5 of/);
    await world.time.runUntil(() => (damaged as Node).facts.join("\n").includes("votes again"));
    (other as Node).crash();
    await commitMany(world, 3);
    const active = await world.active();
    active.crash();
    await (other as Node).start();
    await world.active();
    await world.commitsAgree();
  });

  test("describes itself to whoever asks the active controller", async () => {
    const world = await World.started();
    await commitMany(world, 5);
    await world.time.runFor(200);
    const active = await world.active();
    const description = await resolved(world.time, active.controller.describeQuorum());
    expect(description).toMatchObject({ leaderId: active.id, observers: [] });
    if (!("voters" in description)) throw new Error("no description");
    expect(description.voters.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3]);
    expect(new Set(description.voters.map(({ logEnd }) => logEnd)).size).toBe(1);
    for (const { lastCaughtUpMs } of description.voters) expect(lastCaughtUpMs).toBeLessThan(200);
  });

  test("two worlds of one seed do the same", async () => {
    const run = async (): Promise<string> => {
      const world = await World.started({ seed: 5 });
      await commitMany(world, 10);
      (await world.active()).crash();
      await commitMany(world, 10);
      return world.nodes.map((node) => node.facts.join("\n")).join("\n\n");
    };
    expect(await run()).toBe(await run());
  });
});

function createTopic(name: string, replicationFactor: number): Command {
  const topics = [newTopic(name, replicationFactor)];
  return { kind: "createTopics", topics, validateOnly: false };
}

function newTopic(name: string, replicationFactor: number) {
  return { name, partitions: 3, replicationFactor, assignments: [], configs: [] };
}

function topicResult(reply: object): string {
  const [topic] = (reply as { topics: { error?: string }[] }).topics;
  return topic?.error ?? "created";
}

async function liveBroker(world: World, id: NodeId): Promise<TestBroker> {
  const broker = new TestBroker(id);
  broker.connect(await world.active());
  await world.time.runUntil(() => broker.image.brokers.has(id));
  broker.heartbeat();
  await world.time.runUntil(() => broker.replies.at(-1)?.fenced === false);
  return broker;
}

describe("the planner", () => {
  test("too much in flight is throttled, and what was taken commits", async () => {
    const world = await World.started();
    const { controller } = await world.active();
    const replies = Array.from({ length: commandsInFlightMax + 10 }, (_, i) =>
      controller.submit(setConfig(`${i}`)),
    );
    const results = await resolved(world.time, Promise.all(replies));
    const throttled = results.filter((reply) => "error" in reply);
    expect(throttled).toHaveLength(10);
    expect(throttled[0]).toMatchObject({ error: "THROTTLING_QUOTA_EXCEEDED" });
    expect(configOf(await world.active())).toBe(`${commandsInFlightMax - 1}`);
  });

  test("a change too large for one entry is refused, and the next one goes on (B23)", async () => {
    const world = await World.started();
    const active = await world.active();
    await liveBroker(world, 1);
    const names = Array.from({ length: 150 }, (_, i) => `t${i}`);
    const topics = names.map((name) => ({ ...newTopic(name, 1), partitions: 1 }));
    await submit(world, active, { kind: "createTopics", topics, validateOnly: false });
    const setReplicas = (topicNames: readonly string[]): Command => {
      const value = "0:1,".repeat(8_000);
      const changes = topicNames.flatMap((name) =>
        ["leader", "follower"].map((side) => {
          const key = `${side}.replication.throttled.replicas`;
          return { resource: { type: "topic", name } as const, key, value };
        }),
      );
      return { kind: "alterConfigs", changes, validateOnly: false };
    };
    const giant = await submit(world, active, setReplicas(names));
    expect(giant).toMatchObject({ error: "POLICY_VIOLATION" });
    const half = await submit(world, active, setReplicas(names.slice(0, 75)));
    expect(half).toMatchObject({ kind: "alterConfigs" });
    expect((await world.active()).id).toBe(active.id);
    await world.commitsAgree();
  });

  test("a broker's life is decided by its session alone", async () => {
    const world = await World.started();
    const fence: Command = { kind: "fenceBroker", brokerId: 1, brokerEpoch: 1 };
    const reply = await submit(world, await world.active(), fence);
    expect(reply).toMatchObject({ error: "INVALID_REQUEST" });
  });

  test("an answer without a change is confirmed by the quorum (B35, I12)", async () => {
    const world = await World.started();
    const active = await world.active();
    await submit(world, active, setConfig("7"));
    world.cut(active.id);
    // The same again changes nothing, but this controller may not lead any more.
    const reply = await submit(world, active, setConfig("7"));
    expect(reply).toMatchObject({ error: "NOT_CONTROLLER" });
  });
});

describe("office", () => {
  test("a controller acts only once it has replayed its predecessors' log (B24)", async () => {
    const world = await World.started();
    for (let value = 1; value <= 20; value++) {
      const active = await world.active();
      const reply = await submit(world, active, setConfig(`${value}`));
      expect(reply).toHaveProperty("kind");
      active.crash();
      expect(configOf(await world.active())).toBe(`${value}`);
      await active.start();
    }
  });

  test("also when that log is longer than a page of committed entries (B24, B43)", async () => {
    const world = await World.started();
    await commitMany(world, 350);
    for (const node of world.nodes) node.crash();
    for (const node of world.nodes) await node.start();
    // None of them knows how much is committed, so all of it is handed out once one leads.
    expect(configOf(await world.active())).toBe("349");
  });

  test("whoever stops hands leadership on, faster than an election would", async () => {
    const world = await World.started();
    await commitMany(world, 5);
    await world.time.runFor(100);
    const active = await world.active();
    const before = world.time.monotonicMs();
    await resolved(world.time, active.controller.stop());
    await world.time.runUntil(() =>
      world.nodes.some((node) => node !== active && node.controller.isActive),
    );
    expect(world.time.monotonicMs() - before).toBeLessThan(30);
  });

  test("publishers see every change, in order, also after a snapshot", async () => {
    const world = await World.started({ config: { snapshotIntervalEntries: 20 } });
    const [lagging] = await followers(world);
    (lagging as Node).crash();
    for (let i = 0; i < 6; i++) await commitMany(world, 15);
    await (lagging as Node).start();
    const offsets: number[] = [];
    let last: string | null | undefined;
    (lagging as Node).controller.addPublisher({
      onMetadata: (delta, image, nextOffset) => {
        offsets.push(nextOffset);
        last = delta.configs.at(-1)?.after ?? last;
        expect(image).toBe((lagging as Node).controller.image);
      },
    });
    await world.time.runUntil(() => configOf(lagging as Node) === "14" && last === "14");
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  });
});
