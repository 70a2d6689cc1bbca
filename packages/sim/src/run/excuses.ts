import type { NodeId } from "@sordini/base";
import { isLive, type PartitionState, replicasOn } from "@sordini/metadata";
import type { Exceptions } from "../checkers/convergence.ts";
import type { SimCluster } from "../cluster/sim-cluster.ts";
import type { Nemesis } from "../faults/nemesis.ts";

/**
 * What may rightly stay away or stand still at the end of a run. As narrow as can be: what is
 * excused here, no seed finds.
 */
export class Excuses implements Exceptions {
  readonly #cluster: SimCluster;
  readonly #nemesis: Nemesis;

  constructor(cluster: SimCluster, nemesis: Nemesis) {
    this.#cluster = cluster;
    this.#nemesis = nemesis;
  }

  /** By what the controllers have committed, and as the broker's process itself sees it. */
  isUnfenced(id: NodeId): boolean {
    const { broker } = this.#cluster.node(id);
    const registered = this.#cluster.image.brokers.get(id);
    if (broker === null || broker.isFenced) return false;
    return isLive(registered) && registered?.brokerEpoch === broker.brokerEpoch;
  }

  /** It has lost the last in-sync replica of something, so that nobody lets it in. */
  readonly isKeptOut = (id: NodeId): boolean => {
    if (this.isUnfenced(id)) return false;
    return replicasOn(this.#cluster.image, id).some(
      (state) => state.isr.includes(id) && this.isLost(state),
    );
  };

  /** Nobody can read it to its end. */
  readonly isUnavailable = (state: PartitionState): boolean =>
    this.isLost(state) || this.#isTooFew(state);

  /**
   * With a disk, or with a node that was retired in the very moment in which it was created there:
   * no older partition needs that one (seed 14124).
   */
  isLost(state: PartitionState): boolean {
    const isRetired = (id: NodeId) => this.#nemesis.isRetired(id);
    return state.replicas.every(isRetired) || this.#nemesis.budget.isUnavailable(state);
  }

  /** It has more of the partition than its disk has synced: no reason yet to let it in. */
  waitsForDisk({ topicId, partition }: PartitionState, id: NodeId): boolean {
    for (const { ref, log } of this.#cluster.brokerAt(id)?.replicas ?? []) {
      if (ref.topicId !== topicId || ref.partition !== partition) continue;
      return log !== null && log.online && log.durableEnd < log.logEnd;
    }
    return false;
  }

  /** Without so many replicas its high watermark rightly stands still (KIP-966, B36). */
  #isTooFew({ replicas }: PartitionState): boolean {
    const isAdmitted = (id: NodeId) => !this.isKeptOut(id) && !this.#nemesis.isRetired(id);
    const { minInsync } = this.#cluster.shape;
    return replicas.filter(isAdmitted).length < Math.min(minInsync, replicas.length);
  }
}
