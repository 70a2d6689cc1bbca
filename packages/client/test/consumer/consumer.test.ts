import { describe, expect, test } from "vitest";
import { type RecordContent } from "@sordini/records";
import { Client, type ConsumerOptions, json, SerializationError, string } from "../../src/index.ts";
import { FakeCluster } from "../fake/fake-cluster.ts";

interface World extends AsyncDisposable {
  readonly cluster: FakeCluster;
  readonly client: Client;
  consumer(options?: ConsumerOptions): ReturnType<Client["consumer"]>;
}

/** Topic `t` with batches of the values given, one array a batch, all in partition 0. */
async function world(batches: readonly (readonly string[])[], partitions = 1): Promise<World> {
  const cluster = await FakeCluster.start(2);
  cluster.createTopic("t", partitions);
  for (const [index, values] of batches.entries()) {
    const records = values.map((value): RecordContent => ({ key: `k${value}`, value }));
    cluster.log("t").write(records, 1_000 * (index + 1));
  }
  const client = new Client({ bootstrap: cluster.bootstrap, requestTimeoutMs: 2_000 });
  return {
    cluster,
    client,
    consumer: (options = {}) => client.consumer({ from: "earliest", ...options }),
    [Symbol.asyncDispose]: async () => {
      await client.close();
      cluster.close();
    },
  };
}

const topic = { name: "t", key: string, value: string } as const;

async function take(
  records: AsyncIterable<{ readonly value: string | null }>,
  count: number,
): Promise<string[]> {
  const seen: string[] = [];
  for await (const { value } of records) {
    seen.push(value ?? "null");
    if (seen.length === count) break;
  }
  return seen;
}

describe("where reading begins and ends", () => {
  const batches = [["0", "1", "2"], ["3", "4"], ["5"]];

  test.each([
    ["earliest", ["0", "1", "2", "3", "4", "5"]],
    [1, ["1", "2", "3", "4", "5"]],
    [4, ["4", "5"]],
    [{ timestampMs: 2_000 }, ["3", "4", "5"]],
    [new Date(2_001), ["5"]],
    [{ timestampMs: 9_000 }, []],
    ["latest", []],
  ] as const)("from %j to the end", async (from, expected) => {
    await using w = await world(batches);
    const consumer = w.consumer({ from, stopAtEnd: true });
    const seen: string[] = [];
    for await (const { value } of consumer.subscribe([topic])) seen.push(value ?? "");
    expect(seen).toEqual(expected);
  });

  test("one partition, from an offset of its own; records carry all that they have", async () => {
    await using w = await world(batches, 2);
    const headers = [
      { key: "h", value: "1" },
      { key: "h", value: "2" },
      { key: "n", value: null },
    ];
    w.cluster.log("t", 1).write([{ value: "a" }, { key: "k", value: null, headers }], 77);
    const consumer = w.consumer({ stopAtEnd: true });
    for await (const record of consumer.subscribe([{ topic, partition: 1, from: 1 }])) {
      const { partition, offset, timestampMs, key, value } = record;
      expect({ topic: record.topic, partition, offset, timestampMs, key, value }).toEqual({
        topic: "t",
        partition: 1,
        offset: 1,
        timestampMs: 77,
        key: "k",
        value: null,
      });
      const read = record.headers;
      expect([read.get("h"), read.get("n"), read.get("x")]).toEqual(["2", null, undefined]);
      expect([read.getAll("h").length, read.has("n"), read.size]).toEqual([2, true, 3]);
      expect([...read].map(([name]) => name)).toEqual(["h", "h", "n"]);
      expect(consumer.assignment).toEqual([{ topic: "t", partition: 1 }]);
    }
  });

  test("what is written while reading arrives", async () => {
    await using w = await world([["0"]]);
    const records = w.consumer().subscribe([topic]);
    expect((await records.next()).value?.value).toBe("0");
    const next = records.next();
    w.cluster.log("t").write([{ value: "1" }]);
    w.cluster.pumpAll();
    expect((await next).value?.value).toBe("1");
  });

  test("batches: whole, iterable again, and where to go on from", async () => {
    await using w = await world(batches);
    const seen: unknown[] = [];
    for await (const batch of w.consumer({ from: 1, stopAtEnd: true }).batches([topic])) {
      const { firstOffset, nextOffset, highWatermark } = batch;
      seen.push([firstOffset, nextOffset, highWatermark, [...batch].map(({ value }) => value)]);
      expect([...batch].length).toBe([...batch].length);
    }
    expect(seen).toEqual([
      [1, 3, 6, ["1", "2"]],
      [3, 5, 6, ["3", "4"]],
      [5, 6, 6, ["5"]],
    ]);
  });

  test("partitions that are added are read from their beginning", async () => {
    await using w = await world([["0"]]);
    const records = w.consumer().subscribe([topic]);
    await records.next();
    w.cluster.createTopic("other", 1);
    w.cluster.addPartition("t").write([{ value: "new" }]);
    await w.client.producer().ready("other"); // any look-up brings new metadata
    expect((await records.next()).value).toMatchObject({ partition: 1, value: "new" });
  });
});

