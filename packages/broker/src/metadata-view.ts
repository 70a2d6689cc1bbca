import { type Failure, failure, type NodeId, type TopicId, type Uuid } from "@sordini/base";
import {
  brokersOf,
  configsOf,
  describeTopicConfigs,
  type DescribedConfig,
  emptyImage,
  type Image,
  partitionOf,
  partitionsOf,
  type TopicImage,
  topicByName,
  topicsOf,
} from "@sordini/metadata";
import type {
  BrokerDescription,
  MetadataView,
  PartitionFailure,
  PartitionRef,
  TopicDescription,
} from "./api.ts";
import type { ActiveController } from "./active-controller.ts";
import type { Endpoint } from "./ports.ts";

/** Holds the newest metadata image and answers what listeners and request paths ask of it. */
export class ClusterView implements MetadataView {
  readonly clusterId: Uuid;
  readonly #active: ActiveController;
  readonly #staticConfigs: ReadonlyMap<string, string>;
  /** Replaced as a whole by the metadata feed (I12: never by an older one). */
  image: Image = emptyImage;
  /**
   * False until the image holds all that was committed when this process first reached a
   * controller. What is missing before that may only not have come yet (B24), so it is not denied.
   */
  isWhole = false;

  constructor(
    clusterId: Uuid,
    active: ActiveController,
    staticConfigs: ReadonlyMap<string, string>,
  ) {
    this.clusterId = clusterId;
    this.#active = active;
    this.#staticConfigs = staticConfigs;
  }

  get controllerId(): NodeId {
    return this.#active.known;
  }

  brokers(): readonly BrokerDescription[] {
    return brokersOf(this.image).map(({ brokerId, rack, fenced, endpoints }) => ({
      nodeId: brokerId,
      rack,
      fenced,
      endpoints,
    }));
  }

  topics(): readonly TopicDescription[] {
    return topicsOf(this.image).map((topic) => this.#describe(topic));
  }

  topic(name: string): TopicDescription | Failure {
    const topic = topicByName(this.image, name);
    if (topic !== undefined) return this.#describe(topic);
    return this.#unknownTopic(name);
  }

  topicById(topicId: TopicId): TopicDescription | Failure {
    const topic = this.image.topics.get(topicId);
    if (topic !== undefined) return this.#describe(topic);
    return this.#unknownTopicId(topicId);
  }

  topicConfigs(name: string): readonly DescribedConfig[] | Failure {
    if (!this.image.topicIds.has(name)) return this.#unknownTopic(name);
    return describeTopicConfigs(this.image, name, { staticConfigs: this.#staticConfigs });
  }

  endpointOf(nodeId: NodeId, listener: string): Endpoint | undefined {
    const endpoints = this.image.brokers.get(nodeId)?.endpoints;
    return endpoints?.find((endpoint) => endpoint.listener === listener);
  }

  /** Why this broker, which has no replica that leads, cannot serve the partition. */
  whyNotHere({ topicId, partition }: PartitionRef): PartitionFailure {
    const topic = this.image.topics.get(topicId);
    if (topic === undefined) return this.#unknownTopicId(topicId);
    if (!topic.partitions.has(partition)) {
      if (!this.isWhole) return startingUp();
      const what = `topic "${topic.name}" has ${topic.partitions.size} partitions, no ${partition}`;
      return failure("UNKNOWN_TOPIC_OR_PARTITION", what);
    }
    const what = `this broker does not lead partition ${partition} of "${topic.name}"`;
    return this.withLeader(failure("NOT_LEADER_OR_FOLLOWER", what), { topicId, partition });
  }

  /** Adds the partition's leader, where there is one, so that the client can go there at once. */
  withLeader(why: Failure, ref: PartitionRef): PartitionFailure {
    const state = partitionOf(this.image, ref);
    if (state === undefined || state.leader < 0) return why;
    const currentLeader = { leaderId: state.leader, leaderEpoch: state.leaderEpoch };
    return { error: why.error, message: why.message, currentLeader };
  }

  #unknownTopic(name: string): Failure {
    if (!this.isWhole) return startingUp();
    return failure("UNKNOWN_TOPIC_OR_PARTITION", `there is no topic "${name}"`);
  }

  #unknownTopicId(topicId: TopicId): Failure {
    if (!this.isWhole) return startingUp();
    return failure("UNKNOWN_TOPIC_ID", `there is no topic with the id ${topicId}`);
  }

  #describe(topic: TopicImage): TopicDescription {
    return {
      name: topic.name,
      topicId: topic.topicId,
      partitions: partitionsOf(topic).map((state) => ({
        partition: state.partition,
        leaderId: state.leader,
        leaderEpoch: state.leaderEpoch,
        replicas: state.replicas,
        isr: state.isr,
      })),
      configs: new Map(configsOf(this.image, { type: "topic", name: topic.name })),
    };
  }
}

/** Retriable, and sends clients to look for the leader again. */
function startingUp(): Failure {
  const what = "this broker is starting and does not know every topic yet";
  return failure("LEADER_NOT_AVAILABLE", what);
}
