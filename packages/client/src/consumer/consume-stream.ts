import { partitionKey, type Timers } from "@sordini/base";
import { clientService, type ConsumedPartitionMessage } from "@sordini/rpc";
import type { Connections } from "../cluster/connections.ts";
import type { Leader } from "../cluster/metadata.ts";
import { openDataStream } from "../cluster/stream.ts";
import type { SordiniError } from "../errors.ts";
import { creditReturnShare } from "../limits.ts";
import type { OpenStream } from "../runtime/transport.ts";
import type { AssignedPartition } from "./assigned-partition.ts";

export interface ConsumeStreamEvents {
  /** Whole batches of one partition, or its error: then the broker has unassigned it. */
  onConsumed(partition: AssignedPartition, message: ConsumedPartitionMessage): void;
  onClosed(error: SordiniError): void;
}

export interface ConsumeStreamOptions {
  readonly timers: Timers;
  readonly connections: Connections;
  readonly leader: Leader;
  /** Bytes of batches that may be on their way or unread. */
  readonly creditBytes: number;
  readonly minBytes: number;
  readonly maxWaitMs: number;
  readonly events: ConsumeStreamEvents;
}

/** The stream of batches from one broker. */
export class ConsumeStream {
  readonly leader: Leader;
  readonly #options: ConsumeStreamOptions;
  readonly #stream: OpenStream<typeof clientService.consume>;
  readonly #assigned = new Map<string, AssignedPartition>();
  /** What the broker is told at the end of this turn: to assign it, if it is assigned by then. */
  readonly #changes = new Map<string, Place>();
  #isTelling = false;
  #usedBytes = 0;
  #isOpen = true;

  constructor(options: ConsumeStreamOptions) {
    const { connections, leader, events, creditBytes, minBytes, maxWaitMs } = options;
    this.leader = leader;
    this.#options = options;
    this.#stream = openDataStream({ connections, address: leader.address }, clientService.consume, {
      onMessage: ({ partitions }) => {
        for (const message of partitions) this.#onConsumed(message);
      },
      onDrain: () => {},
      onClosed: (error) => {
        this.#isOpen = false;
        events.onClosed(error);
      },
    });
    this.#stream.write({ creditBytes, minBytes, maxWaitMs });
  }

  get partitions(): readonly AssignedPartition[] {
    return [...this.#assigned.values()];
  }

  /** Asks for the partition's batches from its `nextOffset` on, under its `assignmentId`. */
  assign(partition: AssignedPartition, at: NonNullable<AssignedPartition["placedAt"]>): void {
    partition.stream = this;
    partition.placedAt = at;
    const place = { topicId: at.topicId, partition: partition.partition };
    this.#assigned.set(partitionKey(place.topicId, place.partition), partition);
    this.#change(place);
  }

  unassign(partition: AssignedPartition): void {
    partition.stream = null;
    const { topicId } = partition.placedAt ?? { topicId: "" };
    const place = { topicId, partition: partition.partition };
    if (this.#assigned.delete(partitionKey(place.topicId, place.partition))) this.#change(place);
  }

  /** Batches of that many bytes were read or dropped: the broker may send as many again. */
  giveBack(bytes: number): void {
    this.#usedBytes += bytes;
    if (!this.#isOpen || this.#usedBytes < this.#options.creditBytes * creditReturnShare) return;
    this.#stream.write({ creditBytes: this.#usedBytes });
    this.#usedBytes = 0;
  }

  cancel(): void {
    this.#isOpen = false;
    this.#stream.cancel();
  }

  #onConsumed(message: ConsumedPartitionMessage): void {
    const key = partitionKey(message.topicId, message.partition);
    const partition = this.#assigned.get(key);
    if (partition === undefined || partition.assignmentId !== message.assignmentId) {
      this.giveBack(bytesOf(message));
      return;
    }
    if (message.errorCode !== 0) {
      this.#assigned.delete(key);
      partition.stream = null;
    }
    this.#options.events.onConsumed(partition, message);
  }

  #change(place: Place): void {
    this.#changes.set(partitionKey(place.topicId, place.partition), place);
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#options.timers.soon(() => this.#tell());
  }

  #tell(): void {
    this.#isTelling = false;
    if (!this.#isOpen) return;
    const changes = [...this.#changes];
    this.#changes.clear();
    const assign = changes.flatMap(([key, { topicId, partition }]) => {
      const assigned = this.#assigned.get(key);
      if (assigned === undefined) return [];
      const { nextOffset: offset, assignmentId, placedAt } = assigned;
      const leaderEpoch = placedAt?.leaderEpoch ?? -1;
      return [{ topicId, partition, leaderEpoch, offset, assignmentId }];
    });
    const unassign = changes.flatMap(([key, place]) => (this.#assigned.has(key) ? [] : [place]));
    this.#stream.write({ assign, unassign });
  }
}

function bytesOf({ runs }: ConsumedPartitionMessage): number {
  return runs.reduce((sum, run) => sum + run.length, 0);
}

interface Place {
  readonly topicId: string;
  readonly partition: number;
}
