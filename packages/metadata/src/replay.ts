import { assert, type NodeId, partitionKey, type TopicId, unreachable } from "@sordini/base";
import {
  type BrokerImage,
  configResourceKey,
  configsOf,
  type Image,
  partitionOf,
  type TopicImage,
} from "./image.ts";
import { PersistentMap } from "./persistent-map.ts";
import type {
  BrokerChanged,
  BrokerRegistered,
  ConfigSet,
  MetadataRecord,
  PartitionChanged,
  PartitionRecord,
  PartitionState,
  TopicRecord,
} from "./records.ts";

/**
 * The image after `record`. It cannot refuse: a record that does not fit has been planned by a bug
 * or read from a damaged log, and stops the process before the damage spreads (B25).
 */
export function replay(image: Image, record: MetadataRecord): Image {
  switch (record.kind) {
    case "brokerRegistered":
      return replayBrokerRegistered(image, record);
    case "brokerChanged":
      return replayBrokerChanged(image, record);
    case "brokerUnregistered":
      brokerWithEpoch(image, record);
      return { ...image, brokers: image.brokers.delete(record.brokerId) };
    case "brokerEpochGiven":
      assert(record.lastBrokerEpoch >= image.lastBrokerEpoch, "broker epochs went back");
      return { ...image, lastBrokerEpoch: record.lastBrokerEpoch };
    case "topic":
      return replayTopic(image, record);
    case "partition":
      return replayPartition(image, record);
    case "partitionChanged":
      return replayPartitionChanged(image, record);
    case "topicRemoved":
      return replayTopicRemoved(image, record.topicId);
    case "configSet":
      return replayConfigSet(image, record);
    case "producerIdsGiven":
      assert(record.nextProducerId > image.nextProducerId, "producer ids were given twice (I29)");
      return { ...image, nextProducerId: record.nextProducerId };
    case "featureLevel":
      return { ...image, features: withFeature(image, record) };
    default:
      return unreachable(record);
  }
}

function replayBrokerRegistered(image: Image, record: BrokerRegistered): Image {
  const { kind: _, v: __, ...fields } = record;
  const known = image.brokers.get(record.brokerId);
  assert(
    known === undefined || record.brokerEpoch > known.brokerEpoch,
    `broker ${record.brokerId} registered again with epoch ${record.brokerEpoch}`,
  );
  return {
    ...image,
    brokers: image.brokers.set(record.brokerId, fields),
    lastBrokerEpoch: Math.max(image.lastBrokerEpoch, record.brokerEpoch),
  };
}

function replayBrokerChanged(image: Image, record: BrokerChanged): Image {
  const before = brokerWithEpoch(image, record);
  const broker: BrokerImage = {
    ...before,
    fenced: record.fenced ?? before.fenced,
    inControlledShutdown: record.inControlledShutdown ?? before.inControlledShutdown,
  };
  return { ...image, brokers: image.brokers.set(record.brokerId, broker) };
}

function brokerWithEpoch(
  image: Image,
  { brokerId, brokerEpoch }: { brokerId: NodeId; brokerEpoch: number },
): BrokerImage {
  const broker = image.brokers.get(brokerId);
  assert(broker !== undefined, `broker ${brokerId} is not registered`);
  assert(broker.brokerEpoch === brokerEpoch, `broker ${brokerId} has another epoch`);
  return broker;
}

function replayTopic(image: Image, { topicId, name, internal }: TopicRecord): Image {
  assert(!image.topics.has(topicId), `topic id ${topicId} is taken (I46)`);
  assert(!image.topicIds.has(name), `topic name ${name} is taken`);
  const topic: TopicImage = { topicId, name, internal, partitions: PersistentMap.empty() };
  return {
    ...image,
    topics: image.topics.set(topicId, topic),
    topicIds: image.topicIds.set(name, topicId),
  };
}

