import { describe, expect, test } from "vitest";
import { Client, SerializationError, string, json, TimeoutError } from "../../src/index.ts";
import type { ProducerOptions, RecordMetadata } from "../../src/index.ts";
import { FakeCluster } from "../fake/fake-cluster.ts";

interface World extends AsyncDisposable {
  readonly cluster: FakeCluster;
  readonly client: Client;
  readonly producer: ReturnType<Client["producer"]>;
}

async function world(options: ProducerOptions = {}, partitions = 1): Promise<World> {
  const cluster = await FakeCluster.start(3);
  cluster.createTopic("t", partitions);
  const client = new Client({ bootstrap: cluster.bootstrap, requestTimeoutMs: 2_000 });
  const producer = client.producer(options);
  return {
    cluster,
    client,
    producer,
    [Symbol.asyncDispose]: async () => {
      await client.close({ timeoutMs: 0 });
      cluster.close();
    },
  };
}

function numbers(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, i) => String(from + i));
}

describe("batches", () => {
  test("what is sent in one turn leaves as one batch; each record has its offset", async () => {
    await using w = await world();
    const { producer, cluster } = w;
    const places = await Promise.all(
      numbers(500).map((value) => producer.send("t", { value, partition: 0 })),
    );
    expect(places.map(({ offset }) => offset)).toEqual(numbers(500).map(Number));
    expect(cluster.log("t").batches.length).toBe(1);
    expect(cluster.log("t").values()).toEqual(numbers(500));
  });

  test("while a run is under way the next batch gathers", async () => {
    await using w = await world();
    const { producer, cluster } = w;
    const held = Promise.withResolvers<void>();
    cluster.onProduce = () => held.promise.then(() => "append" as const);
    const first = producer.send("t", { value: "first" });
    await expect.poll(() => w.cluster.broker(0).requestCount).toBe(1);
    const more = numbers(50).map((value) => producer.send("t", { value }));
    held.resolve();
    await Promise.all([first, ...more]);
    expect(cluster.log("t").batches.length).toBe(2);
  });

  test("a batch lingers until it is full, or until flush", async () => {
    await using w = await world({ lingerMs: 60_000, batchBytes: 1_000 });
    const { producer, cluster } = w;
    const sent = numbers(3).map((value) => producer.send("t", { value: value.repeat(400) }));
    await Promise.all(sent.slice(0, 2));
    expect(cluster.log("t").batches.length).toBe(1);
    await producer.flush();
    expect(cluster.log("t").batches.length).toBe(2);
    await sent[2];
  });

  test("lingering ends by itself", async () => {
    await using w = await world({ lingerMs: 20 });
    await w.producer.send("t", { value: "x" });
    expect(w.cluster.log("t").values()).toEqual(["x"]);
  });

  test("a record that is larger than a batch travels alone", async () => {
    await using w = await world({ batchBytes: 1_000 });
    const values = ["a", "b".repeat(5_000), "c"];
    await w.producer.sendMany(
      "t",
      values.map((value) => ({ value })),
    );
    expect(w.cluster.log("t").values()).toEqual(values);
    expect(w.cluster.log("t").batches.length).toBe(3);
  });

  test.each(["gzip", "snappy", "lz4", "zstd"] as const)(
    "%s: small batches at once, large ones on another thread, in order",
    async (compression) => {
      await using w = await world({ compression, batchBytes: 100_000 });
      const values = numbers(400).map((value) => value.repeat(500));
      await w.producer.sendMany(
        "t",
        values.map((value) => ({ value })),
      );
      expect(w.cluster.log("t").values()).toEqual(values);
      const stored = w.cluster.log("t").batches.reduce((sum, { bytes }) => sum + bytes.length, 0);
      expect(stored).toBeLessThan(200_000);
    },
  );
});

describe("partitions", () => {
  test("a key's partition is Java's; a named one wins; keyless ones stay together", async () => {
    await using w = await world({}, 12);
    const { producer } = w;
    expect((await producer.send("t", { key: "foobar", value: "" })).partition).toBe(6);
    expect((await producer.send("t", { key: "", value: "" })).partition).toBe(9);
    expect((await producer.send("t", { key: "foobar", value: "", partition: 2 })).partition).toBe(
      2,
    );
    const places = await producer.sendMany("t", [{ value: "a" }, { value: "b" }, { value: "c" }]);
    expect(new Set(places.map(({ partition }) => partition)).size).toBe(1);
  });

  test("records without a key reach all partitions in the end", async () => {
    await using w = await world({ batchBytes: 1_000 }, 3);
    const places = await w.producer.sendMany(
      "t",
      numbers(300).map((value) => ({ value: value.repeat(50) })),
    );
    expect(new Set(places.map(({ partition }) => partition)).size).toBe(3);
  });

  test("a partitioner of one's own; its mistakes are told", async () => {
    await using w = await world({ partitioner: ({ key }) => Number(key) }, 3);
    expect((await w.producer.send("t", { key: "2", value: "" })).partition).toBe(2);
    await expect(w.producer.send("t", { key: "7", value: "" })).rejects.toThrow(
      "the partitioner chose 7; it may be 0 to 2",
    );
    await expect(w.producer.send("t", { value: "", partition: 3 })).rejects.toMatchObject({
      code: "UNKNOWN_TOPIC_OR_PARTITION",
      partition: 3,
    });
  });
});

