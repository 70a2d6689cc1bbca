import { expect, test } from "vitest";
import { durableRaftOf } from "../../src/cluster/durable-raft.ts";
import { SmallCluster } from "./small-cluster.ts";

test("what a controller has on its disk is what it knows, also when it is dead", async () => {
  const small = new SmallCluster();
  const [id] = small.cluster.controllerIds;
  const node = small.cluster.node(id ?? 0);
  expect(durableRaftOf(node)).toBeNull();
  expect(small.cluster.durableRafts()).toEqual([]);

  const { cluster } = await SmallCluster.started();
  const rafts = cluster.durableRafts();
  expect(rafts.map(({ peer }) => peer.nodeId)).toEqual(cluster.controllerIds);
  for (const raft of rafts) {
    const controller = cluster.controllerAt(raft.peer.nodeId);
    expect(raft.peer).toEqual(controller?.self);
    expect(raft.term).toBe(controller?.raft.core.disk.hardState.term);
    expect(raft.last).toBeGreaterThan(raft.base);
    expect(raft.termOf(raft.last + 1)).toBeUndefined();
    for (let index = raft.base; index <= raft.last; index++) {
      expect(raft.termOf(index)).toBeLessThanOrEqual(raft.term);
    }
  }

  const [first] = rafts;
  const dead = cluster.node(first?.peer.nodeId ?? 0);
  cluster.kill(dead);
  const left = durableRaftOf(dead);
  expect(left?.term).toBe(first?.term);
  expect(left?.last).toBeGreaterThanOrEqual(first?.last ?? 0);
  dead.disk.place.loseStore();
  expect(durableRaftOf(dead)).toBeNull();
});
