import { isFailure } from "@sordini/base";
import type { MetadataRecord } from "@sordini/metadata";
import { FileError } from "@sordini/storage";
import { describe, expect, test } from "vitest";
import { TestCluster } from "./cluster.ts";
import { ScriptedController } from "./scripted-controller.ts";

const dataFiles = (cluster: TestCluster, id: number, topicId: string) =>
  cluster.disks
    .get(id)!
    .paths()
    .filter((path) => path.includes(topicId));

const segmentOf = (cluster: TestCluster, id: number, topicId: string) =>
  dataFiles(cluster, id, topicId).find((path) => path.endsWith(".log"))!;

/** Metadata of a topic that nobody holds yet. */
function oneReplicaOn(brokerId: number): MetadataRecord[] {
  const topicId = "AAAAAAAAAAAAAAAAAAAAbA";
  const state = { replicas: [brokerId], isr: [brokerId], leader: brokerId };
  return [
    { kind: "topic", v: 1, topicId, name: "trains", internal: false },
    { kind: "partition", v: 1, topicId, partition: 0, ...state, leaderEpoch: 0, partitionEpoch: 0 },
  ];
}

describe("topics come and go", () => {
  test("the files of a deleted topic are gone", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    await cluster.at(1).produce(flights, ["a"]);
    expect(dataFiles(cluster, 1, flights.topicId)).not.toEqual([]);
    const waiting = cluster.at(1).send(flights, ["b"]);
    cluster.controller.run({ kind: "deleteTopics", names: ["flights"], topicIds: [] });
    await cluster.time.advance(50);
    expect(waiting.answers).toHaveLength(1);
    expect(dataFiles(cluster, 1, flights.topicId)).toEqual([]);
    expect(await cluster.at(1).produce(flights, ["c"])).toMatchObject({
      error: "UNKNOWN_TOPIC_ID",
    });
  });

  test("a topic of the same name is another one (I46)", async () => {
    const cluster = await TestCluster.start([1]);
    const before = await cluster.topic("flights");
    await cluster.at(1).produce(before, ["old"]);
    cluster.controller.run({ kind: "deleteTopics", names: ["flights"], topicIds: [] });
    const after = await cluster.topic("flights");
    expect(await cluster.at(1).produce(after, ["new"])).toMatchObject({ baseOffset: 0 });
    expect(await cluster.at(1).read(after)).toEqual(["new"]);
  });

  test("what was deleted while the broker was down goes once it is up to date (B25)", async () => {
    const cluster = await TestCluster.start([1]);
    const gone = await cluster.topic("gone");
    const kept = await cluster.topic("kept");
    await cluster.at(1).produce(gone, ["a"]);
    await cluster.at(1).produce(kept, ["a"]);
    cluster.kill(1);
    cluster.controller.run({ kind: "deleteTopics", names: ["gone"], topicIds: [] });
    await cluster.startBroker(1);
    await cluster.time.advance(50);
    expect(dataFiles(cluster, 1, gone.topicId)).toEqual([]);
    expect(await cluster.at(1).read(kept)).toEqual(["a"]);
    expect(cluster.facts.facts.map(({ fact }) => fact)).toContain("deletes a stray log");
  });

  test("no restart makes a broker believe controllers that lost the metadata (B25)", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    await cluster.at(1).produce(flights, ["a"]);
    const held = dataFiles(cluster, 1, flights.topicId);
    const controllers = (each: ScriptedController) => {
      const { controllers: all } = cluster.network;
      for (const id of all.keys()) all.set(id, each);
    };
    const empty = new ScriptedController(); // they came back without their disks
    empty.commit(oneReplicaOn(1));
    controllers(empty);
    for (let restarts = 0; restarts < 2; restarts += 1) {
      cluster.kill(1);
      await cluster.launch(1);
      await cluster.time.advance(1000);
    }
    expect(empty.image.brokers.has(1)).toBe(false);
    expect(dataFiles(cluster, 1, flights.topicId)).toEqual(held);
    expect(cluster.facts.facts.map(({ fact }) => fact)).toContain("registration rejected");
    controllers(cluster.controller);
    await cluster.time.until(() => !cluster.broker(1).isFenced);
    expect(await cluster.at(1).read(flights)).toEqual(["a"]);
  });

  test("the last topic's logs go like any other's", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    await cluster.at(1).produce(flights, ["a"]);
    cluster.kill(1);
    cluster.controller.run({ kind: "deleteTopics", names: ["flights"], topicIds: [] });
    await cluster.startBroker(1);
    await cluster.time.advance(50);
    expect(dataFiles(cluster, 1, flights.topicId)).toEqual([]);
  });

  test("added partitions are led, changed settings hold at once", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    const grown = { name: "flights", count: 3, assignments: [] };
    cluster.controller.run({ kind: "createPartitions", validateOnly: false, topics: [grown] });
    await cluster.time.advance(20);
    const third = { ...flights, partition: 2 };
    expect(await cluster.at(1).produce(third, ["a"])).toMatchObject({ baseOffset: 0 });
    cluster.controller.run({
      kind: "alterConfigs",
      validateOnly: false,
      changes: [
        {
          resource: { type: "topic", name: "flights" },
          key: "max.message.bytes",
          value: "100",
        },
      ],
    });
    await cluster.time.advance(5);
    expect(await cluster.at(1).produce(third, ["x".repeat(200)])).toMatchObject({
      error: "MESSAGE_TOO_LARGE",
    });
  });
});

