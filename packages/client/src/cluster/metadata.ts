import { clientService, type CurrentLeaderMessage } from "@sordini/rpc";
import { errorOf, type SordiniError } from "../errors.ts";
import { attemptTimeoutMsMax } from "../limits.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { pause, retryDelayMs } from "../waiting.ts";
import type { Address } from "./address.ts";
import type { Brokers } from "./brokers.ts";

export interface TopicInfo {
  readonly name: string;
  readonly topicId: string;
  /** By partition number. */
  readonly partitions: readonly PartitionInfo[];
}

export interface PartitionInfo {
  readonly partition: number;
  /** -1 while there is no leader. */
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

export type StopListening = () => void;

export interface Leader {
  readonly nodeId: number;
  readonly epoch: number;
  readonly address: Address;
}

export interface MetadataOptions {
  readonly brokers: Brokers;
  readonly runtime: Runtime;
  readonly maxAgeMs: number;
}

/**
 * Who leads what, as far as this client needs to know. One question at a time is under way. Brokers
 * may lag behind each other, so a partition's leader is never replaced by one of an older epoch.
 */
export class Metadata {
  readonly #brokers: Brokers;
  readonly #runtime: Runtime;
  readonly #maxAgeMs: number;
  /** Topics that are asked for in each refresh. */
  readonly #interests = new Set<string>();
  readonly #missing = new Map<string, SordiniError>();
  readonly #listeners = new Set<() => void>();
  #topics = new Map<string, TopicInfo>();
  #addresses = new Map<number, Address>();
  #refreshing: Promise<void> | null = null;
  #refreshedMs = Number.NEGATIVE_INFINITY;

  constructor({ brokers, runtime, maxAgeMs }: MetadataOptions) {
    this.#brokers = brokers;
    this.#runtime = runtime;
    this.#maxAgeMs = maxAgeMs;
  }

  topic(name: string): TopicInfo | undefined {
    return this.#topics.get(name);
  }

  /** How many brokers there are. */
  get brokerCount(): number {
    return Math.max(1, this.#addresses.size);
  }

  get ageMs(): number {
    return this.#runtime.clock.monotonicMs() - this.#refreshedMs;
  }

  get isOld(): boolean {
    return this.ageMs > this.#maxAgeMs;
  }

  /** Undefined while the partition has no leader, or none that we could reach. */
  leaderOf(topic: TopicInfo, partition: number): Leader | undefined {
    const known = topic.partitions[partition];
    const address = known && this.#addresses.get(known.leaderId);
    if (known === undefined || address === undefined) return undefined;
    return { nodeId: known.leaderId, epoch: known.leaderEpoch, address };
  }

  /** Calls `listener` after each change until the returned function is called. */
  onChange(listener: () => void): StopListening {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The topic, from the cache where it is known. A topic that no broker knows may just have been
   * created: it is asked for again until `timeoutMs`, then the promise is rejected with
   * UNKNOWN_TOPIC_OR_PARTITION. Rejects with ConnectionError when no broker can be reached.
   */
  async lookUp(
    name: string,
    {
      timeoutMs,
      signal,
    }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<TopicInfo> {
    const { clock, rng } = this.#runtime;
    const startMs = clock.monotonicMs();
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      this.#interests.add(name); // another one that waited may have given up meanwhile
      const known = this.#topics.get(name);
      if (known !== undefined) return known;
      await this.refresh();
      const found = this.#topics.get(name);
      if (found !== undefined) return found;
      const missing = this.#missing.get(name);
      const waitedMs = clock.monotonicMs() - startMs;
      if (missing !== undefined && (!missing.retriable || waitedMs >= timeoutMs)) {
        this.#interests.delete(name);
        this.#missing.delete(name);
        throw missing;
      }
      this.#brokers.moveOn();
      await pause(this.#runtime, retryDelayMs(rng, attempt), signal);
    }
  }

  /** Asks anew. Joins a question that is under way. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** A refresh for whoever does not wait for it: when it fails, its next user asks again. */
  refreshSoon(): void {
    this.refresh().catch(() => {});
  }

  /** Takes over what an error reply says about the leader (KIP-951). True when that was news. */
  learnLeader(topicName: string, partition: number, leader: CurrentLeaderMessage): boolean {
    const topic = this.#topics.get(topicName);
    const known = topic?.partitions[partition];
    if (topic === undefined || known === undefined) return false;
    if (leader.leaderEpoch <= known.leaderEpoch || leader.host === "") return false;
    const { leaderId, leaderEpoch, host, port } = leader;
    const partitions = topic.partitions.with(partition, { ...known, leaderId, leaderEpoch });
    this.#topics.set(topicName, { ...topic, partitions });
    this.#addresses.set(leaderId, { host, port });
    this.#changed();
    return true;
  }

  /** Asks whether each partition of these topics has a leader by now. */
  async areLed(names: readonly string[]): Promise<boolean> {
    for (const name of names) this.#interests.add(name);
    await this.refresh();
    return names.every((name) => {
      const partitions = this.#topics.get(name)?.partitions;
      return partitions?.every(({ leaderId }) => leaderId >= 0) === true;
    });
  }

  /** Forgets topics that were deleted. */
  forget(names: readonly string[]): void {
    for (const name of names) {
      this.#topics.delete(name);
      this.#interests.delete(name);
    }
  }

  async #refresh(): Promise<void> {
    const request = { topics: [...this.#interests] };
    const response = await this.#brokers.call(clientService.getMetadata, request, {
      attemptMs: attemptTimeoutMsMax,
    });
    this.#addresses = new Map(
      response.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]),
    );
    this.#brokers.learn(
      response.brokers.filter(({ fenced }) => !fenced).map(({ host, port }) => ({ host, port })),
    );
    for (const { name, topicId, partitions, errorCode, errorMessage } of response.topics) {
      if (errorCode === 0) {
        this.#missing.delete(name);
        this.#topics.set(name, this.#newest({ name, topicId, partitions }));
      } else {
        this.#topics.delete(name);
        this.#missing.set(name, errorOf(errorCode, errorMessage, { topic: name }));
      }
    }
    this.#refreshedMs = this.#runtime.clock.monotonicMs();
    this.#changed();
  }

  #newest(answer: TopicInfo): TopicInfo {
    const { name, topicId } = answer;
    const known = this.#topics.get(name);
    const before = known?.topicId === topicId ? known.partitions : [];
    const partitions = answer.partitions
      .toSorted((a, b) => a.partition - b.partition)
      .map((partition, index) => {
        const old = before[index];
        return old !== undefined && old.leaderEpoch > partition.leaderEpoch ? old : own(partition);
      });
    return { name, topicId, partitions };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** As fields of its own: a copy of a decoded message loses its defaults, which are inherited. */
function own({ partition, leaderId, leaderEpoch, replicas, isr }: PartitionInfo): PartitionInfo {
  return { partition, leaderId, leaderEpoch, replicas, isr };
}
