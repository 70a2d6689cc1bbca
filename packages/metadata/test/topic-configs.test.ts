import { describe, expect, test } from "vitest";
import {
  checkConfig,
  type ConfigResource,
  emptyImage,
  replay,
  type TopicConfig,
  topicConfig,
} from "../src/index.ts";

interface Layers {
  readonly topic?: Readonly<Record<string, string>>;
  readonly broker?: Readonly<Record<string, string>>;
  readonly cluster?: Readonly<Record<string, string>>;
  readonly static?: Readonly<Record<string, string>>;
}

/** The settings of topic "flights" on broker 0 that differ from the defaults. */
function check(layers: Layers, expected: Partial<TopicConfig>): void {
  const resources: readonly [ConfigResource, Readonly<Record<string, string>> | undefined][] = [
    [{ type: "topic", name: "flights" }, layers.topic],
    [{ type: "broker", name: "0" }, layers.broker],
    [{ type: "cluster", name: "" }, layers.cluster],
  ];
  const image = resources
    .flatMap(([resource, values = {}]) =>
      Object.entries(values).map(([key, value]) => ({ resource, key, value })),
    )
    .reduce((image, set) => replay(image, { kind: "configSet", v: 1, ...set }), emptyImage);
  const staticConfigs = new Map(Object.entries(layers.static ?? {}));
  expect(topicConfig(image, "flights", { brokerId: 0, staticConfigs })).toEqual({
    ...defaults,
    ...expected,
  });
}

const defaults: TopicConfig = {
  cleanupPolicy: "delete",
  retentionMs: 604_800_000,
  retentionBytes: -1,
  segmentBytes: 1_073_741_824,
  segmentMs: 604_800_000,
  maxMessageBytes: 1_048_588,
  minInsyncReplicas: 1,
  indexIntervalBytes: 4096,
  uncleanLeaderElection: false,
  durability: "fsync",
};

describe("the settings in force for a topic", () => {
  test("Kafka's defaults, and synced", () => check({}, {}));

  test("the topic's own, else the broker's, the cluster's, server.properties'", () => {
    const layers = {
      topic: { "retention.ms": "1" },
      broker: { "log.retention.ms": "2", "log.retention.bytes": "2" },
      cluster: { "log.retention.ms": "3", "log.retention.bytes": "3", "log.roll.ms": "3" },
      static: { "log.retention.ms": "4", "log.roll.ms": "4", "log.index.interval.bytes": "4" },
    };
    check(layers, { retentionMs: 1, retentionBytes: 2, segmentMs: 3, indexIntervalBytes: 4 });
  });

  test("typed", () => {
    const topic = {
      "unclean.leader.election.enable": "TRUE",
      "sordini.durability": "page-cache",
      "min.insync.replicas": "2",
      "max.message.bytes": "10",
      "retention.ms": "-1",
    };
    check(
      { topic },
      {
        uncleanLeaderElection: true,
        durability: "page-cache",
        minInsyncReplicas: 2,
        maxMessageBytes: 10,
        retentionMs: -1,
      },
    );
  });

  test("Java's largest long means never, as a number that can be counted with", () => {
    const topic = { "retention.ms": "9223372036854775807" };
    check({ topic }, { retentionMs: Number.MAX_SAFE_INTEGER });
  });
});

describe("checking a setting", () => {
  test.each([
    ["retention.ms", "-2", "retention.ms=-2 is not an integer >= -1"],
    ["retention.ms", "1.5", "retention.ms=1.5 is not an integer >= -1"],
    ["retention.ms", "", "retention.ms= is not an integer >= -1"],
    ["segment.bytes", "3000000000", "segment.bytes=3000000000 is not an integer >= 1048576"],
    ["compression.lz4.level", "18", "compression.lz4.level=18 is not an integer from 1 to 17"],
    ["cleanup.policy", "compact, delete", "cleanup.policy=compact, delete is not supported yet"],
    ["cleanup.policy", "shred", "cleanup.policy=shred is not delete"],
    ["remote.storage.enable", "true", "remote.storage.enable=true is not supported yet"],
    ["retension.ms", "1", "did you mean retention.ms?"],
    ["segment.by", "1", "did you mean segment.ms?"],
    ["zookeeper", "1", "zookeeper is not the name of a topic configuration"],
  ])("%s=%s", (key, value, message) => {
    const failed = checkConfig("topic", { key, value });
    expect(failed?.error).toBe("INVALID_CONFIG");
    expect(failed?.message).toContain(message);
  });

  test.each([
    ["cleanup.policy", "delete"],
    ["compression.type", "producer"],
    ["message.timestamp.type", "CreateTime"],
    ["flush.messages", "1"],
    ["flush.ms", "1000"],
    ["preallocate", "true"],
    ["min.cleanable.dirty.ratio", "0.5"],
    ["leader.replication.throttled.replicas", "*"],
  ])("accepts %s=%s", (key, value) => expect(checkConfig("topic", { key, value })).toBeNull());

  test("giants are refused before anything is made of them, a message included (B23)", () => {
    const key = "leader.replication.throttled.replicas";
    expect(checkConfig("topic", { key, value: "x".repeat(32_767) })).toBeNull();
    const giant = "x".repeat(10_000_000); // to look for similar names would take minutes
    for (const pair of [
      { key: giant, value: "1" },
      { key: giant, value: null },
      { key, value: giant },
    ]) {
      const failed = checkConfig("topic", pair);
      expect(failed?.error).toBe("INVALID_CONFIG");
      expect(failed?.message.length).toBeLessThan(120);
    }
  });
});
