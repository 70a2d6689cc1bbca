import { describe, expect, test } from "vitest";
import { batchOf } from "./client.ts";
import { TestCluster } from "./cluster.ts";

describe("one broker", () => {
  test("records are read back in the order of their offsets", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    expect(await cluster.at(1).produce(flights, ["a", "b"])).toEqual({
      baseOffset: 0,
      logStart: 0,
    });
    expect(await cluster.at(1).produce(flights, ["c"], { acks: 1 })).toMatchObject({
      baseOffset: 2,
    });
    expect(await cluster.at(1).produce(flights, ["d"], { acks: 0 })).toMatchObject({
      baseOffset: 3,
    });
    await cluster.time.advance(10);
    expect(await cluster.at(1).read(flights)).toEqual(["a", "b", "c", "d"]);
  });

  test("acks=0 is answered before produce returns, acks=1 and -1 are not", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    expect(cluster.at(1).send(flights, ["a"], { acks: 0 }).answers).toHaveLength(1);
    const written = cluster.at(1).send(flights, ["b"], { acks: 1 });
    const durable = cluster.at(1).send(flights, ["c"]);
    expect([...written.answers, ...durable.answers]).toEqual([]);
    await cluster.time.settle();
    expect(written.answers).toMatchObject([{ baseOffset: 1 }]);
    expect(durable.answers).toMatchObject([{ baseOffset: 2 }]);
  });

  test("batches in a row get one base offset after the other", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    const [a, b] = [batchOf(["a", "b"]), batchOf(["c"])];
    const both = new Uint8Array(a.length + b.length);
    both.set(a);
    both.set(b, a.length);
    const sent = cluster.at(1).sendBatches(flights, both);
    await cluster.time.settle();
    expect(sent.answers).toEqual([{ baseOffset: 0, logStart: 0 }]);
    expect(await cluster.at(1).read(flights)).toEqual(["a", "b", "c"]);
  });

  test("what is acknowledged survives a loss of power", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    await cluster.at(1).produce(flights, ["a", "b"]);
    cluster.losePower(1);
    await cluster.startBroker(1);
    await cluster.time.until(() => cluster.state(flights).leader === 1);
    await cluster.time.advance(10);
    expect(await cluster.at(1).read(flights)).toEqual(["a", "b"]);
    expect(await cluster.at(1).produce(flights, ["c"])).toMatchObject({ baseOffset: 2 });
  });
});

describe("produce is refused", () => {
  const refusals: [string, string, Parameters<typeof attempt>[1]][] = [
    ["acks that are none", "INVALID_REQUIRED_ACKS", { acks: 2 }],
    ["an older leader epoch", "FENCED_LEADER_EPOCH", { leaderEpoch: -5 }],
    ["a newer leader epoch", "UNKNOWN_LEADER_EPOCH", { leaderEpoch: 99 }],
    ["a topic that is not", "UNKNOWN_TOPIC_ID", { topicId: "AAAAAAAAAAAAAAAAAAAAAA" }],
    ["a partition that is not", "UNKNOWN_TOPIC_OR_PARTITION", { partition: 7 }],
    ["a batch that is too large", "MESSAGE_TOO_LARGE", { value: "x".repeat(2000) }],
    ["a batch with a flipped bit", "CORRUPT_MESSAGE", { damage: 66 }],
    ["a batch that is cut", "CORRUPT_MESSAGE", { cut: 65 }],
    ["no batch", "INVALID_RECORD", { cut: 0 }],
  ];

  test.each(refusals)("%s: %s", async (_, error, how) => {
    expect(await attempt(error, how)).toEqual([{ error }]);
  });

  async function attempt(
    _: string,
    how: {
      acks?: number;
      leaderEpoch?: number;
      topicId?: string;
      partition?: number;
      value?: string;
      damage?: number;
      cut?: number;
    },
  ): Promise<object[]> {
    const { acks = -1, leaderEpoch = -1, value = "v", damage, cut, ...ref } = how;
    const cluster = await TestCluster.start([1]);
    const topic = await cluster.topic("flights", { configs: { "max.message.bytes": "1000" } });
    const batch = batchOf([value]);
    if (damage !== undefined) batch[damage]! ^= 1;
    const sent = cluster.at(1).sendBatches({ ...topic, ...ref }, batch.subarray(0, cut), {
      acks,
      leaderEpoch,
    });
    await cluster.time.settle();
    const log = await cluster.at(1).fetch(topic);
    expect(log).toMatchObject({ highWatermark: 0 });
    return sent.answers.map((answer) => ("error" in answer ? { error: answer.error } : answer));
  }

  test("a broker that is no leader names the one that is", async () => {
    const cluster = await TestCluster.start([1, 2]);
    const flights = await cluster.topic("flights", { replicas: [2, 1] });
    const elsewhere = await cluster.topic("elsewhere", { replicas: [2] });
    for (const ref of [flights, elsewhere]) {
      expect(await cluster.at(1).produce(ref, ["a"])).toMatchObject({
        error: "NOT_LEADER_OR_FOLLOWER",
        currentLeader: { leaderId: 2, leaderEpoch: cluster.state(ref).leaderEpoch },
      });
    }
  });
});

