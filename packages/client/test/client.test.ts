import { describe, expect, test } from "vitest";
import { Client, ConnectionError, SordiniError } from "../src/index.ts";
import { FakeCluster } from "./fake/fake-cluster.ts";

describe("options are checked where they are given", () => {
  test.each([
    ["", "bootstrap names no broker"],
    ["localhost", 'bootstrap "localhost" is not host:port'],
    ["a:1,b:99999", 'bootstrap "b:99999" is not host:port'],
  ])("bootstrap %j", (bootstrap, message) => {
    expect(() => new Client({ bootstrap })).toThrow(message);
  });

  test("addresses as a list, with spaces, IPv6", () => {
    expect(() => new Client({ bootstrap: ["[::1]:9092", " b:1 "] })).not.toThrow();
  });

  test("numbers, acks, codecs, groups", () => {
    const client = new Client({ bootstrap: "a:1" });
    expect(() => client.producer({ acks: 2 as 1 })).toThrow('acks is 2; it may be "all", 1 or 0');
    expect(() => client.producer({ batchBytes: -1 })).toThrow("batchBytes is -1");
    expect(() => client.producer({ compression: "brotli" as "gzip" })).toThrow(
      'compression is "brotli"; it may be none, gzip, snappy, lz4, zstd',
    );
    expect(() => client.consumer({ group: "g" })).toThrow("consumer groups are not supported yet");
    expect(() => new Client({ bootstrap: "a:1", connectTimeoutMs: 0 })).toThrow("connectTimeoutMs");
  });
});

describe("addresses that nobody answers", () => {
  test("the error names what was tried, soon", async () => {
    await using client = new Client({
      bootstrap: "127.0.0.1:1,127.0.0.1:2",
      connectTimeoutMs: 100,
    });
    const calls = [
      client.producer().send("t", { value: "x" }),
      client.consumer().subscribe(["t"]).next(),
      client.admin().listTopics(),
      client.admin().createTopics([{ name: "t" }]),
    ];
    for (const outcome of await Promise.allSettled(calls)) {
      const { reason } = outcome as PromiseRejectedResult;
      expect(reason).toBeInstanceOf(ConnectionError);
      expect(reason).toMatchObject({ code: "NETWORK_EXCEPTION", retriable: true });
      expect(String(reason)).toMatch(/no broker could be reached .* Tried 127\.0\.0\.1:1: .*:2: /);
    }
  });

  test("one that answers is enough, and one that fails later is passed over", async () => {
    using cluster = await FakeCluster.start(2);
    cluster.createTopic("t", 1);
    await using client = new Client({ bootstrap: ["127.0.0.1:1", cluster.bootstrap].join(",") });
    await client.producer().send("t", { value: "x" });
    cluster.broker(0).close();
    expect((await client.admin().listTopics()).length).toBe(1);
  });
});

test("a closed client says so", async () => {
  const client = new Client({ bootstrap: "127.0.0.1:1" });
  await client.close();
  expect(() => client.producer()).toThrow(SordiniError);
  expect(() => client.admin()).toThrow("the client is closed");
});
