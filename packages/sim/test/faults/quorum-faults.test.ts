import { expect, test } from "vitest";
import { Chance } from "../../src/chance.ts";
import { Nemesis } from "../../src/faults/nemesis.ts";
import { quorumFaults } from "../../src/faults/quorum-faults.ts";
import { Topics } from "../../src/workload/topics.ts";
import { SmallCluster } from "../cluster/small-cluster.ts";

async function injected(name: string): Promise<{ small: SmallCluster; nemesis: Nemesis }> {
  const small = await SmallCluster.started();
  const nemesis = new Nemesis(small.cluster, new Topics(small.cluster));
  const fault = quorumFaults.find((each) => each.name === name);
  expect(fault?.inject(nemesis, new Chance(1))).toContain(`n${small.cluster.active?.nodeId}`);
  return { small, nemesis };
}

test("leaders fall one after the other, until the end of all faults", async () => {
  const { small, nemesis } = await injected("falling leaders");
  const { cluster } = small;
  const starts = () =>
    cluster.controllerIds.reduce((sum, id) => sum + cluster.node(id).incarnation, 0);
  const before = starts();
  await small.until(() => starts() >= before + 4);
  nemesis.end();
  await small.until(() => cluster.active !== undefined && cluster.nodes().length === 6);
  const atEnd = starts();
  await small.pass(5_000);
  expect(starts()).toBe(atEnd);
  expect(cluster.active).toBeDefined();
});

test("a controller that is cut off stops leading, and hears the others again", async () => {
  const { small } = await injected("controller cut off");
  const { cluster } = small;
  const { active: old } = cluster;
  await small.until(() => cluster.active !== undefined && cluster.active !== old);
  await small.until(() => old?.controller?.raft.leader?.nodeId === cluster.active?.nodeId);
});
