import { expect, test } from "vitest";
import { Chance } from "../../src/chance.ts";
import { Nemesis } from "../../src/faults/nemesis.ts";
import { rot } from "../../src/faults/rot.ts";
import { Topics } from "../../src/workload/topics.ts";
import { SmallCluster } from "../cluster/small-cluster.ts";

test("what rotted in a journal is noticed, and fetched from the leader again", async () => {
  const small = await SmallCluster.started();
  const { cluster } = small;
  const nemesis = new Nemesis(cluster, new Topics(cluster));
  const replaced = () => cluster.counts.of("replaces a damaged replica from its leader");
  for (let dice = 1; dice <= 30 && replaced() === 0; dice++) {
    expect(rot.inject(nemesis, new Chance(dice))).toMatch(/^n\d( n\d)?$/); // never all three
    await small.until(() => small.isr().length < 3);
    await small.until(() => small.isr().length === 3);
  }
  expect(replaced()).toBeGreaterThan(0);
});

test("nothing rots on the only replica", async () => {
  const { cluster } = await SmallCluster.started({ brokers: 1, replicationFactor: 1 });
  const nemesis = new Nemesis(cluster, new Topics(cluster));
  expect(rot.inject(nemesis, new Chance(1))).toBeNull();
  expect(cluster.nodes()).toHaveLength(4);
});