describe("a broker that starts", () => {
  test("denies no topic before it knows them all (B24)", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    cluster.kill(1);
    cluster.network.activeController = -1;
    const broker = await cluster.launch(1);
    const notYet = { error: "LEADER_NOT_AVAILABLE" };
    const latest = { ...flights, leaderEpoch: -1, timestampMs: -1 };
    expect(await cluster.at(1).produce(flights, ["a"])).toMatchObject(notYet);
    expect(await broker.listOffsets([latest])).toMatchObject([notYet]);
    expect(broker.metadata.topic("flights")).toMatchObject(notYet);
    expect(broker.metadata.topicById(flights.topicId)).toMatchObject(notYet);

    cluster.network.activeController = 101;
    await cluster.time.until(() => !broker.isFenced);
    expect(broker.metadata.topic("flights")).toMatchObject({ name: "flights" });
    expect(broker.metadata.topic("trains")).toMatchObject({ error: "UNKNOWN_TOPIC_OR_PARTITION" });
  });
});

describe("idempotent producers", () => {
  test("a retry gets the first answer, a gap and an old epoch are refused (I27)", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    const send = async (baseSequence: number, values: string[], epoch = 0) => {
      const batch = batchOf(values, { id: 7, epoch, baseSequence });
      const sent = cluster.at(1).sendBatches(flights, batch);
      await cluster.time.until(() => sent.answers.length > 0);
      return sent.answers[0];
    };
    expect(await send(0, ["a", "b"])).toMatchObject({ baseOffset: 0 });
    expect(await send(2, ["c"])).toMatchObject({ baseOffset: 2 });
    expect(await send(0, ["a", "b"])).toMatchObject({ baseOffset: 0 });
    expect(await send(2, ["c"])).toMatchObject({ baseOffset: 2 });
    expect(await send(4, ["e"])).toMatchObject({ error: "OUT_OF_ORDER_SEQUENCE_NUMBER" });
    expect(await send(0, ["x"], 1)).toMatchObject({ baseOffset: 3 });
    expect(await send(3, ["d"])).toMatchObject({ error: "INVALID_PRODUCER_EPOCH" });
    expect(await cluster.at(1).read(flights)).toEqual(["a", "b", "c", "x"]);
  });

  test("after a restart the log is scanned for them (I28)", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    const batch = () => batchOf(["a"], { id: 7, epoch: 0, baseSequence: 0 });
    cluster.at(1).sendBatches(flights, batch());
    await cluster.time.advance(10);
    cluster.kill(1);
    await cluster.startBroker(1);
    await cluster.time.advance(10);
    const first = cluster.at(1).sendBatches(flights, batch());
    await cluster.time.advance(10);
    expect(first.answers).toMatchObject([{ error: "NOT_LEADER_OR_FOLLOWER" }]);
    const again = cluster.at(1).sendBatches(flights, batch());
    await cluster.time.advance(10);
    expect(again.answers).toMatchObject([{ baseOffset: 0 }]);
    expect(await cluster.at(1).read(flights)).toEqual(["a"]);
  });
});

describe("memory is bounded", () => {
  test("bytes that are not written yet use up the credit (I47)", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    const broker = cluster.broker(1);
    const large = "x".repeat(300_000);
    const sent = Array.from({ length: 4 }, () => cluster.at(1).send(flights, [large]));
    expect(broker.canAccept).toBe(false);
    let isAccepting = false;
    broker.onceAccepting(() => (isAccepting = true));
    for (let i = 0; i < 4; i++) sent.push(cluster.at(1).send(flights, [large]));
    expect(cluster.at(1).send(flights, ["y"]).answers).toMatchObject([
      { error: "THROTTLING_QUOTA_EXCEEDED" },
    ]);
    await cluster.time.until(() => isAccepting);
    await cluster.time.until(() => sent.every(({ answers }) => answers.length === 1));
    expect(broker.canAccept).toBe(true);
  });
});
