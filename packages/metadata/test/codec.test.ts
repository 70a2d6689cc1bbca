import { MalformedError, utf8Encode } from "@sordini/base";
import { describe, expect, test } from "vitest";
import { decodeRecords, encodeRecords, type MetadataRecord } from "../src/index.ts";
import { uuidOf } from "./world.ts";

const topicId = uuidOf("flights");

const oneOfEachKind: readonly MetadataRecord[] = [
  {
    kind: "brokerRegistered",
    v: 1,
    brokerId: 1,
    brokerEpoch: 1,
    incarnationId: uuidOf("process"),
    directoryIds: [uuidOf("disk")],
    endpoints: [{ listener: "GRPC", host: "localhost", port: 9094 }],
    rack: null,
    fenced: true,
    inControlledShutdown: false,
  },
  { kind: "brokerChanged", v: 1, brokerId: 1, brokerEpoch: 1, fenced: false },
  { kind: "brokerUnregistered", v: 1, brokerId: 1, brokerEpoch: 1 },
  { kind: "brokerEpochGiven", v: 1, lastBrokerEpoch: 4 },
  { kind: "topic", v: 1, topicId, name: "flights", internal: false },
  {
    kind: "partition",
    v: 1,
    topicId,
    partition: 0,
    replicas: [2, 1],
    isr: [1, 2],
    leader: 2,
    leaderEpoch: 0,
    partitionEpoch: 0,
  },
  {
    kind: "partitionChanged",
    v: 1,
    topicId,
    partition: 0,
    isr: [1],
    leader: -1,
    leaderEpoch: 1,
    partitionEpoch: 1,
  },
  { kind: "topicRemoved", v: 1, topicId },
  {
    kind: "configSet",
    v: 1,
    resource: { type: "cluster", name: "" },
    key: "log.retention.ms",
    value: null,
  },
  { kind: "producerIdsGiven", v: 1, nextProducerId: 1000 },
  { kind: "featureLevel", v: 1, feature: "metadata.version", level: 1 },
];

describe("codec", () => {
  test("decodes what it encoded, one record of each kind", () => {
    expect(decodeRecords(encodeRecords(oneOfEachKind))).toEqual(oneOfEachKind);
  });

  test("an encoded batch is JSON that any tool reads", () => {
    const batch = encodeRecords([{ kind: "topicRemoved", v: 1, topicId }]);
    expect(batch).toEqual(utf8Encode(`[{"kind":"topicRemoved","v":1,"topicId":"${topicId}"}]`));
  });

  test.each([
    ["{", "a batch of metadata records is not JSON"],
    ["{}", "a batch of metadata records is a JSON array"],
    ["[7]", "metadata record 0 is not an object"],
    ['[{"kind":"topic"}]', "metadata record 0 has no kind and version"],
    ['[{"kind":"topic","v":0}]', "metadata record 0 has no kind and version"],
    [
      '[{"kind":"topic","v":2}]',
      "metadata record 0 (topic, version 2) was written by a newer Sordini: upgrade this node",
    ],
    [
      '[{"kind":"toString","v":1}]',
      "metadata record 0 (toString, version 1) was written by a newer Sordini: upgrade this node",
    ],
    [
      '[{"kind":"topicRemoved","v":1,"topicId":"short"}]',
      'metadata record 0 (topicRemoved): topicId is "short", not a uuid of 22 base64url characters',
    ],
    [
      '[{"kind":"producerIdsGiven","v":1}]',
      "metadata record 0 (producerIdsGiven): nextProducerId is nothing, not an integer >= 0",
    ],
    [
      '[{"kind":"brokerEpochGiven","v":1,"lastBrokerEpoch":9007199254740993}]',
      "lastBrokerEpoch is 9007199254740992, not an integer >= 0",
    ],
  ])("refuses %s", (text, message) => {
    expect(() => decodeRecords(utf8Encode(text))).toThrow(MalformedError);
    expect(() => decodeRecords(utf8Encode(text))).toThrow(message);
  });

  test("refuses a record of each kind that lacks one of its fields", () => {
    for (const record of oneOfEachKind) {
      for (const field of Object.keys(record)) {
        if (record.kind === "brokerChanged" && field === "fenced") continue;
        const { [field]: _, ...damaged } = record as unknown as Record<string, unknown>;
        const bytes = utf8Encode(JSON.stringify([damaged]));
        expect(() => decodeRecords(bytes), `${record.kind}.${field}`).toThrow(MalformedError);
      }
    }
  });
});
