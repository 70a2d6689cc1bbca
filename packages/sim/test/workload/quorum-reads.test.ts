import { assert } from "@sordini/base";
import { expect, test } from "vitest";
import type { SimNode } from "../../src/cluster/sim-node.ts";
import { readFromReplacedLeaders } from "../../src/workload/quorum-reads.ts";
import { SmallCluster } from "../cluster/small-cluster.ts";

/** A leader that sleeps until another one has taken its place. */
async function replaced(small: SmallCluster): Promise<SimNode> {
  const { cluster } = small;
  const { active: old } = cluster;
  assert(old !== undefined, "a started cluster has an active controller");
  old.process?.pause();
  await small.until(() =>
    cluster.nodes().some((node) => node !== old && node.controller?.isActive === true),
  );
  return old;
}

test("a leader that wakes up after its successor's election answers no read (B4)", async () => {
  const small = await SmallCluster.started();
  readFromReplacedLeaders(small.cluster);
  const old = await replaced(small);
  await small.pass(5_000);
  old.process?.resume();
  await small.until(() => old.controller?.isActive === false);
});

test("I12: one that answers without asking the others is found", async () => {
  const small = await SmallCluster.started();
  readFromReplacedLeaders(small.cluster);
  const old = await replaced(small);
  const { raft } = old.controller ?? {};
  assert(raft !== undefined, "a paused process is not gone");
  raft.readIndex = async () => ({ outcome: "ready" });
  await small.pass(5_000);
  old.process?.resume();
  await expect(small.pass(1_000)).rejects.toThrow(expect.objectContaining({ invariant: "I12" }));
});
