import { assert, partitionKey } from "@sordini/base";
import { type Image, isLive, type PartitionState } from "../src/index.ts";

/** What holds in every image. */
export function checkImage(image: Image): void {
  let replicas = 0;
  for (const topic of image.topics.values()) {
    assert(image.topicIds.get(topic.name) === topic.topicId, "topic names and ids agree");
    for (const state of topic.partitions.values()) {
      replicas += state.replicas.length;
      checkPartition(image, state);
    }
  }
  assert(image.topicIds.size === image.topics.size, "no name without a topic");
  const indexed = [...image.replicasByBroker.values()].map((refs) => refs.size);
  assert(indexed.reduce((a, b) => a + b, 0) === replicas, "the index holds each replica once");
  for (const broker of image.brokers.values()) {
    assert(broker.brokerEpoch <= image.lastBrokerEpoch, "broker epochs are counted");
  }
}

function checkPartition(image: Image, state: PartitionState): void {
  const { replicas, isr, leader, topicId, partition } = state;
  assert(isr.length > 0, "the ISR is never empty");
  assert(
    isr.every((member) => replicas.includes(member)),
    "the ISR is a subset of the replicas",
  );
  assert(leader === -1 || isr.includes(leader), "the leader is in sync");
  assert(new Set(replicas).size === replicas.length, "no broker holds two replicas");
  for (const id of replicas) {
    const key = partitionKey(topicId, partition);
    assert(image.replicasByBroker.get(id)?.has(key) === true, "the index holds the replica");
  }
  for (const id of isr) {
    const gone = image.brokers.get(id)?.fenced ?? true;
    assert(!gone || isr.length === 1, `fenced broker ${id} is in sync only as the last (I25)`);
    assert(!gone || leader === -1, `fenced broker ${id} does not lead`);
  }
  const someoneMayLead = isr.some((id) => isLive(image.brokers.get(id)));
  assert(leader !== -1 || !someoneMayLead, "a live in-sync replica is elected");
}

/** What holds from each image to the next. */
export function checkStep(before: Image, after: Image): void {
  assert(after.lastBrokerEpoch >= before.lastBrokerEpoch, "broker epochs never go back");
  assert(after.nextProducerId >= before.nextProducerId, "producer ids never go back (I29)");
  for (const topic of after.topics.values()) {
    const earlier = before.topics.get(topic.topicId);
    if (earlier === undefined || earlier === topic) continue;
    assert(earlier.name === topic.name, "a topic keeps its name");
    for (const state of topic.partitions.values()) {
      const was = earlier.partitions.get(state.partition);
      if (was === undefined || was === state) continue;
      assert(state.leaderEpoch >= was.leaderEpoch, "leader epochs never go back");
      assert(
        state.partitionEpoch > was.partitionEpoch,
        "a change raises the partition epoch (I19)",
      );
      const sameLeader = state.leader === was.leader;
      assert(sameLeader || state.leaderEpoch > was.leaderEpoch, "a new leader has a new epoch");
    }
  }
}
