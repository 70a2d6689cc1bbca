import { randomBelow, type Rng } from "@sordini/base";
import type { RecordContent } from "@sordini/records";
import type { TopicInfo } from "../cluster/metadata.ts";
import { noPartition } from "../cluster/offsets.ts";
import { SordiniError } from "../errors.ts";
import type { Bytes } from "../types/topic.ts";
import type { Partitioner } from "../types/producer.ts";
import { partitionOfKey } from "./partitioner.ts";
import { PartitionQueue, type QueueContext } from "./partition-queue.ts";

export interface TopicWriterOptions {
  readonly queueContext: QueueContext;
  readonly partitioner: Partitioner | undefined;
  readonly rng: Rng;
  /** Records without a key stay on a partition for this many bytes. */
  readonly stickyBytes: number;
}

/** A topic's queues, and which of them a record goes to. */
export class TopicWriter {
  readonly #options: TopicWriterOptions;
  readonly queues: PartitionQueue[] = [];
  /** As far as is known; the topic's next state replaces it. */
  info: TopicInfo;
  #sticky = 0;
  #stickyUntilBytes = 0;

  constructor(info: TopicInfo, options: TopicWriterOptions) {
    this.info = info;
    this.#options = options;
    this.update(info);
  }

  /** Takes over new metadata. Partitions only ever become more. */
  update(info: TopicInfo): void {
    this.info = info;
    for (let partition = this.queues.length; partition < info.partitions.length; partition++) {
      const place = { topic: info.name, partition };
      this.queues.push(new PartitionQueue(place, this.#options.queueContext));
    }
  }

  /** The queue of a record. Throws UNKNOWN_TOPIC_OR_PARTITION for a partition that is not there. */
  queueFor(content: RecordContent, asked: number | undefined): PartitionQueue {
    const partition = asked ?? this.#choose(content.key ?? null);
    const queue = this.queues[partition];
    if (queue === undefined) throw noPartition({ topic: this.info.name, partition });
    return queue;
  }

  #choose(key: Bytes | null): number {
    const { partitioner } = this.#options;
    if (partitioner !== undefined) return this.#chooseBy(partitioner, key);
    return key === null ? this.#chooseSticky() : partitionOfKey(key, this.queues.length);
  }

  #chooseBy(partitioner: Partitioner, key: Bytes | null): number {
    const partitionCount = this.queues.length;
    const partition = partitioner({ topic: this.info.name, key, partitionCount });
    if (Number.isInteger(partition) && partition >= 0 && partition < partitionCount) {
      return partition;
    }
    throw new SordiniError(
      "INVALID_REQUEST",
      `the partitioner chose ${partition}; it may be 0 to ${partitionCount - 1}`,
      { topic: this.info.name },
    );
  }

  // Kafka's rule (KIP-794): a partition a batch, then another one, so that batches become full. The
  // next one is where least is waiting, which spares slow brokers.
  #chooseSticky(): number {
    const current = this.queues[this.#sticky] as PartitionQueue;
    if (current.takenBytes < this.#stickyUntilBytes) return this.#sticky;
    this.#sticky = this.#leastWaiting();
    const next = this.queues[this.#sticky] as PartitionQueue;
    this.#stickyUntilBytes = next.takenBytes + this.#options.stickyBytes;
    return this.#sticky;
  }

  #leastWaiting(): number {
    const count = this.queues.length;
    const start = randomBelow(this.#options.rng, count);
    let best = start;
    let bestBytes = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const partition = (start + i) % count;
      const hasLeader = (this.info.partitions[partition]?.leaderId ?? -1) >= 0;
      const { bufferedBytes } = this.queues[partition] as PartitionQueue;
      if (!hasLeader || bufferedBytes >= bestBytes) continue;
      best = partition;
      bestBytes = bufferedBytes;
    }
    return best;
  }
}
