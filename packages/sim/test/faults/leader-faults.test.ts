import { partitionOf, type PartitionState, topicByName } from "@sordini/metadata";
import { expect, test } from "vitest";
import { Chance } from "../../src/chance.ts";
import { faults } from "../../src/faults/index.ts";
import { Nemesis } from "../../src/faults/nemesis.ts";
import { lastingTopic, Topics } from "../../src/workload/topics.ts";
import { SmallCluster } from "../cluster/small-cluster.ts";

/** A cluster while that fault is on, and how often each node had been started before. */
async function under(fault: string): Promise<{
  readonly small: SmallCluster;
  readonly before: PartitionState;
  readonly starts: readonly number[];
}> {
  const small = await SmallCluster.started();
  const { cluster } = small;
  const before = topicByName(cluster.image, lastingTopic)?.partitions.get(0) as PartitionState;
  const starts = cluster.nodes().map(({ incarnation }) => incarnation);
  const nemesis = new Nemesis(cluster, new Topics(cluster));
  faults.find(({ name }) => name === fault)?.inject(nemesis, new Chance(1));
  return { small, before, starts };
}

function leaderEpoch({ cluster }: SmallCluster, before: PartitionState): number {
  return partitionOf(cluster.image, before)?.leaderEpoch ?? -1;
}

test("a contest moves a leadership while all its replicas live", async () => {
  const { small, before, starts } = await under("leader contest");
  await small.until(() => leaderEpoch(small, before) > before.leaderEpoch + 1);
  expect(small.cluster.nodes().map(({ incarnation }) => incarnation)).toEqual(starts);
});

test("a hunt ends the process of one leader after the other", async () => {
  const { small, before, starts } = await under("leader hunt");
  await small.until(() => leaderEpoch(small, before) > before.leaderEpoch + 1);
  const startsNow = [...small.cluster.machines.values()].map(({ incarnation }) => incarnation);
  expect(startsNow).not.toEqual(starts);
});

test("a seesaw gives leadership back to a deputy that led before, and lives", async () => {
  const { small, before, starts } = await under("leader seesaw");
  const deputies = new Map<number, number>();
  await small.until(() => {
    const { leader = -1, leaderEpoch = -1 } = partitionOf(small.cluster.image, before) ?? {};
    if (leader === -1 || leader === before.replicas[0]) return false;
    const earlier = deputies.get(leader) ?? leaderEpoch;
    deputies.set(leader, earlier);
    return leaderEpoch > earlier;
  });
  expect(small.cluster.nodes().map(({ incarnation }) => incarnation)).toEqual(starts);
});