describe("order survives failures", () => {
  const retriable = [
    "NOT_ENOUGH_REPLICAS",
    "REQUEST_TIMED_OUT",
    "UNKNOWN_LEADER_EPOCH",
    "KAFKA_STORAGE_ERROR",
  ] as const;

  test.each(retriable)("%s is tried again, and nothing overtakes", async (error) => {
    await using w = await world({ batchBytes: 500, requestBytes: 1_500 });
    let failures = 0;
    w.cluster.onProduce = ({ requestNumber }) => {
      if (requestNumber % 3 === 0) return "append";
      failures++;
      return { error };
    };
    const values = numbers(60).map((value) => value.padStart(100, "0"));
    await w.producer.sendMany(
      "t",
      values.map((value) => ({ value })),
    );
    expect(failures).toBeGreaterThan(2);
    expect(w.cluster.log("t").values()).toEqual(values);
  });

  test("a broken stream may store a batch twice, but never out of order", async () => {
    await using w = await world({ batchBytes: 500, requestBytes: 1_500 });
    let drops = 0;
    w.cluster.onProduce = ({ requestNumber }) => {
      if (requestNumber % 3 !== 0) return "append";
      return drops++ % 2 === 0 ? "drop" : "appendAndDrop";
    };
    const values = numbers(200).map((value) => value.padStart(100, "0"));
    await w.producer.sendMany(
      "t",
      values.map((value) => ({ value })),
    );
    expect(drops).toBeGreaterThan(2);
    const stored = w.cluster.log("t").values();
    expect(stored.length).toBeGreaterThan(values.length);
    expect([...new Set(stored)]).toEqual(values); // first occurrences, in order
  });

  test("the new leader is found in the error reply, without asking for metadata", async () => {
    await using w = await world();
    await w.producer.send("t", { value: "before" });
    const { metadataRequests } = w.cluster;
    w.cluster.moveLeader("t", 0, 1);
    await w.producer.send("t", { value: "after" });
    expect(w.cluster.metadataRequests).toBe(metadataRequests);
    expect(w.cluster.broker(1).requestCount).toBe(1);
  });

  test("a broker that lags behind does not lead the producer back", async () => {
    await using w = await world();
    await w.producer.send("t", { value: "before" });
    w.cluster.moveLeader("t", 0, 1);
    for (const { nodeId } of w.cluster.brokers) w.cluster.staleLeaders.set(nodeId, 0);
    await w.producer.send("t", { value: "moved" });
    w.cluster.onProduce = ({ requestNumber }) =>
      requestNumber === 2 ? { error: "NOT_ENOUGH_REPLICAS" } : "append"; // makes it ask around
    await w.producer.send("t", { value: "after" });
    expect(w.cluster.log("t").values()).toEqual(["before", "moved", "after"]);
    expect(w.cluster.broker(0).requestCount).toBe(2);
  });

  test("a leader that was killed is left for the new one", async () => {
    await using w = await world();
    await w.producer.send("t", { value: "before" });
    w.cluster.broker(0).close();
    const after = w.producer.send("t", { value: "after" });
    w.cluster.moveLeader("t", 0, 2);
    expect(await after).toMatchObject({ offset: 1 });
    expect(w.cluster.broker(2).requestCount).toBe(1);
  });

  test("a leader that fell silent is left as soon as metadata names another one", async () => {
    await using w = await world();
    w.cluster.onProduce = ({ brokerId }) => (brokerId === 0 ? "ignore" : "append");
    const sent = w.producer.send("t", { value: "x" });
    await expect.poll(() => w.cluster.broker(0).requestCount).toBe(1);
    w.cluster.moveLeader("t", 0, 1);
    expect(await sent).toMatchObject({ offset: 0 });
  });
});