function replayPartition(image: Image, record: PartitionRecord): Image {
  const { kind: _, v: __, ...state } = record;
  const topic = topicWithId(image, record.topicId);
  assert(
    record.partition === topic.partitions.size,
    `partition ${record.partition} of ${topic.name} does not follow ${topic.partitions.size - 1}`,
  );
  assertConsistent(state);
  const ref = { topicId: record.topicId, partition: record.partition };
  const key = partitionKey(ref.topicId, ref.partition);
  let replicasByBroker = image.replicasByBroker;
  for (const brokerId of record.replicas) {
    const refs = replicasByBroker.get(brokerId) ?? PersistentMap.empty();
    replicasByBroker = replicasByBroker.set(brokerId, refs.set(key, ref));
  }
  return { ...withPartition(image, topic, state), replicasByBroker };
}

function replayPartitionChanged(image: Image, record: PartitionChanged): Image {
  const topic = topicWithId(image, record.topicId);
  const before = partitionOf(image, record);
  assert(before !== undefined, `partition ${record.partition} of ${topic.name} is unknown`);
  assert(
    record.partitionEpoch === before.partitionEpoch + 1,
    `partition epoch ${record.partitionEpoch} after ${before.partitionEpoch} (I19)`,
  );
  assert(
    record.leaderEpoch === before.leaderEpoch + (record.leader === before.leader ? 0 : 1),
    `leader epoch ${record.leaderEpoch} after ${before.leaderEpoch}`,
  );
  const { isr, leader, leaderEpoch, partitionEpoch } = record;
  const state = { ...before, isr, leader, leaderEpoch, partitionEpoch };
  assertConsistent(state);
  return withPartition(image, topic, state);
}

function topicWithId(image: Image, topicId: TopicId): TopicImage {
  const topic = image.topics.get(topicId);
  assert(topic !== undefined, `topic id ${topicId} is unknown`);
  return topic;
}

function assertConsistent({ replicas, isr, leader }: PartitionState): void {
  assert(
    new Set(replicas).size === replicas.length,
    `replicas ${replicas.join()} name a broker twice`,
  );
  assert(isr.length > 0, "the last in-sync replica was removed (I16)");
  for (const [i, member] of isr.entries()) {
    assert(replicas.includes(member), `ISR member ${member} is no replica`);
    assert(i === 0 || (isr[i - 1] as NodeId) < member, `ISR ${isr.join()} is not sorted`);
  }
  assert(leader === -1 || isr.includes(leader), `leader ${leader} is not in sync (I16)`);
}

function withPartition(image: Image, topic: TopicImage, state: PartitionState): Image {
  const partitions = topic.partitions.set(state.partition, state);
  return { ...image, topics: image.topics.set(topic.topicId, { ...topic, partitions }) };
}

function replayTopicRemoved(image: Image, topicId: TopicId): Image {
  const topic = topicWithId(image, topicId);
  let replicasByBroker = image.replicasByBroker;
  for (const { partition, replicas } of topic.partitions.values()) {
    for (const brokerId of replicas) {
      const refs = replicasByBroker.get(brokerId);
      assert(refs !== undefined, `broker ${brokerId} has no index of its replicas`);
      const left = refs.delete(partitionKey(topicId, partition));
      replicasByBroker =
        left.size > 0 ? replicasByBroker.set(brokerId, left) : replicasByBroker.delete(brokerId);
    }
  }
  return {
    ...image,
    replicasByBroker,
    topics: image.topics.delete(topicId),
    topicIds: image.topicIds.delete(topic.name),
    configs: image.configs.delete(configResourceKey({ type: "topic", name: topic.name })),
  };
}

function replayConfigSet(image: Image, { resource, key, value }: ConfigSet): Image {
  const before = configsOf(image, resource);
  const values = value === null ? before.delete(key) : before.set(key, value);
  const name = configResourceKey(resource);
  const configs =
    values.size > 0 ? image.configs.set(name, { resource, values }) : image.configs.delete(name);
  return { ...image, configs };
}

function withFeature(
  image: Image,
  { feature, level }: { feature: string; level: number },
): Image["features"] {
  return level === 0 ? image.features.delete(feature) : image.features.set(feature, level);
}
