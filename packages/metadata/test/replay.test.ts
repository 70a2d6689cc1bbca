import { AssertionError } from "@sordini/base";
import { describe, expect, test } from "vitest";
import { emptyImage, type MetadataRecord, replay } from "../src/index.ts";
import { uuidOf } from "./world.ts";

const topicId = uuidOf("flights");
const topic: MetadataRecord = { kind: "topic", v: 1, topicId, name: "flights", internal: false };
const partition = {
  kind: "partition",
  v: 1,
  topicId,
  partition: 0,
  replicas: [1, 2],
  isr: [1, 2],
  leader: 1,
  leaderEpoch: 0,
  partitionEpoch: 0,
} as const;
const changed = {
  kind: "partitionChanged",
  v: 1,
  topicId,
  partition: 0,
  isr: [2],
  leader: 2,
  leaderEpoch: 1,
  partitionEpoch: 1,
} as const;
const ids: MetadataRecord = { kind: "producerIdsGiven", v: 1, nextProducerId: 1000 };

describe("replay", () => {
  test("takes the records that the refusals below are made of", () => {
    const image = [topic, partition, changed, ids].reduce(replay, emptyImage);
    expect(image.topics.get(topicId)?.partitions.get(0)?.leader).toBe(2);
  });

  test.each<[string, readonly MetadataRecord[]]>([
    ["topic id flightsAAAAAAAAAAAAAAA is taken (I46)", [topic, topic]],
    ["topic name flights is taken", [topic, { ...topic, topicId: uuidOf("other") }]],
    ["is unknown", [partition]],
    ["does not follow", [topic, { ...partition, partition: 1 }]],
    ["name a broker twice", [topic, { ...partition, replicas: [1, 1] }]],
    ["ISR member 3 is no replica", [topic, { ...partition, isr: [1, 3] }]],
    ["ISR 2,1 is not sorted", [topic, { ...partition, isr: [2, 1] }]],
    ["the last in-sync replica was removed", [topic, { ...partition, isr: [] }]],
    ["leader 1 is not in sync", [topic, { ...partition, isr: [2] }]],
    ["partition epoch 2 after 0 (I19)", [topic, partition, { ...changed, partitionEpoch: 2 }]],
    ["leader epoch 0 after 0", [topic, partition, { ...changed, leaderEpoch: 0 }]],
    ["partition 7 of flights is unknown", [topic, { ...changed, partition: 7 }]],
    [
      "broker 1 is not registered",
      [{ kind: "brokerUnregistered", v: 1, brokerId: 1, brokerEpoch: 1 }],
    ],
    ["producer ids were given twice (I29)", [ids, ids]],
  ])("stops the process: %s", (message, records) => {
    const run = () => records.reduce(replay, emptyImage);
    expect(run).toThrow(AssertionError);
    expect(run).toThrow(message);
  });
});
