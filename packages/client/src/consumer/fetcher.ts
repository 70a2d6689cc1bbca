import type { Millis, Timer } from "@sordini/base";
import type { ConsumedPartitionMessage } from "@sordini/rpc";
import type { Connections } from "../cluster/connections.ts";
import type { Leader, Metadata, TopicInfo } from "../cluster/metadata.ts";
import { errorOf, type SordiniError } from "../errors.ts";
import { consumerTickMs } from "../limits.ts";
import type { ConsumerSettings } from "../options.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { retryDelayMs } from "../waiting.ts";
import type { AssignedPartition } from "./assigned-partition.ts";
import { Chunk } from "./chunk.ts";
import { ConsumeStream } from "./consume-stream.ts";

export interface FetcherEvents {
  onChunk(chunk: Chunk): void;
  /** The offset is not in the log: the partition is unassigned. */
  onOutOfRange(partition: AssignedPartition, error: SordiniError): void;
  /** Trying again would not help. */
  onFailed(error: SordiniError): void;
  /** Leaders, or the number of a topic's partitions, may have changed. */
  onMetadata(): void;
}

export interface FetcherOptions {
  readonly runtime: Runtime;
  readonly connections: Connections;
  readonly metadata: Metadata;
  readonly settings: ConsumerSettings;
  readonly events: FetcherEvents;
}

/** Keeps each partition on a stream from its leader, whoever that is at the moment. */
export class Fetcher {
  readonly #options: FetcherOptions;
  readonly #streams = new Map<number, ConsumeStream>();
  /** Partitions without a stream, to be placed on one. */
  readonly #unplaced = new Set<AssignedPartition>();
  /** The newest that is known of each topic; a deleted one stays as it was. */
  readonly #topics = new Map<string, TopicInfo>();
  readonly #stopListening: () => void;
  #ticking: Timer;
  #lastAssignmentId = 0;
  #wake: Timer | null = null;

  constructor(options: FetcherOptions) {
    const { metadata } = options;
    this.#options = options;
    this.#stopListening = metadata.onChange(() => this.#onMetadata());
    this.#ticking = this.#tickLater();
  }

  /** Fetches from the partition's `nextOffset` on; what was fetched before becomes stale. */
  assign(partition: AssignedPartition): void {
    this.unassign(partition);
    partition.retryAtMs = 0;
    this.#unplaced.add(partition);
    this.#placeAll();
  }

  unassign(partition: AssignedPartition): void {
    partition.assignmentId = ++this.#lastAssignmentId;
    partition.stream?.unassign(partition);
    this.#unplaced.delete(partition);
  }

  close(): void {
    this.#stopListening();
    this.#ticking.cancel();
    this.#wake?.cancel();
    for (const stream of this.#streams.values()) stream.cancel();
    this.#streams.clear();
  }

  /** Also finds out about a leader that fell silent, and about partitions that were added. */
  #tickLater(): Timer {
    const { runtime, metadata } = this.#options;
    return runtime.timers.after(consumerTickMs, () => {
      this.#ticking = this.#tickLater();
      if (metadata.ageMs >= consumerTickMs / 2) metadata.refreshSoon();
    });
  }

  #placeAll(): void {
    const now = this.#nowMs;
    let retryAtMs = Number.POSITIVE_INFINITY;
    for (const partition of this.#unplaced) {
      if (partition.retryAtMs <= now) this.#place(partition);
      if (partition.stream === null) retryAtMs = Math.min(retryAtMs, partition.retryAtMs);
    }
    this.#wake?.cancel();
    this.#wake = null;
    if (retryAtMs === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.max(1, Math.ceil(retryAtMs - now));
    this.#wake = this.#options.runtime.timers.after(delayMs, () => this.#placeAll());
  }

