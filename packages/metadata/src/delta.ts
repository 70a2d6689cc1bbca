import type { NodeId, TopicId } from "@sordini/base";
import type { BrokerImage } from "./image.ts";
import type { ConfigResource, PartitionState } from "./records.ts";

// What changed from one image to a later one: the net effect, so a topic created and deleted in
// between is absent. Lists are in order of topic id, partition, broker id, resource and key.

export interface MetadataDelta {
  readonly topics: readonly TopicDelta[];
  readonly brokers: readonly BrokerDelta[];
  readonly configs: readonly ConfigDelta[];
}

export interface TopicDelta {
  readonly change: "created" | "changed" | "deleted";
  readonly topicId: TopicId;
  readonly name: string;
  /** Only the partitions that changed; all of them when the topic was created or deleted. */
  readonly partitions: readonly PartitionDelta[];
}

/** `before` is null for a new partition, `after` for a deleted one. */
export interface PartitionDelta {
  readonly partition: number;
  readonly before: PartitionState | null;
  readonly after: PartitionState | null;
}

/** `before` is null for a new broker, `after` for an unregistered one. */
export interface BrokerDelta {
  readonly brokerId: NodeId;
  readonly before: BrokerImage | null;
  readonly after: BrokerImage | null;
}

/** Null: not set on the resource itself. A deleted topic's settings appear here too. */
export interface ConfigDelta {
  readonly resource: ConfigResource;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}
