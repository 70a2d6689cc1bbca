// The nouns that every package shares. They are plain numbers and strings: an offset is a JS number
// (docs/adr/0003), checked safe where it enters (see bytes.ts).

/** Position of a record in a partition log, or of an entry in the Raft log. Counts from 0. */
export type Offset = number;
/** Leader epoch of a partition (Raft's term, outside raft): grows with every new leader. */
export type Epoch = number;
/** Milliseconds of a monotonic or a wall clock; the field's name says which. */
export type Millis = number;
/** `node.id` of a controller or broker; the two roles share one numbering, as in KRaft. */
export type NodeId = number;
/** Given by the active controller at registration; after a restart it is higher (KIP-903). */
export type BrokerEpoch = number;
/** 128 random bits in base64url, 22 characters, as Kafka prints topic and cluster ids. */
export type Uuid = string;
export type TopicId = Uuid;
/** Identity of one log directory; an emptied disk is a new directory (KIP-853, invariant I14). */
export type DirectoryId = Uuid;

/** Key of a partition in maps and between brokers: topic names may be reused, ids not. */
export type PartitionKey = `${TopicId}:${number}`;

export function partitionKey(topicId: TopicId, partition: number): PartitionKey {
  return `${topicId}:${partition}`;
}
