import { type Failure, failure, type NodeId } from "@sordini/base";
import type { PlanContext, ReplicaAssignment } from "../commands.ts";
import { counted } from "../counted.ts";
import { brokersOf, type Image, isLive } from "../image.ts";
import { placeReplicas } from "../placement.ts";
import type { PartitionRecord } from "../records.ts";

/** Replicas of consecutive partitions. */
export type Assignment = readonly (readonly NodeId[])[];

/** Lets the controller choose the brokers; INVALID_REPLICATION_FACTOR when there are too few. */
export function assignByPlacement(
  image: Image,
  request: { readonly partitions: number; readonly replicationFactor: number },
  context: PlanContext,
): Assignment | Failure {
  const { replicationFactor } = request;
  const brokers = brokersOf(image).map((broker) => ({ ...broker, live: isLive(broker) }));
  if (replicationFactor > brokers.length) {
    return failure(
      "INVALID_REPLICATION_FACTOR",
      `replication factor ${replicationFactor} needs ${counted(replicationFactor, "broker")}, ` +
        `and the cluster has ${brokers.length}`,
    );
  }
  if (!brokers.some((broker) => broker.live)) {
    return failure(
      "INVALID_REPLICATION_FACTOR",
      `none of the cluster's ${brokers.length} brokers is live: start one`,
    );
  }
  return placeReplicas(brokers, { ...request, rng: context.rng });
}

/**
 * Takes the brokers that the request names: partition ids from `firstPartition` on without a gap,
 * as many replicas in each, registered brokers, none twice, one of them live. Else
 * INVALID_REPLICA_ASSIGNMENT.
 */
export function assignByHand(
  image: Image,
  assignments: readonly ReplicaAssignment[],
  { firstPartition, replicationFactor }: { firstPartition: number; replicationFactor: number },
): Assignment | Failure {
  const sorted = assignments.toSorted((a, b) => a.partition - b.partition);
  for (const [i, { partition, replicas }] of sorted.entries()) {
    if (partition !== firstPartition + i) {
      const last = firstPartition + sorted.length - 1;
      return invalid(`partitions ${firstPartition} to ${last} must be assigned, each once`);
    }
    const wrong = checkReplicas(image, replicas, replicationFactor);
    if (wrong !== null) return invalid(`partition ${partition} ${wrong}`);
  }
  return sorted.map(({ replicas }) => replicas);
}

function checkReplicas(
  image: Image,
  replicas: readonly NodeId[],
  replicationFactor: number,
): string | null {
  if (replicas.length === 0) return "has no replica: name at least one broker";
  if (replicas.length !== replicationFactor) {
    const count = counted(replicas.length, "replica");
    return `has ${count}, and the replication factor is ${replicationFactor}`;
  }
  if (new Set(replicas).size !== replicas.length) return `names a broker twice: ${replicas.join()}`;
  const unknown = replicas.find((id) => !image.brokers.has(id));
  if (unknown !== undefined) return `names broker ${unknown}, which is not registered`;
  if (replicas.some((id) => isLive(image.brokers.get(id)))) return null;
  return `names only brokers that are fenced or shutting down: ${replicas.join()}`;
}

function invalid(message: string): Failure {
  return failure("INVALID_REPLICA_ASSIGNMENT", message);
}

/**
 * A new partition: its live replicas are in sync, since the log is empty; the first of them leads.
 */
export function newPartition(
  image: Image,
  id: { readonly topicId: string; readonly partition: number },
  replicas: readonly NodeId[],
): PartitionRecord {
  const live = replicas.filter((replica) => isLive(image.brokers.get(replica)));
  return {
    kind: "partition",
    v: 1,
    topicId: id.topicId,
    partition: id.partition,
    replicas,
    isr: live.toSorted((a, b) => a - b),
    leader: live[0] ?? -1,
    leaderEpoch: 0,
    partitionEpoch: 0,
  };
}
