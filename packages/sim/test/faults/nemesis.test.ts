import { replicasOn } from "@sordini/metadata";
import { expect, test } from "vitest";
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
