import { Chance } from "@sordini/sim";
import type { Cluster } from "@sordini/testing";
import { expect, test } from "vitest";
import type { ClusterView } from "../../src/cluster-view.ts";
import { faultKinds } from "../../src/faults/catalogue.ts";
import type { Stage } from "../../src/faults/fault.ts";
import { affectedBy, pickVictim } from "../../src/faults/victims.ts";
import { fairWeather } from "../../src/network/link.ts";
import { Network } from "../../src/network/network.ts";

const nodeIds = [1, 2, 3];

function partition(number: number, leader: number) {
  return { partition: number, leader, leaderEpoch: 1, replicas: nodeIds, isr: nodeIds };
}

/** Three nodes, node 1 leads partition 0 and node 2 partition 1; nothing about them can be used. */
function stage(changes: Partial<Stage> = {}): Stage {
  const nodes = nodeIds.map((nodeId) => ({ nodeId }));
  const cluster = { nodes, node: (nodeId: number) => nodes[nodeId - 1] } as unknown as Cluster;
  return {
    ...{ cluster, network: new Network(), disks: new Map(), view: {} as ClusterView },
    ...{ partitions: [partition(0, 1), partition(1, 2)], controllerId: 3, freeNodeIds: nodeIds },
    ...changes,
  };
}

test.each(faultKinds)("$name: the same dice choose the same victims, and harm nobody", (kind) => {
  for (let seed = 0; seed < 20; seed++) {
    const scene = stage();
    const { text, nodeIds: taken, affected } = kind.aim(scene, new Chance(seed));
    expect(kind.aim(stage(), new Chance(seed))).toMatchObject({ text, nodeIds: taken, affected });
    expect(text).not.toBe("");
    expect(affected.length).toBeGreaterThan(0);
    expect(taken.length > 0).toBe(kind.reach !== "links");
    for (const from of nodeIds) {
      for (const to of nodeIds) expect(scene.network.link({ from, to }).weather).toBe(fairWeather);
    }
  }
});

test.each(faultKinds.filter(({ reach }) => reach === "node"))(
  "$name spares nodes that another fault has",
  (kind) => {
    for (let seed = 0; seed < 20; seed++) {
      const scene = stage({ freeNodeIds: [2] });
      expect(kind.aim(scene, new Chance(seed)).nodeIds).toEqual([2]);
    }
  },
);

test("victims of every role", () => {
  const roles = new Set<string>();
  for (let seed = 0; seed < 50; seed++) {
    const { nodeId, as } = pickVictim(stage(), new Chance(seed));
    roles.add(as === "any" ? as : `${as} ${nodeId}`);
  }
  expect([...roles].toSorted()).toEqual([
    ...["a follower 1", "a follower 2", "a follower 3", "a leader 1", "a leader 2"],
    ...["any", "controller 3"],
  ]);
});

test("affected are the partitions that were led, or else those that were followed", () => {
  const { partitions } = stage();
  expect(affectedBy([1], partitions)).toEqual([0]);
  expect(affectedBy([1, 2], partitions)).toEqual([0, 1]);
  expect(affectedBy([3], partitions)).toEqual([0, 1]);
});
