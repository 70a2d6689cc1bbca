import { describe, expect, test } from "vitest";
import { batchOf, valuesOf } from "./client.ts";
import { TestCluster } from "./cluster.ts";

async function withRecords(values: readonly string[]) {
  const cluster = await TestCluster.start([1]);
  const flights = await cluster.topic("flights");
  for (const value of values) await cluster.at(1).produce(flights, [value]);
  return { cluster, flights };
}

describe("fetch", () => {
  test("gives whole batches from the one that holds the offset", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    await cluster.at(1).produce(flights, ["a", "b", "c"]);
    await cluster.at(1).produce(flights, ["d"]);
    const result = await cluster.at(1).fetch(flights, { offset: 1 });
    expect(result).toMatchObject({ highWatermark: 4, logStart: 0, nextOffset: 4 });
    expect("runs" in result && result.runs.flatMap(valuesOf)).toEqual(["a", "b", "c", "d"]);
  });

  test("the first batch comes whole however little was asked for (KIP-74), no more", async () => {
    const { cluster, flights } = await withRecords(["a", "b"]);
    expect(await cluster.at(1).fetch(flights, { bytesMax: 1 })).toMatchObject({ nextOffset: 1 });
  });

  test("at the end there is nothing, beyond it an error", async () => {
    const { cluster, flights } = await withRecords(["a", "b"]);
    expect(await cluster.at(1).fetch(flights, { offset: 2 })).toMatchObject({
      runs: [],
      sizeBytes: 0,
    });
    for (const offset of [3, -1]) {
      const result = await cluster.at(1).fetch(flights, { offset });
      expect(result).toMatchObject({ error: "OFFSET_OUT_OF_RANGE" });
    }
  });

  test("stale and unknown leader epochs are fenced (I22)", async () => {
    const { cluster, flights } = await withRecords(["a"]);
    const { leaderEpoch } = cluster.state(flights);
    const fetch = (epoch: number) => cluster.at(1).fetch(flights, { leaderEpoch: epoch });
    expect(await fetch(leaderEpoch)).toMatchObject({ nextOffset: 1 });
    expect(await fetch(leaderEpoch + 1)).toMatchObject({ error: "UNKNOWN_LEADER_EPOCH" });
    expect(await fetch(leaderEpoch - 2)).toMatchObject({ error: "FENCED_LEADER_EPOCH" });
  });

  test("a broker without the replica is no source (B39)", async () => {
    const cluster = await TestCluster.start([1, 2]);
    const flights = await cluster.topic("flights", { replicas: [2] });
    expect(await cluster.at(1).fetch(flights)).toMatchObject({
      error: "NOT_LEADER_OR_FOLLOWER",
      currentLeader: { leaderId: 2 },
    });
  });

  test("nothing above the high watermark is served (I24)", async () => {
    const cluster = await TestCluster.start([1, 2]);
    const flights = await cluster.topic("flights", { replicas: [1, 2] });
    await cluster.at(1).produce(flights, ["a"]);
    cluster.network.cut(1, 2);
    await cluster.at(1).produce(flights, ["b"], { acks: 1 });
    expect(await cluster.at(1).read(flights)).toEqual(["a"]);
    expect(await cluster.at(1).fetch(flights, { offset: 2 })).toMatchObject({ runs: [] });
  });

  test("reads older than the memory come from the disk", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    const values = Array.from({ length: 60 }, (_, i) => `${i}`.padEnd(100_000, "."));
    for (const value of values) await cluster.at(1).produce(flights, [value]);
    expect(await cluster.at(1).read(flights)).toEqual(values);
  });
});

