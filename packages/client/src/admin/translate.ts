import type { adminService, clientService, ReceivedResponseOf, RequestOf } from "@sordini/rpc";
import { type ErrorFacts, errorOf } from "../errors.ts";
import type {
  BrokerDescription,
  ConfigResource,
  NewTopic,
  QuorumReplica,
  TopicDescription,
  TopicListing,
} from "../types/admin.ts";

// Between the messages of proto/ and the shapes of types/admin.ts.

type Metadata = ReceivedResponseOf<typeof clientService.getMetadata>;
type Cluster = ReceivedResponseOf<typeof adminService.describeCluster>;
type Quorum = ReceivedResponseOf<typeof adminService.describeQuorum>;
type NewTopicMessage = NonNullable<RequestOf<typeof adminService.createTopics>["topics"]>[number];

interface Result {
  readonly errorCode: number;
  readonly errorMessage: string;
}

/** Throws the error of the first item that has one. */
export function throwFirst<R extends Result>(
  results: readonly R[],
  factsOf: (result: R) => ErrorFacts,
): void {
  const failed = results.filter(({ errorCode }) => errorCode !== 0);
  const [first] = failed;
  if (first === undefined) return;
  const others = failed.length === 1 ? "" : ` (and ${failed.length - 1} more failed)`;
  throw errorOf(first.errorCode, first.errorMessage + others, factsOf(first));
}

export function toNewTopic(topic: NewTopic): NewTopicMessage {
  const { name, partitions = -1, replicationFactor = -1, assignments = [], config = {} } = topic;
  return {
    name,
    partitions,
    replicationFactor,
    assignments: assignments.map(({ partition, replicas }) => ({
      partition,
      replicas: [...replicas],
    })),
    configs: { ...config },
  };
}

export function toListing({ name, topicId, partitions }: Metadata["topics"][number]): TopicListing {
  const replicationFactor = partitions[0]?.replicas.length ?? 0;
  return { name, topicId, partitions: partitions.length, replicationFactor };
}

export function toDescription(topic: Metadata["topics"][number]): TopicDescription {
  const { name, topicId, partitions } = topic;
  return {
    name,
    topicId,
    partitions: partitions
      .map(({ partition, leaderId, leaderEpoch, replicas, isr }) => ({
        partition,
        leader: leaderId < 0 ? null : leaderId,
        leaderEpoch,
        replicas,
        isr,
      }))
      .toSorted((a, b) => a.partition - b.partition),
  };
}

export function toBroker(broker: Cluster["brokers"][number]): BrokerDescription {
  const { nodeId, host, port, rack, fenced, partitions, leaders } = broker;
  return { nodeId, host, port, rack: rack === "" ? null : rack, fenced, partitions, leaders };
}

export function toReplica(replica: Quorum["voters"][number]): QuorumReplica {
  const { nodeId, directoryId, logEndOffset, lastContactMs, lastCaughtUpMs } = replica;
  return {
    nodeId,
    directoryId,
    logEndOffset,
    lastContactMs: lastContactMs < 0 ? null : lastContactMs,
    lastCaughtUpMs: lastCaughtUpMs < 0 ? null : lastCaughtUpMs,
  };
}

interface ResourceMessage {
  readonly type: string;
  readonly name: string;
}

export function toResource(resource: ResourceMessage | null): ConfigResource {
  const type = (resource?.type ?? "cluster") as ConfigResource["type"];
  return { type, name: resource?.name ?? "" };
}

export function resourceText({
  resource,
}: {
  readonly resource: ResourceMessage | null;
}): ErrorFacts {
  return resource?.type === "topic" ? { topic: resource.name } : {};
}
