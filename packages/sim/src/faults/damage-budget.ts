import type { NodeId } from "@sordini/base";
import { isLive, partitionOf, type PartitionState, replicasOn } from "@sordini/metadata";
import type { Voter } from "@sordini/raft";
import type { SimCluster } from "../cluster/sim-cluster.ts";
import type { SimNode } from "../cluster/sim-node.ts";

/**
 * Which disks may still be damaged without breaking a promise: less than half of the voters, and
 * of each partition only replicas beside a sound member of the ISR.
 */
export class DamageBudget {
  readonly #cluster: SimCluster;
  /** Brokers with a damaged disk, and their process at that time. */
  readonly #brokers = new Map<NodeId, number>();
  readonly #controllers = new Set<NodeId>();

  constructor(cluster: SimCluster) {
    this.#cluster = cluster;
  }

  allowsRaft(node: SimNode): boolean {
    if (!node.roles.controller) return false;
    const { voters, isCertain } = this.#cluster.voters;
    const damaged = this.#damagedVoters(voters);
    damaged.add(node.nodeId);
    return isCertain && voters.length > 0 && damaged.size <= (voters.length - 1) >> 1;
  }

  /** No voter's disk is in doubt: the set may change, or lose a member for a while. */
  get areVotersSound(): boolean {
    return this.#damagedVoters(this.#cluster.voters.voters).size === 0;
  }

  spendRaft(node: SimNode): void {
    this.#controllers.add(node.nodeId);
  }

  allowsLogs(node: SimNode): boolean {
    const { shape, image } = this.#cluster;
    if (!node.roles.broker || shape.durability !== "fsync") return false;
    for (const id of [...this.#brokers.keys()])
      if (this.#hasRecovered(id)) this.#brokers.delete(id);
    return replicasOn(image, node.nodeId).every(({ isr }) =>
      isr.some((member) => member !== node.nodeId && !this.#brokers.has(member)),
    );
  }

  spendLogs(node: SimNode): void {
    this.#cluster.harmed(node);
    this.#brokers.set(node.nodeId, node.incarnation);
  }

  /**
   * The last in-sync replica was lost with a disk: until a person decides, the partition is rightly
   * unavailable, and its broker is kept out. It had a sound peer when the disk was lost, which
   * meanwhile left the ISR; without KIP-966's eligible leader replicas that is the end of it.
   */
  isUnavailable(state: PartitionState): boolean {
    const isLost = (id: NodeId) => this.#brokers.has(id) && !this.#hasRecovered(id);
    return state.isr.every(isLost) && !this.#isLed(state);
  }

  #isLed({ leader, topicId, partition }: PartitionState): boolean {
    return [...(this.#cluster.brokerAt(leader)?.replicas ?? [])].some(
      ({ ref, replica }) =>
        ref.topicId === topicId && ref.partition === partition && replica.role === "leader",
    );
  }

  /** A disk that was not damaged, or whose node votes again. */
  isRaftSound(id: NodeId): boolean {
    return !this.#controllers.has(id) || this.#votes(id);
  }

  #damagedVoters(voters: readonly Voter[]): Set<NodeId> {
    for (const id of [...this.#controllers]) if (this.#votes(id)) this.#controllers.delete(id);
    return new Set(
      [...this.#controllers].filter((id) => voters.some(({ nodeId }) => nodeId === id)),
    );
  }

  /** A controller whose log was damaged votes again: it proved what it holds. */
  #votes(id: NodeId): boolean {
    const raft = this.#cluster.controllerAt(id)?.raft;
    const voters = raft?.core.log.voters.current ?? [];
    const isVoter = voters.some(
      ({ nodeId, directoryId }) => nodeId === id && directoryId === raft?.self.directoryId,
    );
    return isVoter && raft?.core.canVote === true;
  }

  #hasRecovered(id: NodeId): boolean {
    const { image } = this.#cluster;
    const node = this.#cluster.node(id);
    if (node.broker === null || node.incarnation <= (this.#brokers.get(id) ?? 0)) return false;
    for (const { log } of node.broker.replicas) if (log === null) return false;
    const registered = image.brokers.get(id);
    if (!isLive(registered) || registered?.brokerEpoch !== node.broker.brokerEpoch) return false;
    return replicasOn(image, id).every(
      ({ topicId, partition }) =>
        partitionOf(image, { topicId, partition })?.isr.includes(id) === true,
    );
  }
}
