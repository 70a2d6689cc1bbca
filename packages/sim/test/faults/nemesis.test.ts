import { replicasOn } from "@sordini/metadata";
import type { Peer } from "@sordini/raft";
import { expect, test } from "vitest";
import { Chance } from "../../src/chance.ts";
import { Nemesis } from "../../src/faults/nemesis.ts";
import { Topics } from "../../src/workload/topics.ts";
import { SmallCluster } from "../cluster/small-cluster.ts";

test("a broker whose directory failed is started anew, also one without logs", async () => {
  const small = await SmallCluster.started({ brokers: 4 });
  const { cluster } = small;
  const isEmpty = (id: number) => replicasOn(cluster.image, id).length === 0;
  const node = cluster.node(cluster.brokerIds.find(isEmpty) ?? 0);
  await small.until(() => node.broker?.isFenced === false);
  cluster.kill(node);
  node.start();
  await small.until(() => node.broker !== null);
  // The next thing it writes is its new broker epoch, in meta.properties.
  node.disk.failNext({ code: "EIO", operation: "rename" });
  await small.until(() => node.isOffline);
  expect([...(node.broker?.replicas ?? [])]).toEqual([]);

  const { incarnation } = node;
  new Nemesis(cluster, new Topics(cluster)).end();
  expect(node.incarnation).toBe(incarnation + 1);
  expect(node.isOffline).toBe(false);
  await small.until(() => node.broker?.isFenced === false);
  expect(node.isOffline).toBe(false);
});

test("no controller is taken away for good while a change of the voters is under way", async () => {
  // Without brokers that can be spared.
  const small = await SmallCluster.started({ minInsync: 3 });
  const { cluster } = small;
  const nemesis = new Nemesis(cluster, new Topics(cluster));
  const removed = cluster.voters.voters[2] as Peer;
  cluster.changeVoters({ kind: "removeVoter", peer: removed });
  await small.until(() => cluster.voters.isCertain);
  expect(cluster.voters.voters.length).toBe(2);

  // Of this directory nobody knows: the controller waits for it to follow, in vain.
  const stranger = { ...removed, directoryId: "of another disk" };
  cluster.changeVoters({ kind: "addVoter", peer: stranger });
  expect(nemesis.retireSome(new Chance(1))).toEqual([]);

  await small.until(() => cluster.voters.isCertain);
  const retired = nemesis.retireSome(new Chance(1));
  expect(retired.map(({ nodeId }) => nodeId)).toEqual([removed.nodeId]);
});