  #place(partition: AssignedPartition): void {
    const topic = this.#topicOf(partition);
    const leader = topic && this.#options.metadata.leaderOf(topic, partition.partition);
    if (topic === undefined || leader === undefined) {
      this.#backOff(partition);
      return;
    }
    this.#unplaced.delete(partition);
    const at = { topicId: topic.topicId, leaderEpoch: leader.epoch };
    this.#streamTo(leader).assign(partition, at);
  }

  #topicOf({ topic }: AssignedPartition): TopicInfo | undefined {
    const newest = this.#options.metadata.topic(topic);
    if (newest !== undefined) this.#topics.set(topic, newest);
    return newest ?? this.#topics.get(topic);
  }

  #streamTo(leader: Leader): ConsumeStream {
    const known = this.#streams.get(leader.nodeId);
    if (known !== undefined) return known;
    const { runtime, connections, metadata, settings } = this.#options;
    const stream: ConsumeStream = new ConsumeStream({
      timers: runtime.timers,
      connections,
      leader,
      creditBytes: Math.max(1, Math.floor(settings.fetchBytes / metadata.brokerCount)),
      minBytes: settings.minBytes,
      maxWaitMs: settings.maxWaitMs,
      events: {
        onConsumed: (partition, message) => this.#onConsumed(stream, partition, message),
        onClosed: () => this.#onClosed(stream),
      },
    });
    this.#streams.set(leader.nodeId, stream);
    return stream;
  }

  #onConsumed(
    stream: ConsumeStream,
    partition: AssignedPartition,
    message: ConsumedPartitionMessage,
  ): void {
    if (message.errorCode !== 0) {
      this.#onError(partition, message);
      return;
    }
    partition.failures = 0;
    partition.unknownSinceMs = null;
    const bytes = message.runs[0];
    if (bytes === undefined) return;
    const { decompressedBytesMax } = this.#options.settings;
    const { highWatermark } = message;
    this.#options.events.onChunk(
      new Chunk({ partition, stream, bytes, highWatermark, decompressedBytesMax }),
    );
  }

  #onError(partition: AssignedPartition, message: ConsumedPartitionMessage): void {
    const { events, metadata } = this.#options;
    const { topic, partition: index } = partition;
    const facts = { topic, partition: index };
    const error = errorOf(message.errorCode, message.errorMessage, facts);
    if (error.code === "OFFSET_OUT_OF_RANGE") {
      events.onOutOfRange(partition, error);
      return;
    }
    if (!error.retriable || this.#isTopicGone(partition, error)) {
      events.onFailed(error);
      return;
    }
    this.unassign(partition); // what is buffered is fetched again, from the new leader
    const { currentLeader } = message;
    if (currentLeader !== null && metadata.learnLeader(topic, index, currentLeader)) {
      this.assign(partition);
      return;
    }
    this.#unplaced.add(partition);
    this.#backOff(partition);
    this.#placeAll();
  }

  #isTopicGone(partition: AssignedPartition, { code }: SordiniError): boolean {
    if (code !== "UNKNOWN_TOPIC_OR_PARTITION" && code !== "UNKNOWN_TOPIC_ID") return false;
    partition.unknownSinceMs ??= this.#nowMs;
    return this.#nowMs - partition.unknownSinceMs >= this.#options.settings.topicTimeoutMs;
  }

  #backOff(partition: AssignedPartition): void {
    partition.failures++;
    const delayMs = retryDelayMs(this.#options.runtime.rng, partition.failures);
    partition.retryAtMs = this.#nowMs + delayMs;
    this.#options.metadata.refreshSoon();
  }

  #onClosed(stream: ConsumeStream): void {
    if (this.#streams.get(stream.leader.nodeId) === stream) {
      this.#streams.delete(stream.leader.nodeId);
    }
    for (const partition of stream.partitions) {
      partition.stream = null;
      this.unassign(partition);
      this.#unplaced.add(partition);
      this.#backOff(partition);
    }
    this.#placeAll();
  }

  #onMetadata(): void {
    for (const stream of this.#streams.values()) {
      for (const partition of stream.partitions) {
        if (!this.#hasNewLeader(partition)) continue;
        // The old leader may be cut off and never say so.
        this.unassign(partition);
        this.#unplaced.add(partition);
      }
    }
    for (const partition of this.#unplaced) {
      if (this.#hasNewLeader(partition)) partition.retryAtMs = 0;
    }
    this.#placeAll();
    this.#options.events.onMetadata();
  }

  get #nowMs(): Millis {
    return this.#options.runtime.clock.monotonicMs();
  }

  #hasNewLeader(partition: AssignedPartition): boolean {
    const topic = this.#topicOf(partition);
    const leader = topic && this.#options.metadata.leaderOf(topic, partition.partition);
    return leader !== undefined && leader.epoch > (partition.placedAt?.leaderEpoch ?? -1);
  }
}
