import type { Command, ReplyTo } from "@sordini/metadata";
import type { Method } from "@sordini/rpc";
import { expect, test } from "vitest";
import { alterConfigs, electLeaders, unregisterBroker } from "../src/translate/cluster.ts";
import { allocateProducerIds, alterPartition } from "../src/translate/leader-commands.ts";
import { createPartitions, createTopics, deleteTopics } from "../src/translate/topics.ts";
import type { Translation } from "../src/translate/translation.ts";

// A command that a broker forwards, and the reply that comes back, survive the wire unchanged.
function check<C extends Command, M extends Method>(
  translation: Translation<C, M>,
  example: { readonly command: C; readonly reply: ReplyTo<C> },
): void {
  test(example.command.kind, () => {
    const { method } = translation;
    const request = method.requestSerialize(translation.toRequest(example.command) as never);
    const received = method.requestDeserialize(request);
    expect(translation.toCommand(received as never)).toEqual(example.command);
    const response = method.responseSerialize(translation.toResponse(example.reply) as never);
    const answered = method.responseDeserialize(response);
    expect(translation.toReply(answered as never)).toEqual(example.reply);
  });
}

const topicId = "AAAAAAAAAAAAAAAAAAAAAA";
const refused = { error: "TOPIC_ALREADY_EXISTS", message: "there is one" } as const;

check(createTopics, {
  command: {
    kind: "createTopics",
    validateOnly: true,
    topics: [
      {
        name: "a",
        partitions: -1,
        replicationFactor: -1,
        assignments: [{ partition: 0, replicas: [3, 1] }],
        configs: [{ key: "retention.ms", value: "1" }],
      },
    ],
  },
  reply: {
    kind: "createTopics",
    topics: [
      { name: "a", topicId, partitions: 1, replicationFactor: 2 },
      { name: "validated", topicId: null, partitions: 1, replicationFactor: 2 },
      { name: "b", ...refused },
    ],
  },
});

check(deleteTopics, {
  command: { kind: "deleteTopics", names: ["a"], topicIds: [topicId] },
  reply: {
    kind: "deleteTopics",
    topics: [
      { name: "a", topicId },
      { name: null, topicId, error: "UNKNOWN_TOPIC_ID", message: "no such id" },
    ],
  },
});

check(createPartitions, {
  command: {
    kind: "createPartitions",
    validateOnly: false,
    topics: [{ name: "a", count: 4, assignments: [{ partition: 3, replicas: [1] }] }],
  },
  reply: {
    kind: "createPartitions",
    topics: [
      { name: "a", partitions: 4 },
      { name: "b", error: "INVALID_PARTITIONS", message: "fewer" },
    ],
  },
});

check(alterConfigs, {
  command: {
    kind: "alterConfigs",
    validateOnly: false,
    changes: [
      { resource: { type: "topic", name: "a" }, key: "k", value: "" },
      { resource: { type: "cluster", name: "" }, key: "k", value: null },
    ],
  },
  reply: {
    kind: "alterConfigs",
    results: [
      { resource: { type: "topic", name: "a" } },
      { resource: { type: "cluster", name: "" }, error: "INVALID_CONFIG", message: "no" },
    ],
  },
});

check(electLeaders, {
  command: { kind: "electLeaders", election: "preferred", partitions: null },
  reply: {
    kind: "electLeaders",
    results: [
      { topic: "a", partition: 0, leader: 2 },
      { topic: "a", partition: 1, error: "ELECTION_NOT_NEEDED", message: "it leads" },
    ],
  },
});

check(unregisterBroker, {
  command: { kind: "unregisterBroker", brokerId: 7 },
  reply: { kind: "unregisterBroker", remaining: 0 },
});

const state = {
  ...{ topicId, partition: 2, replicas: [1, 2, 3], isr: [1, 2] },
  ...{ leader: 1, leaderEpoch: 4, partitionEpoch: 9 },
};

check(alterPartition, {
  command: {
    kind: "alterPartition",
    brokerId: 1,
    brokerEpoch: 5,
    changes: [
      {
        ...{ topicId, partition: 2, leaderEpoch: 4, partitionEpoch: 8 },
        isr: [{ brokerId: 1, brokerEpoch: 5 }],
      },
    ],
  },
  reply: {
    kind: "alterPartition",
    results: [
      state,
      { topicId, partition: 2, error: "INVALID_UPDATE_VERSION", message: "old", current: state },
      { topicId, partition: 3, error: "UNKNOWN_TOPIC_ID", message: "gone", current: null },
    ],
  },
});

check(allocateProducerIds, {
  command: { kind: "allocateProducerIds", brokerId: 1, brokerEpoch: 5 },
  reply: { kind: "allocateProducerIds", firstProducerId: 2000, count: 1000 },
});