describe("what cannot be delivered", () => {
  test("a refused batch takes no other one with it", async () => {
    await using w = await world({ batchBytes: 500 });
    w.cluster.onProduce = ({ partition }) =>
      (partition.runs[0]?.length ?? 0) > 2_000 ? { error: "MESSAGE_TOO_LARGE" } : "append";
    const sent = ["a", "b".repeat(2_500), "c"].map((value) => w.producer.send("t", { value }));
    const outcomes = await Promise.allSettled(sent);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { code: "MESSAGE_TOO_LARGE", topic: "t" } });
    expect(w.cluster.log("t").values()).toEqual(["a", "c"]);
  });

  test("a batch above the topic's limit is halved until it fits", async () => {
    await using w = await world({ batchBytes: 100_000 });
    w.cluster.onProduce = ({ partition }) =>
      (partition.runs[0]?.length ?? 0) > 1_000 ? { error: "MESSAGE_TOO_LARGE" } : "append";
    const values = numbers(40).map((value) => value.padStart(100, "0"));
    const places = await w.producer.sendMany(
      "t",
      values.map((value) => ({ value, headers: { h: "1" } })),
    );
    expect(w.cluster.log("t").values()).toEqual(values);
    expect(places.map(({ offset }) => offset)).toEqual(numbers(40).map(Number));
    expect(w.producer.bufferedBytes).toBe(0);
  });

  test("a topic that does not exist: an error that names it, after a while", async () => {
    await using w = await world({ topicTimeoutMs: 50 });
    await expect(w.producer.send("nowhere", { value: "x" })).rejects.toMatchObject({
      code: "UNKNOWN_TOPIC_OR_PARTITION",
      topic: "nowhere",
      message: 'there is no topic "nowhere"',
    });
  });

  // Found by simulation: the first to give up took the question away from the other, which then
  // waited for ever.
  test("whoever waits longer for a topic still gets an answer", async () => {
    await using w = await world({ topicTimeoutMs: 50 });
    const patient = w.client.producer({ topicTimeoutMs: 200 });
    const sent = [w.producer, patient].map((each) => each.send("nowhere", { value: "x" }));
    const results = await Promise.allSettled(sent);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  test("a topic that is created a moment later is waited for", async () => {
    await using w = await world();
    const sent = w.producer.send("late", { value: "x" });
    await expect.poll(() => w.cluster.metadataRequests).toBeGreaterThan(1);
    w.cluster.createTopic("late", 1);
    expect(await sent).toMatchObject({ topic: "late", offset: 0 });
  });

  test("a topic that was deleted", async () => {
    await using w = await world({ topicTimeoutMs: 50 });
    await w.producer.send("t", { value: "x" });
    w.cluster.onProduce = () => ({ error: "UNKNOWN_TOPIC_ID" });
    await expect(w.producer.send("t", { value: "y" })).rejects.toMatchObject({
      code: "UNKNOWN_TOPIC_OR_PARTITION",
      message: 'there is no topic "t" any more',
    });
  });

  test("a topic is gone when brokers go on saying so, not when other errors follow", async () => {
    await using w = await world({ topicTimeoutMs: 50 });
    let requests = 0;
    w.cluster.onProduce = () => {
      requests++;
      if (requests > 10) return "append";
      return { error: requests === 1 ? "UNKNOWN_TOPIC_ID" : "NOT_ENOUGH_REPLICAS" };
    };
    expect(await w.producer.send("t", { value: "x" })).toMatchObject({ offset: 0 });
  });

  test("nor when the broker that said so once cannot be reached", async () => {
    await using w = await world({ topicTimeoutMs: 100 });
    await w.producer.send("t", { value: "x" });
    const leader = w.cluster.broker(0);
    w.cluster.onProduce = () => {
      setTimeout(() => leader.close(), 1);
      setTimeout(() => void leader.listen(), 300);
      w.cluster.onProduce = () => "append";
      return { error: "UNKNOWN_TOPIC_ID" };
    };
    expect(await w.producer.send("t", { value: "y" })).toMatchObject({ offset: 1 });
  });

  // Found by simulation: what was sent after the first timeout never timed out.
  test("a partition without a leader: each delivery times out", async () => {
    await using w = await world({ deliveryTimeoutMs: 100 });
    await w.producer.send("t", { value: "x" });
    w.cluster.moveLeader("t", 0, -1);
    for (const value of ["y", "z", "w"]) {
      await expect(w.producer.send("t", { value })).rejects.toBeInstanceOf(TimeoutError);
    }
  });

  test("the delivery timeout says what went wrong last", async () => {
    await using w = await world({ deliveryTimeoutMs: 100 });
    w.cluster.onProduce = () => ({ error: "NOT_ENOUGH_REPLICAS" });
    const error = await w.producer.send("t", { value: "x" }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ retriable: true, cause: { code: "NOT_ENOUGH_REPLICAS" } });
    expect(String(error)).toContain("last error: fake NOT_ENOUGH_REPLICAS");
  });

  test("what cannot be written is refused before it is sent", async () => {
    await using w = await world();
    const wrong = { value: 7 } as unknown as { value: string };
    await expect(w.producer.send("t", wrong)).rejects.toThrow("value is of type number");
    await expect(w.producer.send("t", { value: "x", timestampMs: 0.5 })).rejects.toMatchObject({
      code: "INVALID_TIMESTAMP",
    });
    const typed = { name: "t", key: string, value: json() } as const;
    const loop: { self?: unknown } = {};
    loop.self = loop;
    await expect(w.producer.send(typed, { value: loop })).rejects.toBeInstanceOf(
      SerializationError,
    );
    expect(w.producer.bufferedBytes).toBe(0);
  });
});

