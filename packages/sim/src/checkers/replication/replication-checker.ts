import { partitionKey, type NodeId, type PartitionKey } from "@sordini/base";
import type { Broker, Partition } from "@sordini/broker";
import { emptyImage, type Image, partitionOf, type PartitionState } from "@sordini/metadata";
import type { PartitionLog } from "@sordini/storage";
import {
  InvariantViolation,
  type NodeView,
  type Shown,
  type StateChecker,
} from "../cluster-view.ts";
import { CommittedPrefix } from "./committed-prefix.ts";
import { EpochHistories } from "./epoch-histories.ts";
import { FailedLogs } from "./failed-logs.ts";
import { HighWatermarks } from "./high-watermarks.ts";
import { checkCounted, checkIsrChange, IsrProposals } from "./isr-changes.ts";
import { checkCandidates, LeaderCandidates } from "./leader-candidates.ts";
import { RecoveredLogs } from "./recovered-logs.ts";
import { PartitionGhost } from "./partition-ghost.ts";
import { type ReplicaOwner, ReplicaSight, type ReplicaRule } from "./replica-sight.ts";
import { ReplicationQuorum } from "./replication-quorum.ts";

interface Brought {
  readonly incarnation: number;
  readonly sights: Map<Partition, ReplicaSight>;
}

/**
 * I13, I15 to I22, I25, I26 over all replicas of a cluster. Each rule is a file of its own; they
 * share a ghost for each partition: its true high watermark, and which epoch wrote what lies below
 * it. Of an event only the node's own replicas are looked at, and only those whose numbers changed.
 *
 * For clusters without unclean elections: one of those makes I16 fail, as it should.
 */
export class ReplicationChecker implements StateChecker {
  readonly name = "Replication";
  readonly #ghosts = new Map<PartitionKey, PartitionGhost>();
  readonly #nodes = new Map<NodeId, Brought>();
  #newest: { readonly applied: number; readonly image: Image } = { applied: 0, image: emptyImage };
  readonly #recovered = new RecoveredLogs();
  /** In order: what the quorum committed, the later ones compare with. */
  readonly #rules: readonly ReplicaRule[] = [
    new EpochHistories(),
    new FailedLogs(),
    new ReplicationQuorum(),
    new HighWatermarks(),
    new CommittedPrefix(),
    new LeaderCandidates(),
    new IsrProposals(),
    this.#recovered,
  ];

  afterEvent(node: NodeView): void {
    this.#learn(node);
    if (node.logDirectory !== null) {
      this.#recovered.lookAtDirectory(node.nodeId, node.logDirectory);
    }
    if (node.broker !== null) this.#look(node, node.broker);
  }

  /** I24: clients hear of nothing that is not committed, wherever it was committed. */
  onShown({ topicId, partition, end }: Shown): void {
    const ghost = this.#ghosts.get(partitionKey(topicId, partition));
    const committed = ghost?.highWatermark ?? 0;
    if (end <= committed) return;
    const text = `clients see ${ghost?.name ?? topicId} up to ${end}`;
    throw new InvariantViolation("I24", `${text}, committed is ${committed}`);
  }

  onNodeEnded(nodeId: NodeId): void {
    const ended = this.#nodes.get(nodeId);
    for (const sight of ended?.sights.values() ?? []) sight.ghost.replicas.delete(nodeId);
    this.#nodes.delete(nodeId);
  }

  onDiskHarmed(nodeId: NodeId): void {
    this.#recovered.onDiskHarmed(nodeId);
  }

  /** The newest committed metadata is that of the controller that has applied most. */
  #learn({ controller }: NodeView): void {
    if (controller === null || controller.raft.applied <= this.#newest.applied) return;
    const { image } = controller;
    const before = this.#newest.image;
    this.#newest = { applied: controller.raft.applied, image };
    if (image === before) return;
    for (const ghost of this.#ghosts.values()) {
      const was = ghost.state;
      if (was === null) continue;
      const now = partitionOf(image, was);
      if (now === undefined) {
        ghost.state = null;
        continue;
      }
      checkFenced(ghost, now, image);
      if (now === was) continue;
      checkIsrChange(ghost, { was, now, image });
      ghost.change(now);
      checkCounted(ghost);
      checkCandidates(ghost);
    }
  }

  #look(node: NodeView, broker: Broker): void {
    const { nodeId, incarnation } = node;
    let known = this.#nodes.get(nodeId);
    if (known?.incarnation !== incarnation) {
      this.onNodeEnded(nodeId);
      known = { incarnation, sights: new Map() };
      this.#nodes.set(nodeId, known);
    }
    let count = 0;
    for (const partition of broker.replicas) {
      const { log } = partition;
      if (log === null) continue;
      count++;
      let sight = known.sights.get(partition);
      if (sight?.log !== log) {
        sight = this.#add(known, { partition, log, nodeId, incarnation, broker });
      }
      const look = sight.look();
      if (look === null) continue;
      for (const rule of this.#rules) rule.look(look);
    }
    if (count < known.sights.size) this.#forgetClosed(known, { nodeId, broker });
  }

  #add(
    known: Brought,
    of: ReplicaOwner & { readonly partition: Partition; readonly log: PartitionLog },
  ): ReplicaSight {
    const { partition, nodeId } = of;
    const sight = new ReplicaSight(this.#ghostOf(partition), of);
    known.sights.set(partition, sight);
    sight.ghost.replicas.set(nodeId, sight);
    return sight;
  }

  /** Replicas that left the node, or whose log was closed to be replaced. */
  #forgetClosed(
    { sights }: Brought,
    { nodeId, broker }: { readonly nodeId: NodeId; readonly broker: Broker },
  ): void {
    const open = new Set(broker.replicas);
    for (const [partition, sight] of sights) {
      if (open.has(partition) && partition.log === sight.log) continue;
      sights.delete(partition);
      if (sight.ghost.replicas.get(nodeId) !== sight) continue;
      sight.ghost.replicas.delete(nodeId);
      this.#recovered.forget(nodeId, sight.log);
    }
  }

  #ghostOf({ ref, name }: Partition): PartitionGhost {
    const key = partitionKey(ref.topicId, ref.partition);
    let ghost = this.#ghosts.get(key);
    if (ghost === undefined) {
      ghost = new PartitionGhost(name);
      this.#ghosts.set(key, ghost);
    }
    ghost.state ??= partitionOf(this.#newest.image, ref) ?? null;
    return ghost;
  }
}

/** I25: whoever was fenced, clean or not, is in sync only where nobody else is. */
function checkFenced(ghost: PartitionGhost, { isr, leader }: PartitionState, image: Image): void {
  for (const member of isr) {
    const isFenced = image.brokers.get(member)?.fenced ?? true;
    if (!isFenced || (isr.length === 1 && leader !== member)) continue;
    const text = `${ghost.name}: the fenced broker ${member} is in sync`;
    throw new InvariantViolation("I25", `${text} with ${isr.join(", ")}, ${leader} leads`);
  }
}
