import type { TopicId } from "@sordini/base";
import type { PartitionRef } from "./api.ts";
import type { Partition } from "./partition.ts";

/** The replicas of this broker, found by topic id and number without making a key first. */
export class PartitionTable implements Iterable<Partition> {
  readonly #topics = new Map<TopicId, Map<number, Partition>>();

  get(ref: PartitionRef): Partition | undefined {
    return this.#topics.get(ref.topicId)?.get(ref.partition);
  }

  add(partition: Partition): void {
    const { topicId } = partition.ref;
    let topic = this.#topics.get(topicId);
    if (topic === undefined) {
      topic = new Map();
      this.#topics.set(topicId, topic);
    }
    topic.set(partition.ref.partition, partition);
  }

  delete({ topicId, partition }: PartitionRef): void {
    const topic = this.#topics.get(topicId);
    topic?.delete(partition);
    if (topic?.size === 0) this.#topics.delete(topicId);
  }

  ofTopic(topicId: TopicId): Iterable<Partition> {
    return this.#topics.get(topicId)?.values() ?? [];
  }

  *[Symbol.iterator](): Iterator<Partition> {
    for (const topic of this.#topics.values()) {
      for (const partition of topic.values()) yield partition;
    }
  }
}
