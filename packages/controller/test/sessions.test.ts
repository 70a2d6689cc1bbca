import { partitionOf, type Command, type PartitionState } from "@sordini/metadata";
import { describe, expect, test } from "vitest";
import { TestBroker } from "./test-broker.ts";
import { type Node, resolved, World } from "./world.ts";

/** A registered, unfenced broker with a heartbeat every 500 ms for as long as it is connected. */
async function liveBroker(world: World, id: number): Promise<TestBroker> {
  const broker = new TestBroker(id);
  await bringToLife(world, broker);
  beat(world, broker);
  return broker;
}

async function bringToLife(world: World, broker: TestBroker): Promise<void> {
  broker.connect(await world.active());
  const known = () => broker.image.brokers.get(broker.id)?.brokerEpoch === broker.brokerEpoch;
  await world.time.runUntil(() => broker.accepts > 0 && known());
  broker.heartbeat();
  await world.time.runUntil(() => broker.replies.at(-1)?.fenced === false);
}

function beat(world: World, broker: TestBroker): void {
  world.time.schedule(500, () => {
    broker.heartbeat();
    if (broker.beats) beat(world, broker);
  });
}

async function createTopic(world: World, partitions = 3): Promise<void> {
  const topic = { name: "t", partitions, replicationFactor: 3, assignments: [], configs: [] };
  const command: Command = { kind: "createTopics", topics: [topic], validateOnly: false };
  const active = await world.active();
  const reply = await resolved(world.time, active.controller.submit(command));
  expect(reply).toMatchObject({ topics: [{ name: "t", partitions }] });
}

async function clusterOfThree(options: ConstructorParameters<typeof World>[0] = {}) {
  const world = await World.started(options);
  const brokers = [];
  for (const id of [1, 2, 3]) brokers.push(await liveBroker(world, id));
  await createTopic(world);
  return { world, brokers: brokers as [TestBroker, TestBroker, TestBroker] };
}

function partitions({ controller: { image } }: Node): PartitionState[] {
  const topicId = image.topicIds.get("t") ?? "";
  return [0, 1, 2].flatMap((partition) => partitionOf(image, { topicId, partition }) ?? []);
}

function leadersOf(node: Node): number[] {
  return partitions(node).map(({ leader }) => leader);
}

function isFenced(node: Node, id: number): boolean | undefined {
  return node.controller.image.brokers.get(id)?.fenced;
}