describe("back pressure", () => {
  test("sends wait while the buffer is full, and keep their order", async () => {
    await using w = await world({ bufferBytes: 2_000, batchBytes: 500 });
    const held = Promise.withResolvers<void>();
    w.cluster.onProduce = () => held.promise.then(() => "append" as const);
    const values = numbers(100).map((value) => value.padStart(100, "0"));
    const sent = values.map((value) => w.producer.send("t", { value }));
    await expect.poll(() => w.cluster.broker(0).requestCount).toBe(1);
    expect(w.producer.bufferedBytes).toBeLessThan(2_200);
    expect(w.producer.enqueue("t", { value: "x" }, () => {})).toBe(false);
    held.resolve();
    await Promise.all(sent);
    expect(w.cluster.log("t").values()).toEqual(values);
    expect(w.producer.bufferedBytes).toBe(0);
  });

  test("abort ends the wait for space; the record is not sent then", async () => {
    await using w = await world({ bufferBytes: 200 });
    w.cluster.onProduce = () => "ignore";
    await w.producer.ready("t");
    void w.producer.send("t", { value: "x".repeat(300) }).catch(() => {});
    const abort = new AbortController();
    const waiting = w.producer.send("t", { value: "y" }, { signal: abort.signal });
    abort.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });

  test("a broker's credit is honoured", async () => {
    await using w = await world({ batchBytes: 1_000, requestBytes: 1_000 });
    w.cluster.produceWindowBytes = 1_500;
    const values = numbers(100).map((value) => value.padStart(100, "0"));
    await w.producer.sendMany(
      "t",
      values.map((value) => ({ value })),
    );
    expect(w.cluster.log("t").values()).toEqual(values);
    expect(w.cluster.unansweredBytesMax).toBeLessThanOrEqual(2_500);
  });
});

describe("the quick ways", () => {
  test("enqueue calls back in order, without a promise", async () => {
    await using w = await world();
    expect(w.producer.enqueue("t", { value: "too early" }, () => {})).toBe(false);
    await w.producer.ready("t");
    const places: RecordMetadata[] = [];
    for (const value of numbers(10)) {
      w.producer.enqueue("t", { value }, (error, place) => {
        expect(error).toBeNull();
        places.push(place);
      });
    }
    await w.producer.flush();
    expect(places.map(({ offset }) => offset)).toEqual(numbers(10).map(Number));
  });

  test("acks 0 resolves without an offset", async () => {
    await using w = await world({ acks: 0 });
    expect(await w.producer.send("t", { value: "x" })).toEqual({
      topic: "t",
      partition: 0,
      offset: -1,
    });
    await expect.poll(() => w.cluster.log("t").values()).toEqual(["x"]);
  });

  test("a delivery is awaited like any promise", async () => {
    await using w = await world();
    const { producer, cluster } = w;
    await producer.ready("t");
    let finished = 0;
    const sent = producer.send("t", { value: "x" }).finally(() => finished++);
    expect(await sent).toMatchObject({ offset: 0 });
    cluster.onProduce = () => ({ error: "INVALID_RECORD" });
    expect(await producer.send("t", { value: "y" }).catch((error: Error) => error)).toMatchObject({
      code: "INVALID_RECORD",
    });
    expect(finished).toBe(1);
  });
});

describe("the end", () => {
  test("close delivers what is buffered", async () => {
    await using w = await world({ lingerMs: 60_000 });
    const sent = w.producer.send("t", { value: "x" });
    await w.producer.close();
    expect(await sent).toMatchObject({ offset: 0 });
    await expect(w.producer.send("t", { value: "y" })).rejects.toMatchObject({
      code: "CLIENT_CLOSED",
    });
    expect(() => w.producer.enqueue("t", { value: "y" }, () => {})).toThrow("closed");
  });

  test("what is not delivered in time fails", async () => {
    await using w = await world();
    w.cluster.onProduce = () => "ignore";
    const sent = w.producer.send("t", { value: "x" });
    const [outcome] = await Promise.allSettled([sent, w.producer.close({ timeoutMs: 50 })]);
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "CLIENT_CLOSED" } });
  });
});
