import { describe, expect, test } from "vitest";
import { Client } from "../../src/index.ts";
import { FakeCluster } from "../fake/fake-cluster.ts";

async function world() {
  const cluster = await FakeCluster.start(2);
  const client = new Client({ bootstrap: cluster.bootstrap, requestTimeoutMs: 1_000 });
  return {
    cluster,
    client,
    admin: client.admin(),
    [Symbol.asyncDispose]: async () => {
      await client.close();
      cluster.close();
    },
  };
}

describe("topics", () => {
  test("create, list, describe, delete", async () => {
    await using w = await world();
    const created = await w.admin.createTopics([
      { name: "t", partitions: 3, replicationFactor: 1 },
    ]);
    expect(created).toEqual([
      { name: "t", topicId: "id-of-t", partitions: 3, replicationFactor: 1 },
    ]);
    expect(await w.admin.listTopics()).toEqual([
      { name: "t", topicId: "id-of-t", partitions: 3, replicationFactor: 1 },
    ]);
    const [description] = await w.admin.describeTopics(["t"]);
    expect(description?.partitions.map(({ leader }) => leader)).toEqual([0, 1, 0]);
    await w.admin.deleteTopics(["t"]);
    await expect(w.admin.describeTopics(["t"])).rejects.toMatchObject({
      code: "UNKNOWN_TOPIC_OR_PARTITION",
      topic: "t",
    });
  });

  test("the first error of several topics, with how many more there are", async () => {
    await using w = await world();
    w.cluster.createTopic("a", 1);
    w.cluster.createTopic("b", 1);
    await expect(
      w.admin.createTopics([{ name: "a" }, { name: "b" }, { name: "c", partitions: 1 }]),
    ).rejects.toMatchObject({
      code: "TOPIC_ALREADY_EXISTS",
      retriable: false,
      topic: "a",
      message: 'topic "a" exists (and 1 more failed)',
    });
  });
});

describe("offsets", () => {
  test("of topics and partitions, from the leaders, in order", async () => {
    await using w = await world();
    w.cluster.createTopic("t", 3);
    w.cluster.log("t", 1).write([{ value: "a" }, { value: "b" }], 5_000);
    const latest = await w.admin.listOffsets(["t", { topic: "t", partition: 1 }], "latest");
    expect(latest.map(({ offset }) => offset)).toEqual([0, 2, 0, 2]);
    const place = { topic: "t", partition: 1 };
    expect(await w.admin.listOffsets([place], new Date(5_000))).toMatchObject([
      { offset: 0, timestampMs: 5_000 },
    ]);
    expect(await w.admin.listOffsets([place], { timestampMs: 6_000 })).toMatchObject([
      { offset: null, timestampMs: null },
    ]);
    await expect(w.admin.listOffsets(["t"], 7)).rejects.toThrow("not at an offset");
    await expect(w.admin.listOffsets([{ topic: "t", partition: 9 }], "latest")).rejects.toThrow(
      'topic "t" has no partition 9',
    );
  });

  test("a leader that moved is asked instead", async () => {
    await using w = await world();
    w.cluster.createTopic("t", 1);
    await w.admin.listOffsets(["t"], "latest");
    w.cluster.moveLeader("t", 0, 1);
    expect(await w.admin.listOffsets(["t"], "latest")).toMatchObject([{ offset: 0 }]);
  });
});

describe("the cluster", () => {
  test("unknown numbers are null", async () => {
    await using w = await world();
    const cluster = await w.admin.describeCluster();
    expect(cluster).toMatchObject({ clusterId: "fake", controllerId: null });
    expect(cluster.brokers[0]).toMatchObject({ nodeId: 0, rack: null });
    const quorum = await w.admin.describeQuorum();
    expect(quorum).toMatchObject({ leaderId: 1, highWatermark: 42 });
    expect(quorum.voters).toMatchObject([{ nodeId: 1, lastContactMs: null, lastCaughtUpMs: 0 }]);
  });

  test("a voter is added by node and directory; who is none cannot be removed", async () => {
    await using w = await world();
    const voter = { nodeId: 2, directoryId: "e" };
    const voters = await w.admin.addQuorumVoter(voter);
    expect(voters).toEqual([{ nodeId: 1, directoryId: "d" }, voter]);
    const removal = w.admin.removeQuorumVoter({ nodeId: 3, directoryId: "f" });
    await expect(removal).rejects.toMatchObject({ code: "VOTER_NOT_FOUND", retriable: false });
  });

  test("what may pass is tried again at another broker; what cannot is told at once", async () => {
    await using w = await world();
    let asked = 0;
    w.cluster.onMetadata = () => (++asked < 3 ? "NOT_CONTROLLER" : null);
    expect(await w.admin.listTopics()).toEqual([]);
    expect(asked).toBe(3);
    w.cluster.onMetadata = () => "CLUSTER_AUTHORIZATION_FAILED";
    await expect(w.admin.listTopics()).rejects.toMatchObject({
      code: "CLUSTER_AUTHORIZATION_FAILED",
    });
  });
});
