import type { NodeId } from "@sordini/base";
import { type PartitionState, topicByName } from "@sordini/metadata";
import { expect, test } from "vitest";
import { Chance } from "../../src/chance.ts";
import type { SimCluster } from "../../src/cluster/sim-cluster.ts";
import { Nemesis } from "../../src/faults/nemesis.ts";
import { Excuses } from "../../src/run/excuses.ts";
import { ClusterClient } from "../../src/workload/cluster-client.ts";
import { LoadProducer } from "../../src/workload/load-producer.ts";
import { Recorder } from "../../src/workload/recorder.ts";
import { lastingTopic, Topics } from "../../src/workload/topics.ts";
import { SmallCluster } from "../cluster/small-cluster.ts";

function partition(cluster: SimCluster, name: string): PartitionState | undefined {
  return topicByName(cluster.image, name)?.partitions.get(0);
}

test("what was created on a broker that is being retired is lost, and nothing else", async () => {
  const shape = { controllers: 1, replicationFactor: 2, minInsync: 2 };
  const small = await SmallCluster.started(shape);
  const { cluster } = small;
  const nemesis = new Nemesis(cluster, new Topics(cluster));
  const excuses = new Excuses(cluster, nemesis);
  await small.until(() => cluster.brokerIds.every((id) => excuses.isUnfenced(id)));
  const [node] = nemesis.retireSome(new Chance(1)); // the broker that the topic does not need
  const retired = node?.nodeId ?? 0;
  const [other] = small.isr() as [NodeId];
  expect(small.isr()).not.toContain(retired);

  // The controllers do not know yet that it is gone.
  const replicasOf = { gone: [retired], halved: [retired, other], whole: [other] };
  const topics = Object.entries(replicasOf).map(([name, replicas]) => ({
    ...{ name, partitions: -1, replicationFactor: -1, configs: [] },
    assignments: [{ partition: 0, replicas }],
  }));
  const client = new ClusterClient(cluster);
  const command = { kind: "createTopics", validateOnly: false, topics } as const;
  void client.ask(other, "create", (broker) => broker.submit(command, 1_000));
  await small.until(() => partition(cluster, "whole") !== undefined);
  await small.until(() => partition(cluster, "gone")?.leader === -1);

  const names = ["gone", "halved", "whole", lastingTopic];
  const state = (name: string) => partition(cluster, name) as PartitionState;
  expect(names.filter((name) => excuses.isLost(state(name)))).toEqual(["gone"]);
  expect(names.filter((name) => excuses.isUnavailable(state(name)))).toEqual(["gone", "halved"]);
});

test("a replica waits for its disk while that has to sync what the replica was sent", async () => {
  const small = await SmallCluster.started({ replicaLagMs: 500 });
  const { cluster, world } = small;
  const topics = new Topics(cluster);
  const excuses = new Excuses(cluster, new Nemesis(cluster, topics));
  const state = () => partition(cluster, lastingTopic) as PartitionState;
  const waiting = () => cluster.brokerIds.filter((id) => excuses.waitsForDisk(state(), id));
  const logs = (id: NodeId) => [...(cluster.brokerAt(id)?.replicas ?? [])].map(({ log }) => log);
  await small.until(() => cluster.brokerIds.every((id) => logs(id)[0]?.online === true));
  expect(waiting()).toEqual([]);

  const slow = cluster.brokerIds.find((id) => id !== state().leader) as NodeId;
  cluster.node(slow).disk.stall(10_000);
  const producer = new LoadProducer({
    ...{ client: new ClusterClient(cluster), recorder: new Recorder(world) },
    ...{ partitions: () => [{ topic: lastingTopic, partition: 0 }] },
    ...{ thinkMs: 20, recordsPerBatchMax: 1 },
  });
  producer.start();
  await small.until(() => !small.isr().includes(slow)); // the others get on without it
  producer.stop();
  expect(waiting()).toEqual([slow]);

  await small.until(() => small.isr().includes(slow));
  expect(waiting()).toEqual([]);

  cluster.kill(cluster.node(slow));
  expect(waiting()).toEqual([]);
});