describe("the disk fails (I26)", () => {
  async function brokenLeader() {
    const cluster = await TestCluster.start([1, 2, 3]);
    const flights = await cluster.topic("flights", {
      replicas: [1, 2, 3],
      configs: { "min.insync.replicas": "2" },
    });
    await cluster.at(1).produce(flights, ["a"]);
    cluster.disks.get(1)!.onOperation = ({ kind }) => {
      if (kind === "write" || kind === "sync") throw new FileError("EIO", "it broke");
    };
    return { cluster, flights };
  }

  test("leadership moves, nothing acknowledged is lost, the directory stays offline", async () => {
    const { cluster, flights } = await brokenLeader();
    const failed = cluster.at(1).send(flights, ["b"]);
    await cluster.time.until(() => failed.answers.length > 0);
    expect(failed.answers).toMatchObject([{ error: "KAFKA_STORAGE_ERROR" }]);
    await cluster.time.until(() => cluster.state(flights).leader !== 1);
    const { leader } = cluster.state(flights);
    await cluster.time.advance(50);
    await cluster.at(leader).produce(flights, ["c"]);
    const values = await cluster.at(leader).read(flights);
    expect(values.filter((value) => value !== "b")).toEqual(["a", "c"]);
    expect(cluster.controller.heartbeats.get(1)?.offlineDirectoryIds).toHaveLength(1);
  });

  test("whatever comes after the error is refused before it is appended (B37)", async () => {
    const { cluster, flights } = await brokenLeader();
    cluster.network.moveController(-1); // so that nobody takes over
    let touched = 0;
    cluster.disks.get(1)!.onOperation = ({ kind }) => {
      if (kind !== "write" && kind !== "sync") return;
      touched += 1;
      if (touched === 1) throw new FileError("EIO", "it broke"); // what is tried again works
    };
    const together = ["b", "c"].map((value) => cluster.at(1).send(flights, [value]));
    const answered = () => together.every(({ answers }) => answers.length > 0);
    await cluster.time.until(answered);
    await cluster.time.advance(10);
    const before = touched;
    const after = ["d", "e"].map((value) => cluster.at(1).send(flights, [value], { acks: 1 }));
    await cluster.time.advance(100);
    for (const { answers } of [...together, ...after]) {
      expect(answers).toMatchObject([{ error: "KAFKA_STORAGE_ERROR" }]);
    }
    expect(touched).toBe(before);
    expect(await cluster.at(1).read(flights)).toEqual(["a"]);
  });

  test("reads go on until another one leads", async () => {
    const { cluster, flights } = await brokenLeader();
    cluster.network.moveController(-1);
    const failed = cluster.at(1).send(flights, ["b"]);
    await cluster.time.until(() => failed.answers.length > 0);
    expect(await cluster.at(1).produce(flights, ["c"])).toMatchObject({
      error: "KAFKA_STORAGE_ERROR",
    });
    expect(await cluster.at(1).read(flights)).toEqual(["a"]);
  });
});

describe("a follower whose segment was emptied while it was down", () => {
  async function emptiedFollower() {
    const cluster = await TestCluster.start([1, 2]);
    const flights = await cluster.topic("flights", { replicas: [1, 2] });
    await cluster.at(1).produce(flights, ["a", "b"]);
    await cluster.shutdown(2);
    const files = cluster.disks.get(2)!;
    files.plant(segmentOf(cluster, 2, flights.topicId), new Uint8Array());
    return { cluster, flights, files };
  }

  test("is thrown away and filled anew by its leader", async () => {
    const { cluster, flights } = await emptiedFollower();
    await cluster.startBroker(2);
    await cluster.time.until(() => cluster.state(flights).isr.includes(2));
    cluster.killAndFence(1);
    await cluster.time.advance(50);
    expect(await cluster.at(2).read(flights)).toEqual(["a", "b"]);
  });

  // Found by simulation: the broker tried to replace the replica again and again without a pause.
  test("stays as it is where its directory fails too", async () => {
    const { cluster, flights, files } = await emptiedFollower();
    await cluster.launch(2);
    files.onOperation = ({ kind, path }) => {
      if (kind !== "write" || path.includes("meta.properties")) return; // the replica's files
      throw new FileError("ENOSPC", `${path}: no space left on device`);
    };
    await cluster.time.advance(5_000);
    const attempts = cluster.facts.facts.filter(({ fact }) => fact.startsWith("replaces"));
    expect(attempts).toHaveLength(1);
    expect(await cluster.at(1).read(flights)).toEqual(["a", "b"]);
  });
});

