import { topicByName } from "@sordini/metadata";
import { describe, expect, test } from "vitest";
import { DamageBudget } from "../../src/faults/damage-budget.ts";
import { lastingTopic } from "../../src/workload/topics.ts";
import { SmallCluster } from "../cluster/small-cluster.ts";

async function begin(...shape: Parameters<typeof SmallCluster.started>) {
  const small = await SmallCluster.started(...shape);
  const { cluster } = small;
  const nodes = (ids: readonly number[]) => ids.map((id) => cluster.node(id));
  return {
    ...{ small, cluster, budget: new DamageBudget(cluster) },
    controllers: nodes(cluster.controllerIds),
    brokers: nodes(cluster.brokerIds),
  };
}

type Node = Awaited<ReturnType<typeof begin>>["brokers"][number];

/** The disk is lost while the process is down; then it starts again. */
function loseDisk({ cluster }: SmallCluster, node: Node): void {
  cluster.kill(node);
  node.disk.replace();
  node.start();
}

describe("damage to Raft stores", () => {
  test("is allowed to less than half of the voters, until they vote again", async () => {
    const { small, cluster, budget, controllers } = await begin();
    const [one, two] = controllers as [Node, Node, Node];
    expect(budget.areVotersSound).toBe(true);
    expect(controllers.every((node) => budget.allowsRaft(node))).toBe(true);

    budget.spendRaft(one);
    cluster.kill(one);
    expect(budget.isRaftSound(one.nodeId)).toBe(false);
    expect(budget.areVotersSound).toBe(false);
    expect(budget.allowsRaft(one)).toBe(true);
    expect(budget.allowsRaft(two)).toBe(false);

    one.start();
    await small.until(() => budget.isRaftSound(one.nodeId));
    expect(budget.areVotersSound).toBe(true);
    expect(budget.allowsRaft(two)).toBe(true);
  });

  test("a controller that lost its disk is no voter any more, and stays in doubt", async () => {
    const { small, budget, controllers } = await begin();
    const [one, two] = controllers as [Node, Node, Node];
    budget.spendRaft(one);
    loseDisk(small, one);
    await small.until(() => one.controller !== null);
    await small.world.run(small.world.nowMs + 5_000);
    expect(budget.isRaftSound(one.nodeId)).toBe(false);
    expect(budget.allowsRaft(two)).toBe(false);
  });

  test("is never allowed to the only voter, nor to a broker", async () => {
    const { budget, controllers, brokers } = await begin({ controllers: 1 });
    expect(budget.allowsRaft(controllers[0] as Node)).toBe(false);
    expect(brokers.some((node) => budget.allowsRaft(node))).toBe(false);
  });
});

describe("damage to logs", () => {
  test("leaves each partition a sound member of the ISR, until the broker is back", async () => {
    const { small, cluster, budget, brokers, controllers } = await begin();
    const [one, two, three] = brokers as [Node, Node, Node];
    expect(brokers.every((node) => budget.allowsLogs(node))).toBe(true);
    expect(controllers.some((node) => budget.allowsLogs(node))).toBe(false);

    for (const node of [one, two]) {
      budget.spendLogs(node);
      cluster.kill(node);
    }
    expect(budget.allowsLogs(three)).toBe(false);
    expect(budget.allowsLogs(one)).toBe(true);

    for (const node of [one, two]) {
      node.disk.replace();
      node.start();
    }
    await small.until(() => budget.allowsLogs(three));
    expect(small.isr().some((id) => id !== three.nodeId)).toBe(true);
  });

  test("is not allowed to the last of the ISR, nor where durability is not promised", async () => {
    const { small, cluster, budget, brokers } = await begin();
    const [one, two, three] = brokers as [Node, Node, Node];
    for (const node of [two, three]) cluster.kill(node);
    await small.until(() => small.isr().length === 1);
    expect(budget.allowsLogs(one)).toBe(false);
    expect(budget.allowsLogs(two)).toBe(true);

    const careless = await begin({ durability: "page-cache" });
    expect(careless.brokers.some((node) => careless.budget.allowsLogs(node))).toBe(false);
  });

  test("a partition whose last in-sync replica was lost is rightly unavailable", async () => {
    const { small, cluster, budget, brokers } = await begin();
    const partition = () => {
      const state = topicByName(cluster.image, lastingTopic)?.partitions.get(0);
      if (state === undefined) throw new Error("the partition is gone");
      return state;
    };
    const [one, two, three] = brokers as [Node, Node, Node];
    expect(budget.isUnavailable(partition())).toBe(false);
    for (const node of [two, three]) cluster.kill(node);
    await small.until(() => small.isr().length === 1);
    budget.spendLogs(one);
    expect(budget.isUnavailable(partition())).toBe(false); // it leads still
    loseDisk(small, one);
    await small.world.run(small.world.nowMs + 5_000);
    expect(small.isr()).toEqual([one.nodeId]);
    expect(budget.isUnavailable(partition())).toBe(true);
  });
});