describe("seek, pause, resume, position", () => {
  const batches = [
    ["0", "1", "2"],
    ["3", "4"],
  ];

  test("a seek in the middle of a batch drops the rest of it", async () => {
    await using w = await world(batches);
    const consumer = w.consumer();
    const seen: string[] = [];
    for await (const { value, partition } of consumer.subscribe([topic])) {
      seen.push(value ?? "");
      if (seen.length === 2) await consumer.seek({ topic: "t", partition, to: 4 });
      if (seen.length === 3) await consumer.seek({ topic: "t", partition, to: "earliest" });
      if (seen.length === 5) break;
    }
    expect(seen).toEqual(["0", "1", "4", "0", "1"]);
  });

  test("a paused partition yields nothing, then goes on where it was", async () => {
    await using w = await world(batches, 2);
    w.cluster.log("t", 1).write([{ value: "other" }]);
    const consumer = w.consumer();
    const positions: unknown[] = [];
    const seen: string[] = [];
    for await (const record of consumer.subscribe([topic])) {
      seen.push(record.value ?? "");
      if (record.value === "1") {
        positions.push(consumer.position(record));
        consumer.pause([record]);
        if (seen.includes("other")) consumer.resume([record]);
      }
      if (record.value === "other") consumer.resume([{ topic: "t", partition: 0 }]);
      if (seen.length === 6) break;
    }
    expect(positions).toEqual([2]);
    expect(seen.filter((value) => value !== "other")).toEqual(["0", "1", "2", "3", "4"]);
  });

  test("only what is being read can be moved", async () => {
    await using w = await world(batches);
    const consumer = w.consumer();
    const place = { topic: "t", partition: 0 };
    await expect(consumer.seek({ ...place, to: 0 })).rejects.toThrow("t-0 is not being read");
    expect(() => consumer.pause([place])).toThrow("t-0 is not being read");
    expect(consumer.position(place)).toBeUndefined();
    expect(consumer.assignment).toEqual([]);
  });
});

describe("leaders and offsets that move", () => {
  test("a leader that moved: reading goes on without gap or repetition", async () => {
    await using w = await world([["0", "1"], ["2"]]);
    const records = w.consumer().subscribe([topic]);
    const seen = [];
    for (let i = 0; i < 6; i++) {
      const { value } = await records.next();
      seen.push(value?.value);
      if (i !== 1 && i !== 3) continue;
      w.cluster.moveLeader("t", 0, i === 1 ? 1 : 0);
      w.cluster.log("t").write([{ value: `${i}a` }, { value: `${i}b` }]);
      w.cluster.pumpAll();
    }
    expect(seen).toEqual(["0", "1", "2", "1a", "1b", "3a"]);
    await records.return?.();
  });

  test("a leader that was killed", async () => {
    await using w = await world([["0", "1"]]);
    const records = w.consumer().subscribe([topic]);
    await records.next();
    w.cluster.broker(0).close();
    w.cluster.moveLeader("t", 0, 1);
    w.cluster.log("t").write([{ value: "2" }]);
    expect(await take(records, 2)).toEqual(["1", "2"]);
  });

  test("an offset that is gone: an error, or the policy's end of the log", async () => {
    await using w = await world([["0", "1"], ["2", "3"], ["4"]]);
    w.cluster.log("t").logStart = 2;
    const failing = w.consumer({ from: 0 }).subscribe([topic]);
    await expect(failing.next()).rejects.toMatchObject({
      code: "OFFSET_OUT_OF_RANGE",
      topic: "t",
      partition: 0,
    });
    const earliest = w.consumer({ from: 0, outOfRange: "earliest" });
    expect(await take(earliest.subscribe([topic]), 1)).toEqual(["2"]);
    const latest = w.consumer({ from: 99, outOfRange: "latest" }).subscribe([topic]);
    const next = latest.next();
    await expect.poll(() => w.cluster.assignments.at(-1)?.offset).toBe(5);
    w.cluster.log("t").write([{ value: "5" }]);
    w.cluster.pumpAll();
    expect((await next).value?.value).toBe("5");
  });

  test("a topic or partition that does not exist", async () => {
    await using w = await world([]);
    const consumer = w.consumer({ topicTimeoutMs: 50 });
    await expect(consumer.subscribe(["nowhere"]).next()).rejects.toMatchObject({
      code: "UNKNOWN_TOPIC_OR_PARTITION",
      message: 'there is no topic "nowhere"',
    });
    const source = { topic: "t", partition: 5 };
    await expect(consumer.subscribe([source]).next()).rejects.toThrow("has no partition 5");
    await expect(consumer.subscribe(["t", { topic: "t", partition: 0 }]).next()).rejects.toThrow(
      "t-0 is named twice",
    );
  });
});

