import type { BrokerEpoch, Epoch, EpochHistory, NodeId, Offset } from "@sordini/base";
import type { Broker, Partition } from "@sordini/broker";
import type { IsrProposal, Replica } from "@sordini/replication";
import type { PartitionLog } from "@sordini/storage";
import type { PartitionGhost } from "./partition-ghost.ts";

/** The numbers of one replica at one moment. */
export interface ReplicaFacts {
  readonly role: Replica["role"];
  readonly leaderEpoch: Epoch;
  readonly highWatermark: Offset;
  readonly logStart: Offset;
  readonly logEnd: Offset;
  readonly durableEnd: Offset;
  readonly epochs: EpochHistory;
  readonly online: boolean;
  /** Work is changing the log itself: its numbers may not fit together. */
  readonly isBusy: boolean;
  /** Of a leader; of others empty and null. */
  readonly isr: readonly NodeId[];
  readonly minInSyncReplicas: number;
  readonly proposal: IsrProposal | null;
}

/** One replica after an event that changed it: what it is now, and was at the last look. */
export interface ReplicaLook {
  readonly ghost: PartitionGhost;
  readonly nodeId: NodeId;
  readonly incarnation: number;
  readonly replica: Replica;
  readonly log: PartitionLog;
  readonly now: ReplicaFacts;
  /** Null at the first look at this log in this process. */
  readonly before: ReplicaFacts | null;
}

/** Some invariants of replication, seen from outside all nodes. Throws `InvariantViolation`. */
export interface ReplicaRule {
  look(look: ReplicaLook): void;
}

/** The process that has the replica. */
export interface ReplicaOwner {
  readonly nodeId: NodeId;
  readonly incarnation: number;
  readonly broker: Broker;
}

const nobody: readonly NodeId[] = [];

/** Follows one log of one process. */
export class ReplicaSight {
  readonly ghost: PartitionGhost;
  readonly log: PartitionLog;
  readonly #partition: Partition;
  readonly #owner: ReplicaOwner;
  #facts: ReplicaFacts | null = null;

  constructor(
    ghost: PartitionGhost,
    of: ReplicaOwner & { readonly partition: Partition; readonly log: PartitionLog },
  ) {
    this.ghost = ghost;
    this.log = of.log;
    this.#partition = of.partition;
    this.#owner = of;
  }

  get replica(): Replica {
    return this.#partition.replica;
  }

  /** Of its process; -1 before that is registered. */
  get brokerEpoch(): BrokerEpoch {
    return this.#owner.broker.brokerEpoch;
  }

  /** Null when nothing changed since the last look. */
  look(): ReplicaLook | null {
    const { log, ghost } = this;
    const { replica } = this.#partition;
    const before = this.#facts;
    if (before !== null && isUnchanged(before, this.#partition, log)) return null;
    const now = factsOf(this.#partition, log);
    this.#facts = now;
    const { nodeId, incarnation } = this.#owner;
    return { ghost, nodeId, incarnation, replica, log, now, before };
  }
}

function isUnchanged(
  before: ReplicaFacts,
  { replica, isBusy }: Partition,
  log: PartitionLog,
): boolean {
  return (
    before.highWatermark === replica.highWatermark &&
    before.logEnd === log.logEnd &&
    before.durableEnd === log.durableEnd &&
    before.leaderEpoch === replica.leaderEpoch &&
    before.role === replica.role &&
    before.logStart === log.logStart &&
    before.epochs === log.epochs &&
    before.online === log.online &&
    before.isBusy === isBusy &&
    (replica.role !== "leader" ||
      (before.isr === replica.isr &&
        before.proposal === replica.proposal &&
        before.minInSyncReplicas === replica.config.minInSyncReplicas))
  );
}

function factsOf({ replica, isBusy }: Partition, log: PartitionLog): ReplicaFacts {
  const leader = replica.role === "leader" ? replica : null;
  return {
    role: replica.role,
    leaderEpoch: replica.leaderEpoch,
    highWatermark: replica.highWatermark,
    logStart: log.logStart,
    logEnd: log.logEnd,
    durableEnd: log.durableEnd,
    epochs: log.epochs,
    online: log.online,
    isBusy,
    isr: leader?.isr ?? nobody,
    minInSyncReplicas: leader?.config.minInSyncReplicas ?? 0,
    proposal: leader?.proposal ?? null,
  };
}
