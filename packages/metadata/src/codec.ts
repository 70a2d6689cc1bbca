import { isUuid, MalformedError, utf8Decode, utf8Encode } from "@sordini/base";
import type { MetadataRecord, RecordKind } from "./records.ts";

// The form of records in the Raft log, in snapshots and on the stream to brokers: one batch is one
// JSON array in UTF-8 (docs/adr/0011). Metadata changes are rare and small, so that being able to
// read a log with any tool is worth more than the bytes. What comes from a disk or a peer is
// checked field by field here; behind this door everything trusts the types.

export function encodeRecords(records: readonly MetadataRecord[]): Uint8Array {
  return utf8Encode(JSON.stringify(records));
}

/** Throws MalformedError for what is no batch, and for kinds and versions that came later. */
export function decodeRecords(bytes: Uint8Array): readonly MetadataRecord[] {
  const batch = parse(utf8Decode(bytes));
  if (!Array.isArray(batch))
    throw new MalformedError("a batch of metadata records is a JSON array");
  return batch.map((value, index) => checkRecord(value, `metadata record ${index}`));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MalformedError(`a batch of metadata records is not JSON: ${String(error)}`);
  }
}

const currentVersion = 1;

function checkRecord(value: unknown, where: string): MetadataRecord {
  if (!isObject(value)) throw new MalformedError(`${where} is not an object`);
  const { kind, v } = value;
  if (typeof kind !== "string" || !isInteger(v) || v < 1) {
    throw new MalformedError(`${where} has no kind and version`);
  }
  if (!Object.hasOwn(layouts, kind) || v > currentVersion) {
    throw new MalformedError(
      `${where} (${kind}, version ${v}) was written by a newer Sordini: upgrade this node`,
    );
  }
  const layout: Layout = layouts[kind as RecordKind];
  for (const [field, check] of Object.entries(layout)) {
    if (check.holds(value[field])) continue;
    const found = JSON.stringify(value[field]) ?? "nothing";
    throw new MalformedError(`${where} (${kind}): ${field} is ${found}, not ${check.expected}`);
  }
  return value as unknown as MetadataRecord;
}

interface Check {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

type Layout = Readonly<Record<string, Check>>;

const count: Check = { expected: "an integer >= 0", holds: (v) => isInteger(v) && v >= 0 };
const leaderId: Check = { expected: "a broker id or -1", holds: (v) => isInteger(v) && v >= -1 };
const text: Check = { expected: "text", holds: (v) => typeof v === "string" };
const flag: Check = { expected: "true or false", holds: (v) => typeof v === "boolean" };
const uuid: Check = {
  expected: "a uuid of 22 base64url characters",
  holds: (v) => typeof v === "string" && isUuid(v),
};
const endpoint: Check = {
  expected: "an endpoint with listener, host and port",
  holds: (v) => isObject(v) && text.holds(v.listener) && text.holds(v.host) && count.holds(v.port),
};
const resource: Check = {
  expected: "a resource: type topic, broker or cluster, and a name",
  holds: (v) =>
    isObject(v) && ["topic", "broker", "cluster"].includes(v.type as string) && text.holds(v.name),
};

const brokerFields = { brokerId: count, brokerEpoch: count };
const partitionFields = { topicId: uuid, partition: count };
const leaderFields = {
  isr: list(count),
  leader: leaderId,
  leaderEpoch: count,
  partitionEpoch: count,
};

/** Every field of every kind: the compiler finds one that is missing. */
const layouts: {
  readonly [K in RecordKind]: {
    readonly [F in Exclude<keyof Extract<MetadataRecord, { kind: K }>, "kind" | "v">]-?: Check;
  };
} = {
  brokerRegistered: {
    ...brokerFields,
    incarnationId: uuid,
    directoryIds: list(uuid),
    endpoints: list(endpoint),
    rack: nullable(text),
    fenced: flag,
    inControlledShutdown: flag,
  },
  brokerChanged: { ...brokerFields, fenced: optional(flag), inControlledShutdown: optional(flag) },
  brokerUnregistered: brokerFields,
  brokerEpochGiven: { lastBrokerEpoch: count },
  topic: { topicId: uuid, name: text, internal: flag },
  partition: { ...partitionFields, replicas: list(count), ...leaderFields },
  partitionChanged: { ...partitionFields, ...leaderFields },
  topicRemoved: { topicId: uuid },
  configSet: { resource, key: text, value: nullable(text) },
  producerIdsGiven: { nextProducerId: count },
  featureLevel: { feature: text, level: count },
};

function list(item: Check): Check {
  return {
    expected: `a list, each ${item.expected}`,
    holds: (value) => Array.isArray(value) && value.every((each) => item.holds(each)),
  };
}

function nullable(check: Check): Check {
  return {
    expected: `${check.expected} or null`,
    holds: (value) => value === null || check.holds(value),
  };
}

function optional(check: Check): Check {
  return {
    expected: `${check.expected} or absent`,
    holds: (value) => value === undefined || check.holds(value),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