describe("the end of an iteration", () => {
  test("leaving the loop closes the streams, and another may begin", async () => {
    await using w = await world([["0", "1"]]);
    const consumer = w.consumer();
    expect(await take(consumer.subscribe([topic]), 1)).toEqual(["0"]);
    await expect.poll(() => w.cluster.broker(0).consumeStreams).toBe(0);
    expect(await take(consumer.subscribe([topic]), 2)).toEqual(["0", "1"]);
  });

  test("one iteration at a time", async () => {
    await using w = await world([["0"]]);
    const consumer = w.consumer();
    consumer.subscribe([topic]);
    expect(() => consumer.subscribe([topic])).toThrow("has not ended");
  });

  test("abort throws the signal's reason, even while waiting", async () => {
    await using w = await world([["0"]]);
    const abort = new AbortController();
    const records = w.consumer().subscribe([topic], { signal: abort.signal });
    await records.next();
    const waiting = records.next();
    abort.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect.poll(() => w.cluster.broker(0).consumeStreams).toBe(0);
  });

  test("close ends a loop that waits", async () => {
    await using w = await world([["0"]]);
    const consumer = w.consumer();
    const records = consumer.subscribe([topic]);
    await records.next();
    const waiting = records.next();
    await consumer.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(() => consumer.subscribe([topic])).toThrow("closed");
  });
});

describe("batches as they come", () => {
  test.each(["gzip", "snappy", "lz4", "zstd"] as const)("%s, small and large", async (codec) => {
    await using w = await world([]);
    const producer = w.client.producer({ compression: codec, batchBytes: 300_000 });
    const values = Array.from({ length: 300 }, (_, i) => Math.sin(i).toString().repeat(50));
    await producer.sendMany(
      "t",
      [values.slice(0, 3), values].flat().map((value) => ({ value })),
    );
    expect(await take(w.consumer().subscribe([topic]), 303)).toEqual([
      ...values.slice(0, 3),
      ...values,
    ]);
    const bounded = w.consumer({ decompressedBytesMax: 1_000 });
    await expect(bounded.subscribe([topic]).next()).rejects.toMatchObject({
      code: "CORRUPT_MESSAGE",
    });
  });

  test("a damaged batch is refused", async () => {
    await using w = await world([["0", "1"], ["2"]]);
    const { bytes } = w.cluster.log("t").batches[1] as { bytes: Uint8Array };
    bytes[bytes.length - 2] = 0xff;
    const records = w.consumer().subscribe([topic]);
    expect((await records.next()).value?.value).toBe("0");
    await records.next();
    await expect(records.next()).rejects.toMatchObject({
      code: "CORRUPT_MESSAGE",
      message: "t-0 after offset 1: the CRC-32C does not match",
    });
  });

  test("control batches are skipped", async () => {
    await using w = await world([["0"]]);
    w.cluster.log("t").writeControl();
    w.cluster.log("t").write([{ value: "2" }]);
    w.cluster.log("t").writeControl();
    const consumer = w.consumer({ stopAtEnd: true });
    const seen = [];
    for await (const { offset } of consumer.subscribe([topic])) seen.push(offset);
    expect(seen).toEqual([0, 2]);
  });

  test("what does not follow the topic's definition says where it is", async () => {
    await using w = await world([["{}"], ["nonsense"]]);
    const typed = { name: "t", value: json() } as const;
    const records = w.consumer().subscribe([typed]);
    expect((await records.next()).value?.value).toEqual({});
    const { value: record } = await records.next();
    expect(() => record?.value).toThrow(SerializationError);
    expect(() => record?.value).toThrow("value of t-0 at offset 1 cannot be read: not JSON");
  });

  test("credit bounds what is unread", async () => {
    const batches = Array.from({ length: 50 }, (_, i) => [String(i).repeat(1_000)]);
    await using w = await world(batches);
    const consumer = w.consumer({ fetchBytes: 10_000, stopAtEnd: true });
    let read = 0;
    let unreadMax = 0;
    for await (const batch of consumer.batches([topic])) {
      unreadMax = Math.max(unreadMax, w.cluster.pushedBytes - read);
      read += batch.sizeBytes;
    }
    expect(unreadMax).toBeLessThan(10_000);
    expect(read).toBeGreaterThan(50_000);
  });
});
