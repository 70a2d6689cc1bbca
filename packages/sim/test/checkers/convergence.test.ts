import { EpochHistory, type NodeId } from "@sordini/base";
import { emptyImage, type Image, type MetadataRecord, replay } from "@sordini/metadata";
import { describe, expect, test } from "vitest";
import type { ClusterView, NodeView } from "../../src/checkers/cluster-view.ts";
import { checkLogsAgree, whyNotAtRest } from "../../src/checkers/convergence.ts";

const topicId = "topic-of-22-characters";

interface Replica {
  role: "leader" | "follower" | "offline";
  leaderEpoch: number;
  highWatermark: number;
  logEnd: number;
}

/** A controller and a broker on one node. What a test changes is what has not converged. */
class TestNode {
  readonly nodeId: NodeId;
  image: Image;
  brokerImage: Image;
  applied = 7;
  isActive: boolean;
  openVoters = 0;
  replica: Replica;
  log = {
    id: { topicId, partition: 0 },
    online: true,
    logStart: 0,
    durableEnd: 4,
    epochs: new EpochHistory([{ epoch: 2, start: 0 }]),
    /** One byte a record. */
    bytes: Uint8Array.of(1, 2, 3, 4),
    bytesPerRead: 4,
    read({ offset, end }: { readonly offset: number; readonly end: number }) {
      const nextOffset = Math.min(end, offset + this.bytesPerRead);
      return { runs: [this.bytes.slice(offset, nextOffset)], nextOffset };
    },
  };

  constructor(nodeId: NodeId, image: Image) {
    this.nodeId = nodeId;
    this.image = image;
    this.brokerImage = image;
    this.isActive = nodeId === 1;
    const role = nodeId === 1 ? "leader" : "follower";
    this.replica = { role, leaderEpoch: 2, highWatermark: 4, logEnd: 4 };
  }

  get view(): NodeView {
    const { nodeId, image, applied, isActive, log, replica } = this;
    const core = { commit: 7, log: { voters: { entries: [{ index: this.openVoters }] } } };
    const controller = { isActive, image, self: { nodeId }, raft: { applied, core } };
    const partition = { ref: { topicId, partition: 0 }, name: "orders-0", log, replica };
    const broker = { metadata: { image: this.brokerImage }, replicas: [partition] };
    return { nodeId, incarnation: 1, controller, broker } as unknown as NodeView;
  }
}

class TestCluster implements ClusterView {
  readonly nowMs = 0;
  readonly running: TestNode[];

  constructor(isr: readonly NodeId[] = [1, 2, 3], leader: NodeId = 1) {
    const image = imageWith({ isr, leader });
    this.running = [1, 2, 3].map((nodeId) => new TestNode(nodeId, image));
  }

  nodes(): Iterable<NodeView> {
    return this.running.map(({ view }) => view);
  }

  durableRafts(): [] {
    return [];
  }

  node(nodeId: NodeId): TestNode {
    return this.running[nodeId - 1] as TestNode;
  }
}

function imageWith(state: { readonly isr: readonly NodeId[]; readonly leader: NodeId }): Image {
  const records: MetadataRecord[] = [
    { kind: "topic", v: 1, topicId, name: "orders", internal: false },
    {
      ...{ kind: "partition", v: 1, topicId, partition: 0, replicas: [1, 2, 3] },
      ...{ leaderEpoch: 2, partitionEpoch: 5, ...state },
    },
  ];
  return records.reduce(replay, emptyImage);
}

describe("at rest", () => {
  test("a cluster that agrees is", () => {
    expect(whyNotAtRest(new TestCluster())).toBeNull();
  });

  test("who does not run does not count", () => {
    const cluster = new TestCluster([1, 2]);
    cluster.running.pop();
    expect(whyNotAtRest(cluster)).toBeNull();
  });

  test("a partition whose in-sync replicas are all down is left out", () => {
    const cluster = new TestCluster([3], -1);
    cluster.running.pop();
    expect(whyNotAtRest(cluster)).toBeNull();
  });

  const unsettled: Record<string, readonly [string, (cluster: TestCluster) => void]> = {
    "no controller leads": ["L1", (cluster) => (cluster.node(1).isActive = false)],
    "two controllers lead": ["L1", (cluster) => (cluster.node(2).isActive = true)],
    "a voter change is open": ["L9", (cluster) => (cluster.node(1).openVoters = 8)],
    "a controller lags": ["L8", (cluster) => (cluster.node(3).applied = 6)],
    "a controller has another image": ["L8", (cluster) => (cluster.node(3).image = emptyImage)],
    "a broker has another image": ["L8", (cluster) => (cluster.node(3).brokerImage = emptyImage)],
    "a log is out of service": ["L3", (cluster) => (cluster.node(2).log.online = false)],
    "a replica has no role": ["L3", (cluster) => (cluster.node(2).replica.role = "offline")],
    "a replica is in an old epoch": ["L3", (cluster) => (cluster.node(2).replica.leaderEpoch = 1)],
    "a replica is not durable": ["L2", (cluster) => (cluster.node(2).log.durableEnd = 3)],
    "a record is not committed": ["L2", (cluster) => (cluster.node(1).replica.highWatermark = 3)],
  };
  test.each(Object.entries(unsettled))("not when %s", (_, [invariant, change]) => {
    const cluster = new TestCluster();
    change(cluster);
    expect(whyNotAtRest(cluster)).toMatchObject({ invariant });
  });

  test("not when a live replica is out of the ISR", () => {
    expect(whyNotAtRest(new TestCluster([1, 2]))).toMatchObject({ invariant: "L3" });
  });
});

describe("logs", () => {
  test("agree, in whatever portions they are read", async () => {
    const cluster = new TestCluster();
    cluster.node(2).log.bytesPerRead = 3;
    cluster.node(3).log.logStart = 2;
    await expect(checkLogsAgree(cluster)).resolves.toBeUndefined();
  });

  test("I20: differ in a byte", async () => {
    const cluster = new TestCluster();
    cluster.node(2).log.bytes = Uint8Array.of(1, 2, 9, 4);
    await expect(checkLogsAgree(cluster)).rejects.toMatchObject({ invariant: "I20" });
  });

  test("I20: only above the high watermark", async () => {
    const cluster = new TestCluster();
    cluster.node(2).log.bytes = Uint8Array.of(1, 2, 9, 4);
    cluster.node(2).replica.highWatermark = 2;
    await expect(checkLogsAgree(cluster)).resolves.toBeUndefined();
  });

  test("I20: have other epochs", async () => {
    const cluster = new TestCluster();
    const entries = [
      { epoch: 1, start: 0 },
      { epoch: 2, start: 3 },
    ];
    cluster.node(2).log.epochs = new EpochHistory(entries);
    await expect(checkLogsAgree(cluster)).rejects.toMatchObject({ invariant: "I20" });
  });

  test("I20: nothing can be read", async () => {
    const cluster = new TestCluster();
    cluster.node(2).log.bytesPerRead = 0;
    await expect(checkLogsAgree(cluster)).rejects.toMatchObject({ invariant: "I20" });
  });
});
