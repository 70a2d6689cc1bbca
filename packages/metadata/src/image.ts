import type { BrokerEpoch, DirectoryId, NodeId, PartitionKey, TopicId, Uuid } from "@sordini/base";
import { PersistentMap } from "./persistent-map.ts";
import type { BrokerEndpoint, ConfigResource, PartitionState } from "./records.ts";

// The state that the metadata log describes at one offset: an immutable value. Two neighbouring
// images share everything that did not change, so keeping one for a while costs nothing.

export interface Image {
  readonly features: PersistentMap<string, number>;
  readonly brokers: PersistentMap<NodeId, BrokerImage>;
  readonly topics: PersistentMap<TopicId, TopicImage>;
  readonly topicIds: PersistentMap<string, TopicId>;
  /** Index: every partition that has a replica on the broker. */
  readonly replicasByBroker: PersistentMap<NodeId, PersistentMap<PartitionKey, PartitionRef>>;
  /** By `configResourceKey`; resources without a setting are absent. */
  readonly configs: PersistentMap<string, ResourceConfigs>;
  /** The newest broker epoch given to any broker; 0 before the first. */
  readonly lastBrokerEpoch: BrokerEpoch;
  readonly nextProducerId: number;
}

export interface BrokerImage {
  readonly brokerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
  readonly incarnationId: Uuid;
  readonly directoryIds: readonly DirectoryId[];
  readonly endpoints: readonly BrokerEndpoint[];
  readonly rack: string | null;
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
}

export interface TopicImage {
  readonly topicId: TopicId;
  readonly name: string;
  readonly internal: boolean;
  /** By partition number, 0 to size - 1. */
  readonly partitions: PersistentMap<number, PartitionState>;
}

export interface PartitionRef {
  readonly topicId: TopicId;
  readonly partition: number;
}

export interface ResourceConfigs {
  readonly resource: ConfigResource;
  readonly values: PersistentMap<string, string>;
}

export const emptyImage: Image = {
  features: PersistentMap.empty(),
  brokers: PersistentMap.empty(),
  topics: PersistentMap.empty(),
  topicIds: PersistentMap.empty(),
  replicasByBroker: PersistentMap.empty(),
  configs: PersistentMap.empty(),
  lastBrokerEpoch: 0,
  nextProducerId: 0,
};

export function topicById(image: Image, topicId: TopicId): TopicImage | undefined {
  return image.topics.get(topicId);
}

export function topicByName(image: Image, name: string): TopicImage | undefined {
  const topicId = image.topicIds.get(name);
  return topicId === undefined ? undefined : image.topics.get(topicId);
}

export function partitionOf(
  image: Image,
  { topicId, partition }: PartitionRef,
): PartitionState | undefined {
  return image.topics.get(topicId)?.partitions.get(partition);
}

/** In order of partition number. */
export function partitionsOf(topic: TopicImage): readonly PartitionState[] {
  return [...topic.partitions.values()].sort((a, b) => a.partition - b.partition);
}

/** In order of name. */
export function topicsOf(image: Image): readonly TopicImage[] {
  return [...image.topics.values()].sort((a, b) => compareText(a.name, b.name));
}

/** In order of id. */
export function brokersOf(image: Image): readonly BrokerImage[] {
  return [...image.brokers.values()].sort((a, b) => a.brokerId - b.brokerId);
}

/** The brokers that may lead and may join an ISR (KIP-841), in order of id. */
export function liveBrokersOf(image: Image): readonly BrokerImage[] {
  return brokersOf(image).filter(isLive);
}

/** Neither fenced nor about to shut down: may lead and may join an ISR (KIP-841). */
export function isLive(broker: BrokerImage | undefined): boolean {
  return broker !== undefined && !broker.fenced && !broker.inControlledShutdown;
}

/** Every partition with a replica on the broker, in order of topic id and partition. */
export function replicasOn(image: Image, brokerId: NodeId): readonly PartitionState[] {
  const refs = image.replicasByBroker.get(brokerId)?.values() ?? [];
  const byTopic = [...Map.groupBy(refs, (ref) => ref.topicId)];
  return byTopic
    .sort((a, b) => compareText(a[0], b[0]))
    .flatMap(([topicId, refs]) => {
      const partitions = image.topics.get(topicId)?.partitions;
      return refs
        .flatMap(({ partition }) => partitions?.get(partition) ?? [])
        .sort((a, b) => a.partition - b.partition);
    });
}

/** The partitions that the broker leads, in order of topic id and partition. */
export function leadershipsOf(image: Image, brokerId: NodeId): readonly PartitionState[] {
  return replicasOn(image, brokerId).filter((state) => state.leader === brokerId);
}

/** What is set on the resource itself, without the defaults below it. */
export function configsOf(image: Image, resource: ConfigResource): PersistentMap<string, string> {
  return image.configs.get(configResourceKey(resource))?.values ?? PersistentMap.empty();
}

export function configResourceKey({ type, name }: ConfigResource): string {
  return `${type}:${name}`;
}

/** Order by UTF-16 code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