/** The first batch that broker `id` holds of the topic now claims to be at another offset. */
function flipBit(cluster: TestCluster, id: number, topicId: string): void {
  const files = cluster.disks.get(id)!;
  const segment = segmentOf(cluster, id, topicId);
  const bytes = files.bytesOf(segment).slice();
  bytes[7] = (bytes[7] as number) ^ 4;
  files.plant(segment, bytes);
}

describe("a bit flip on one disk", () => {
  test("is found when that broker leads, and mended from another one (B41)", async () => {
    const cluster = await TestCluster.start([1, 2]);
    const flights = await cluster.topic("flights", { replicas: [1, 2] });
    const values = Array.from({ length: 30 }, (_, i) => `v${i}`);
    for (const value of values) await cluster.at(1).produce(flights, [value]);
    await cluster.shutdown(2);
    flipBit(cluster, 2, flights.topicId);
    await cluster.startBroker(2);
    const inSync = () => cluster.state(flights).isr.length === 2;
    await cluster.time.until(inSync);
    cluster.controller.fence(1);
    await cluster.time.until(inSync, 10_000);
    expect(cluster.state(flights).leader).toBe(2);
    expect(await cluster.at(2).fetch(flights)).toMatchObject({ error: "KAFKA_STORAGE_ERROR" });
    await cluster.time.until(() => cluster.state(flights).leader === 1, 10_000);
    await cluster.time.advance(50);
    expect(await cluster.at(1).read(flights)).toEqual(values);
    await cluster.time.until(inSync, 20_000);
    cluster.killAndFence(1);
    await cluster.time.advance(100);
    expect(await cluster.at(2).read(flights)).toEqual(values);
  });

  test("is never mended from nothing: the last one in sync keeps what it has (B41)", async () => {
    const cluster = await TestCluster.start([1, 2]);
    const flights = await cluster.topic("flights", { replicas: [1, 2] });
    for (const value of ["a", "b"]) await cluster.at(1).produce(flights, [value]);
    await cluster.shutdown(2);
    flipBit(cluster, 2, flights.topicId);
    await cluster.startBroker(2);
    await cluster.time.until(() => cluster.state(flights).isr.length === 2);
    const held = dataFiles(cluster, 2, flights.topicId);
    cluster.killAndFence(1);
    await cluster.time.advance(100);
    expect(await cluster.at(2).fetch(flights)).toMatchObject({ error: "KAFKA_STORAGE_ERROR" });
    await cluster.time.advance(5000);
    expect(cluster.state(flights).isr).toEqual([2]);
    expect(dataFiles(cluster, 2, flights.topicId)).toEqual(held);
  });
});

describe("clean stops", () => {
  test("a controlled shutdown gives its leadership away first", async () => {
    const cluster = await TestCluster.start([1, 2]);
    const flights = await cluster.topic("flights", { replicas: [1, 2] });
    await cluster.at(1).produce(flights, ["a"]);
    await cluster.shutdown(1);
    expect(cluster.state(flights).leader).toBe(2);
    expect(await cluster.at(2).read(flights)).toEqual(["a"]);
    await cluster.startBroker(1);
    await cluster.time.until(() => cluster.state(flights).isr.length === 2);
  });

  test("without a controller it ends all the same, long before its bound", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    await cluster.at(1).produce(flights, ["a"]);
    cluster.network.moveController(-1);
    const from = cluster.time.monotonicMs();
    await cluster.shutdown(1);
    expect(cluster.time.monotonicMs() - from).toBeLessThan(2000);
    cluster.network.activeController = 101;
    await cluster.startBroker(1);
    await cluster.time.advance(20);
    expect(await cluster.at(1).read(flights)).toEqual(["a"]);
  });
});

describe("what listeners read of the metadata", () => {
  test("topics, brokers, endpoints, settings", async () => {
    const cluster = await TestCluster.start([1, 2]);
    const flights = await cluster.topic("flights", {
      replicas: [2, 1],
      configs: { "retention.ms": "1000" },
    });
    const { metadata } = cluster.broker(1);
    expect(metadata.topics()).toEqual([metadata.topic("flights")]);
    expect(metadata.topicById(flights.topicId)).toMatchObject({
      name: "flights",
      partitions: [{ partition: 0, leaderId: 2, replicas: [2, 1], isr: [1, 2] }],
    });
    expect(metadata.brokers().map(({ nodeId, fenced }) => [nodeId, fenced])).toEqual([
      [1, false],
      [2, false],
    ]);
    expect(metadata.endpointOf(2, "PEER")).toMatchObject({ port: 2 });
    expect(metadata.endpointOf(2, "OTHER")).toBeUndefined();
    expect(metadata.topic("none")).toMatchObject({ error: "UNKNOWN_TOPIC_OR_PARTITION" });
    const configs = metadata.topicConfigs("flights");
    if (isFailure(configs)) throw new Error(configs.message);
    expect(configs.find(({ key }) => key === "retention.ms")).toMatchObject({ value: "1000" });
  });
});
