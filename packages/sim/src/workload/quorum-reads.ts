import { Chance } from "../chance.ts";
import { InvariantViolation } from "../checkers/cluster-view.ts";
import type { SimCluster } from "../cluster/sim-cluster.ts";
import type { SimNode } from "../cluster/sim-node.ts";

/** To each controller that has a successor. */
const questionsMax = 4;

/**
 * Asks leaders that have a successor, and may not know it yet, for what is committed (I12). A
 * quorum read promises that whatever any controller had applied before the question is applied here
 * before the answer: so a leader that was cut off or asleep must not answer (B4).
 */
export function readFromReplacedLeaders(cluster: SimCluster): void {
  const { world, shape } = cluster;
  const chance = new Chance(world.stream("quorum reads"));
  cluster.onReign((leader, news) => {
    if (news !== "elected") return;
    for (const replaced of cluster.nodes()) {
      if (replaced === leader || !leads(replaced)) continue;
      cluster.counts.add("a leader does not know its successor");
      for (let i = 0; i < questionsMax; i++) {
        const delayMs = chance.within(0, shape.raft.electionTimeoutMs.max);
        world.after(delayMs, `n${replaced.nodeId} is asked`, () => ask(cluster, replaced));
      }
    }
  });
}

function leads({ controller }: SimNode): boolean {
  return controller?.raft.core.role.kind === "leader";
}

function ask(cluster: SimCluster, { nodeId, process, controller }: SimNode): void {
  if (controller === null) return;
  process?.run(() => {
    const { appliedTo } = cluster;
    void controller.raft.readIndex().then(({ outcome }) => {
      const { applied } = controller.raft;
      if (outcome !== "ready" || applied >= appliedTo) return;
      const text = `controller ${nodeId} answers a read, having applied ${applied} entries`;
      cluster.world.fail(new InvariantViolation("I12", `${text}: another one had ${appliedTo}`));
    });
  });
}