describe("registration", () => {
  test("a broker is fenced until it has applied its own registration, and asks", async () => {
    const world = await World.started();
    const active = await world.active();
    const broker = new TestBroker(1);
    broker.takes = false; // its transport is full after one push
    broker.connect(active);
    await world.time.runUntil(() => broker.brokerEpoch > 0);
    broker.heartbeat({ metadataOffset: 1 });
    await world.time.runUntil(() => broker.replies.length > 0);
    expect(broker.replies.at(-1)).toEqual({ fenced: true, mayShutDown: false, leadershipsLeft: 0 });
    broker.drain();
    await world.time.runUntil(() => broker.image.brokers.has(1));
    broker.heartbeat({ wantsUnfenced: false });
    await world.time.runUntil(() => broker.replies.length > 1);
    expect(isFenced(active, 1)).toBe(true);
    broker.heartbeat();
    await world.time.runUntil(() => broker.replies.at(-1)?.fenced === false);
  });

  test("a log that never rests keeps no restarted broker fenced (B40)", async () => {
    const world = await World.started();
    const active = await world.active();
    const broker = new TestBroker(1);
    broker.connect(active);
    await world.time.runUntil(() => broker.image.brokers.has(1));
    broker.takes = false; // it trails behind what is committed from now on
    for (let value = 0; value < 50; value++) {
      const resource = { type: "cluster", name: "" } as const;
      const changes = [{ resource, key: "log.retention.ms", value: String(value) }];
      const command = { kind: "alterConfigs", changes, validateOnly: false } as const;
      await resolved(world.time, active.controller.submit(command));
    }
    expect(broker.image.configs.get("cluster:")?.values.get("log.retention.ms")).not.toBe("49");
    broker.heartbeat();
    await world.time.runUntil(() => broker.replies.at(-1)?.fenced === false);
  });

  test("only the active controller takes sessions; the others name it", async () => {
    const world = await World.started();
    const active = await world.active();
    const other = world.nodes.find((node) => node !== active) as Node;
    await world.time.runFor(100);
    const broker = new TestBroker(1);
    broker.connect(other);
    expect(broker.rejections).toMatchObject([{ error: "NOT_CONTROLLER", controllerId: active.id }]);
  });

  test("a broker of another cluster, or from the future, is refused", async () => {
    const world = await World.started();
    const active = await world.active();
    const broker = new TestBroker(1);
    broker.connect(active, { clusterId: "CCCCCCCCCCCCCCCCCCCCCA" });
    broker.connect(active, { metadataOffset: 1_000 });
    expect(broker.rejections.map(({ error }) => error)).toEqual([
      "INCONSISTENT_CLUSTER_ID",
      "INVALID_REQUEST",
    ]);
  });

  test("directories that were registered in metadata that is lost are refused (B25)", async () => {
    const world = await World.started();
    const active = await world.active();
    const before = new TestBroker(1);
    before.connect(active, { recordedBrokerEpoch: 1 });
    expect(before.rejections).toMatchObject([
      { error: "INVALID_REQUEST", message: expect.stringContaining("lost its metadata") },
    ]);
    const { brokerEpoch } = await liveBroker(world, 2);
    before.connect(active, { recordedBrokerEpoch: brokerEpoch + 1 });
    expect(before.rejections).toHaveLength(2);
    before.connect(active, { recordedBrokerEpoch: brokerEpoch });
    await world.time.runUntil(() => before.brokerEpoch > 0);
  });

  test("a broker that is far behind gets the image, then the log", async () => {
    const { world, brokers } = await clusterOfThree({ config: { snapshotIntervalEntries: 3 } });
    const active = await world.active();
    await world.time.runUntil(() => !active.controller.image.brokers.get(3)?.fenced);
    const late = await liveBroker(world, 4);
    expect(late.snapshots).toBe(1);
    await world.time.runUntil(() => brokers[0].nextOffset === late.nextOffset);
    expect([...late.image.brokers.keys()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    expect([...late.image.topicIds.keys()]).toEqual(["t"]);
  });

  test("a broker that lacks nothing is told so at once", async () => {
    const { world, brokers } = await clusterOfThree();
    await world.time.runFor(100);
    brokers[0].disconnect();
    brokers[0].highWatermark = 0;
    brokers[0].connect(await world.active());
    await world.time.runUntil(() => brokers[0].accepts > 0);
    expect(brokers[0].highWatermark).toBe(brokers[0].nextOffset);
  });

  test("every broker follows the committed log", async () => {
    const { world, brokers } = await clusterOfThree();
    await world.time.runUntil(() => brokers.every(({ image }) => image.topicIds.has("t")));
    expect(new Set(brokers.map(({ nextOffset }) => nextOffset)).size).toBe(1);
  });
});

describe("the end of a broker", () => {
  test("a broken stream is a hint: after the grace others lead", async () => {
    const { world, brokers } = await clusterOfThree();
    const active = await world.active();
    expect(new Set(leadersOf(active))).toEqual(new Set([1, 2, 3]));
    brokers[0].beats = false;
    brokers[0].disconnect();
    const before = world.time.monotonicMs();
    await world.time.runUntil(() => !leadersOf(active).includes(1));
    const took = world.time.monotonicMs() - before;
    expect(took).toBeGreaterThanOrEqual(100);
    expect(took).toBeLessThan(110);
    expect(partitions(active).every(({ isr }) => !isr.includes(1))).toBe(true);
  });

  test("a broken stream, and nothing listens at its address: others lead at once", async () => {
    const { world, brokers } = await clusterOfThree();
    const active = await world.active();
    brokers[0].beats = false;
    brokers[0].disconnect();
    world.refusing.add(brokers[0].port);
    const before = world.time.monotonicMs();
    await world.time.runUntil(() => !leadersOf(active).includes(1));
    expect(world.time.monotonicMs() - before).toBeLessThan(15);
  });

  test("a refused connection means nothing while the broker has a session", async () => {
    const { world, brokers } = await clusterOfThree();
    const active = await world.active();
    for (const { port } of brokers) world.refusing.add(port);
    brokers[0].disconnect();
    await world.time.runFor(5);
    brokers[0].connect(active);
    await world.time.runFor(1_000);
    expect([1, 2, 3].map((id) => isFenced(active, id))).toEqual([false, false, false]);
  });

  test("a stream that is back within the grace costs nothing", async () => {
    const { world, brokers } = await clusterOfThree();
    const active = await world.active();
    const epoch = brokers[0].brokerEpoch;
    const leaders = leadersOf(active);
    brokers[0].disconnect();
    await world.time.runFor(60);
    brokers[0].connect(active);
    await world.time.runFor(1_000);
    expect(isFenced(active, 1)).toBe(false);
    expect(brokers[0].brokerEpoch).toBe(epoch);
    expect(leadersOf(active)).toEqual(leaders);
  });

  test("silence ends the session after its timeout, and the broker may come back", async () => {
    const { world, brokers } = await clusterOfThree();
    const active = await world.active();
    brokers[0].beats = false;
    const before = world.time.monotonicMs();
    await world.time.runUntil(() => isFenced(active, 1) === true);
    const took = world.time.monotonicMs() - before;
    expect(took).toBeGreaterThan(2_500);
    expect(took).toBeLessThan(3_600);
    expect(brokers[0].rejections).toMatchObject([{ error: "REQUEST_TIMED_OUT" }]);
    expect(leadersOf(active)).not.toContain(1);
    await bringToLife(world, brokers[0]);
    expect(isFenced(active, 1)).toBe(false);
  });

  test("a new process of the same broker ends the old session at once (KIP-903)", async () => {
    const { world, brokers } = await clusterOfThree();
    const active = await world.active();
    const restarted = new TestBroker(1, 2);
    await bringToLife(world, restarted);
    expect(restarted.brokerEpoch).toBeGreaterThan(brokers[0].brokerEpoch);
    expect(brokers[0].rejections).toMatchObject([{ error: "DUPLICATE_BROKER_REGISTRATION" }]);
    // I25: whoever restarted has to catch up before it counts.
    expect(partitions(active).every(({ isr }) => !isr.includes(1))).toBe(true);
    // The old one is not dead after all, which takes a copied disk: it does not come back.
    brokers[0].connect(active);
    await world.time.runFor(1_000);
    expect(brokers[0].rejections.map(({ error }) => error)).toEqual([
      "DUPLICATE_BROKER_REGISTRATION",
      "DUPLICATE_BROKER_REGISTRATION",
    ]);
    expect(restarted.rejections).toEqual([]);
  });

  test("two processes of one id with different directories do not take turns", async () => {
    const { world, brokers } = await clusterOfThree();
    const active = await world.active();
    const second = new TestBroker(1, 2);
    const directoryIds = ["second_directory_of_1A"];
    second.connect(active, { directoryIds });
    await world.time.runFor(1_000);
    expect(second.rejections).toMatchObject([{ error: "DUPLICATE_BROKER_REGISTRATION" }]);
    expect(brokers[0].rejections).toEqual([]);
    expect(isFenced(active, 1)).toBe(false);
    // The first one has died: after the grace the other one may come.
    brokers[0].disconnect();
    await world.time.runUntil(() => isFenced(active, 1) === true);
    second.connect(active, { directoryIds });
    await world.time.runUntil(() => second.accepts > 0);
  });

  test("a controlled shutdown moves leaderships first, and says when it may end", async () => {
    const { world, brokers } = await clusterOfThree();
    const active = await world.active();
    brokers[0].beats = false;
    const answered = brokers[0].replies.length;
    brokers[0].heartbeat({ wantsShutdown: true });
    await world.time.runUntil(() => brokers[0].replies.length > answered);
    expect(brokers[0].replies.at(-1)).toMatchObject({ mayShutDown: true, leadershipsLeft: 0 });
    expect(leadersOf(active)).not.toContain(1);
  });

  test("an offline log directory takes the broker out (I26), and keeps it out", async () => {
    const { world, brokers } = await clusterOfThree();
    const active = await world.active();
    brokers[0].beats = false;
    const offline = { offlineDirectoryIds: brokers[0].registration().directoryIds };
    brokers[0].heartbeat(offline);
    await world.time.runUntil(() => isFenced(active, 1) === true);
    expect(leadersOf(active)).not.toContain(1);
    brokers[0].heartbeat(offline);
    await world.time.runFor(100);
    expect(isFenced(active, 1)).toBe(true);
  });

  test("the stalls of the controller are not the brokers' silence (B40)", async () => {
    const { world, brokers } = await clusterOfThree();
    const active = await world.active();
    const fenced = () => [1, 2, 3].filter((id) => isFenced(active, id));
    world.time.stall(10_000);
    await world.time.runFor(2_000);
    const controller = await world.active();
    expect(controller.controller.image.brokers.size).toBe(3);
    expect(fenced()).toEqual([]);
    expect(brokers.every((broker) => broker.rejections.length === 0)).toBe(controller === active);
  });
});

describe("a change of the active controller", () => {
  test("brokers are sent away, get time to come back, and stay unfenced", async () => {
    const { world, brokers } = await clusterOfThree();
    const old = await world.active();
    const leaders = leadersOf(old);
    old.crash();
    for (const broker of brokers) broker.disconnect();
    const next = await world.active();
    await world.time.runFor(1_500);
    for (const broker of brokers) broker.connect(next);
    await world.time.runFor(3_000);
    expect([1, 2, 3].map((id) => isFenced(next, id))).toEqual([false, false, false]);
    expect(leadersOf(next)).toEqual(leaders);
  });

  test("a broker that died together with the old one is fenced at once", async () => {
    const { world, brokers } = await clusterOfThree();
    const old = await world.active();
    const dead = brokers[old.id - 1] as TestBroker;
    const before = world.time.monotonicMs();
    dead.beats = false;
    world.refusing.add(dead.port);
    for (const broker of brokers) broker.disconnect();
    await world.kill(old);
    const other = world.nodes.find((node) => node.running) as Node;
    for (const broker of brokers) if (broker !== dead) broker.connect(other);
    const rest = brokers.filter((broker) => broker !== dead);
    await world.time.runUntil(() => !leadersOf(other).includes(dead.id));
    expect(world.time.monotonicMs() - before).toBeLessThan(40);
    const next = await world.active();
    // Whoever asked the next leader itself is in; the others were told where to go.
    const redirects = rest.flatMap((broker) => broker.rejections.map((each) => each.controllerId));
    expect(redirects).toEqual(other === next ? [] : [next.id, next.id]);
    expect(rest.map(({ id }) => isFenced(next, id))).toEqual([false, false]);
  });

  test("a broker that does not come back is fenced by the new one", async () => {
    const { world, brokers } = await clusterOfThree();
    const old = await world.active();
    old.crash();
    brokers[0].beats = false;
    for (const broker of brokers) broker.disconnect();
    const next = await world.active();
    for (const broker of brokers.slice(1)) broker.connect(next);
    await world.time.runFor(2_500);
    expect(isFenced(next, 1)).toBe(false);
    await world.time.runUntil(() => isFenced(next, 1) === true, 1_500);
    expect([2, 3].map((id) => isFenced(next, id))).toEqual([false, false]);
    expect(leadersOf(next)).not.toContain(1);
  });

  test("a deposed controller ends its sessions with a redirect", async () => {
    const { world, brokers } = await clusterOfThree();
    const old = await world.active();
    world.cut(old.id);
    await world.time.runUntil(() => brokers.every(({ connected }) => !connected));
    expect(brokers[0].rejections).toMatchObject([{ error: "NOT_CONTROLLER" }]);
  });

  test("preferred leaders get their partitions back", async () => {
    const { world, brokers } = await clusterOfThree({ config: { rebalanceLeaders: true } });
    const active = await world.active();
    const preferred = partitions(active).map(({ replicas }) => replicas[0]);
    brokers[0].disconnect();
    await world.time.runUntil(() => isFenced(active, 1) === true);
    await bringToLife(world, brokers[0]);
    for (const { topicId, partition, leader, leaderEpoch, partitionEpoch } of partitions(active)) {
      const isr = [1, 2, 3].map((id) => {
        const { brokerEpoch } = brokers[id - 1] as TestBroker;
        return { brokerId: id, brokerEpoch };
      });
      const { brokerEpoch } = brokers[leader - 1] as TestBroker;
      const change = { topicId, partition, leaderEpoch, partitionEpoch, isr };
      const reply = await resolved(
        world.time,
        active.controller.submit({
          kind: "alterPartition",
          brokerId: leader,
          brokerEpoch,
          changes: [change],
        }),
      );
      expect(reply).toMatchObject({ results: [{ isr: [1, 2, 3] }] });
    }
    expect(leadersOf(active)).not.toEqual(preferred);
    await world.time.runUntil(() => leadersOf(active).join() === preferred.join(), 6_000);
  });
});