describe("long poll", () => {
  test("waits for the first record, and no longer", async () => {
    const { cluster, flights } = await withRecords([]);
    const poll = cluster.at(1).poll(flights, { maxWaitMs: 5000 });
    await cluster.time.advance(100);
    expect(poll.response).toBeUndefined();
    await cluster.at(1).produce(flights, ["a"]);
    await cluster.time.settle();
    expect(poll.response).toMatchObject([{ nextOffset: 1, highWatermark: 1 }]);
  });

  test("answers with nothing when the time is over, not before", async () => {
    const { cluster, flights } = await withRecords([]);
    const poll = cluster.at(1).poll(flights, { maxWaitMs: 300 });
    await cluster.time.advance(299);
    expect(poll.response).toBeUndefined();
    await cluster.time.advance(20);
    expect(poll.response).toMatchObject([{ sizeBytes: 0, nextOffset: 0 }]);
  });

  test("waits for as many bytes as were asked for", async () => {
    const { cluster, flights } = await withRecords([]);
    const size = batchOf(["a"]).length;
    const poll = cluster.at(1).poll(flights, { minBytes: 3 * size, maxWaitMs: 5000 });
    for (let i = 0; i < 2; i++) await cluster.at(1).produce(flights, ["a"]);
    await cluster.time.advance(10);
    expect(poll.response).toBeUndefined();
    await cluster.at(1).produce(flights, ["a"]);
    await cluster.time.settle();
    expect(poll.response).toMatchObject([{ sizeBytes: 3 * size, nextOffset: 3 }]);
  });

  test("what was asked for at least is never more than at most", async () => {
    const { cluster, flights } = await withRecords(["a"]);
    const poll = cluster.at(1).poll(flights, { minBytes: 1000, bytesMax: 10, maxWaitMs: 5000 });
    await cluster.time.settle();
    expect(poll.response).toMatchObject([{ nextOffset: 1 }]);
  });

  test("an error on one partition answers for all of them at once", async () => {
    const { cluster, flights } = await withRecords([]);
    const handle = cluster.broker(1).fetch({
      minBytes: 1,
      maxWaitMs: 5000,
      bytesMax: 1000,
      partitions: [
        { ...flights, leaderEpoch: -1, offset: 0, bytesMax: 1000 },
        { ...flights, partition: 9, leaderEpoch: -1, offset: 0, bytesMax: 1000 },
      ],
    });
    expect(await handle.response).toMatchObject([
      { sizeBytes: 0 },
      { error: "UNKNOWN_TOPIC_OR_PARTITION" },
    ]);
  });

  test("a cancelled one is never answered", async () => {
    const { cluster, flights } = await withRecords([]);
    const poll = cluster.at(1).poll(flights, { maxWaitMs: 300 });
    poll.cancel();
    await cluster.at(1).produce(flights, ["a"]);
    await cluster.time.advance(1000);
    expect(poll.response).toBeUndefined();
  });

  test("a deleted topic answers it", async () => {
    const { cluster, flights } = await withRecords([]);
    const poll = cluster.at(1).poll(flights, { maxWaitMs: 5000 });
    cluster.controller.run({ kind: "deleteTopics", names: ["flights"], topicIds: [] });
    await cluster.time.advance(10);
    expect(poll.response).toMatchObject([{ error: "UNKNOWN_TOPIC_ID" }]);
  });
});

describe("list offsets", () => {
  const at = (timestampMs: number) => ({ timestampMs, leaderEpoch: -1 });

  test("latest, earliest, largest timestamp, by time", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    await cluster.at(1).produce(flights, ["a", "b"]); // timestamps 1000, 1001
    await cluster.at(1).produce(flights, ["c"]); // 1000
    const { leaderEpoch } = cluster.state(flights);
    const asked = [-1, -2, -3, 0, 1001, 1002].map((each) => ({ ...flights, ...at(each) }));
    expect(await cluster.broker(1).listOffsets(asked)).toEqual([
      { offset: 3, timestampMs: -1, leaderEpoch },
      { offset: 0, timestampMs: -1, leaderEpoch },
      { offset: 1, timestampMs: 1001, leaderEpoch },
      { offset: 0, timestampMs: 1000, leaderEpoch },
      { offset: 1, timestampMs: 1001, leaderEpoch },
      { offset: -1, timestampMs: -1, leaderEpoch: -1 },
    ]);
  });

  test("a new leader says so until it knows what is committed (I15, KIP-207, B38)", async () => {
    const cluster = await TestCluster.start([1, 2, 3]);
    const flights = await cluster.topic("flights", { replicas: [1, 2, 3] });
    cluster.network.holdsSinks = true; // the followers get "a", but no news of its commit
    await cluster.at(1).produce(flights, ["a"]);
    cluster.network.cut(2, 3); // a new leader cannot hear from the other member of its ISR
    cluster.killAndFence(1);
    await cluster.time.advance(50);
    const { leader } = cluster.state(flights);
    const latest = async () =>
      (await cluster.broker(leader).listOffsets([{ ...flights, ...at(-1) }]))[0];
    const notYet = { error: "OFFSET_NOT_AVAILABLE" };
    expect(await latest()).toMatchObject(notYet);
    expect(await cluster.at(leader).fetch(flights)).toMatchObject(notYet);
    const poll = cluster.at(leader).poll(flights, { maxWaitMs: 5000 });
    await cluster.time.advance(50);
    expect(poll.response).toBeUndefined();
    cluster.network.holdsSinks = false;
    cluster.network.heal();
    await cluster.time.until(() => poll.response !== undefined);
    expect(poll.response).toMatchObject([{ nextOffset: 1 }]);
    expect(await latest()).toMatchObject({ offset: 1 });
  });
});
