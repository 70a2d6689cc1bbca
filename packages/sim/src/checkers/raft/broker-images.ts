import { assert, type NodeId, type TopicId } from "@sordini/base";
import type { Broker } from "@sordini/broker";
import type { Image, TopicImage } from "@sordini/metadata";
import { InvariantViolation, type MetadataPush, type NodeView } from "../cluster-view.ts";
import type { CommittedLog } from "./committed-log.ts";

interface Seen {
  readonly incarnation: number;
  image: Image;
  readonly deleted: Set<TopicId>;
}

/**
 * I12: what a broker knows of the metadata never goes back within one life of its process: broker
 * epochs and partition epochs only grow, and a deleted topic does not return. Catches a feed that
 * begins anew from an older controller. I7: brokers are told committed entries only.
 */
export class BrokerImages {
  readonly #committed: CommittedLog;
  readonly #seen = new Map<NodeId, Seen>();

  constructor(committed: CommittedLog) {
    this.#committed = committed;
  }

  /** What leaves a controller is committed at the latest when it arrives. */
  onPush({ to, entries }: MetadataPush): void {
    for (const { offset, epoch } of entries) {
      const term = this.#committed.termOf(offset);
      if (term === epoch) continue;
      const what = term === undefined ? "is not committed" : `is committed as of term ${term}`;
      const text = `broker ${to} is told entry ${offset}@${epoch}, which ${what}`;
      throw new InvariantViolation("I7", text);
    }
  }

  look({ nodeId, incarnation, broker }: NodeView): void {
    if (broker === null) return;
    const image = imageOf(broker);
    const seen = this.#seen.get(nodeId);
    if (seen?.incarnation !== incarnation) {
      this.#seen.set(nodeId, { incarnation, image, deleted: new Set() });
      return;
    }
    if (seen.image === image) return;
    const before = seen.image;
    seen.image = image;
    if (image.lastBrokerEpoch < before.lastBrokerEpoch) {
      throw new InvariantViolation("I12", `broker ${nodeId} forgot a broker epoch`);
    }
    for (const topic of before.topics.values()) {
      const after = image.topics.get(topic.topicId);
      if (after === undefined) seen.deleted.add(topic.topicId);
      else if (after !== topic) comparePartitions(nodeId, topic, after);
    }
    for (const topicId of seen.deleted) {
      if (!image.topics.has(topicId)) continue;
      throw new InvariantViolation("I12", `topic ${topicId} came back to broker ${nodeId}`);
    }
  }
}

function comparePartitions(nodeId: NodeId, before: TopicImage, after: TopicImage): void {
  for (const was of before.partitions.values()) {
    const is = after.partitions.get(was.partition);
    if (is === was || (is !== undefined && is.partitionEpoch >= was.partitionEpoch)) continue;
    const name = `${before.name}-${was.partition}`;
    const text = `broker ${nodeId} knew ${name} in partition epoch ${was.partitionEpoch}`;
    throw new InvariantViolation("I12", `${text}, now in ${is?.partitionEpoch ?? "none"}`);
  }
}

/** The image behind what a broker shows its listeners. */
export function imageOf({ metadata }: Broker): Image {
  assert("image" in metadata, "a broker's metadata view holds an image");
  return metadata.image as Image;
}
