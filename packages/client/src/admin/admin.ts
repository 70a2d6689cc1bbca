import { adminService, clientService } from "@sordini/rpc";
import type { Brokers } from "../cluster/brokers.ts";
import type { Metadata } from "../cluster/metadata.ts";
import { listOffsets, type OffsetsContext, timestampOf } from "../cluster/offsets.ts";
import { errorOf, SordiniError } from "../errors.ts";
import { attemptTimeoutMsMax, leadersWaitMsMax } from "../limits.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type {
  Admin,
  ChangeOptions,
  ClusterDescription,
  ConfigChange,
  ConfigResource,
  CreatedTopic,
  DescribedConfig,
  ElectionResult,
  ListedOffset,
  NewTopic,
  QuorumDescription,
  QuorumVoter,
  TopicDescription,
  TopicListing,
} from "../types/admin.ts";
import type { StartPosition } from "../types/consumer.ts";
import type { TopicPartition } from "../types/topic.ts";
import { pause, retryDelayMs } from "../waiting.ts";
import {
  resourceText,
  throwFirst,
  toBroker,
  toDescription,
  toListing,
  toNewTopic,
  toReplica,
  toResource,
} from "./translate.ts";

export interface AdminContext {
  readonly runtime: Runtime;
  readonly brokers: Brokers;
  readonly metadata: Metadata;
  readonly offsets: OffsetsContext;
}

/** Questions change nothing, so that another broker may be asked when one is slow. */
const question = { attemptMs: 5 * attemptTimeoutMsMax };

/** See `Admin`. */
export class ClusterAdmin implements Admin {
  readonly #context: AdminContext;

  constructor(context: AdminContext) {
    this.#context = context;
  }

  async createTopics(
    topics: readonly NewTopic[],
    { validateOnly = false }: ChangeOptions = {},
  ): Promise<CreatedTopic[]> {
    const { brokers } = this.#context;
    const request = { topics: topics.map(toNewTopic), validateOnly, timeoutMs: this.#timeoutMs };
    const response = await brokers.call(adminService.createTopics, request);
    throwFirst(response.topics, ({ name }) => ({ topic: name }));
    if (!validateOnly) await this.#untilLed(topics.map(({ name }) => name));
    return response.topics.map(({ name, topicId, partitions, replicationFactor }) => ({
      name,
      topicId: topicId || null,
      partitions,
      replicationFactor,
    }));
  }

  async deleteTopics(names: readonly string[]): Promise<void> {
    const { brokers, metadata } = this.#context;
    const request = { names: [...names], timeoutMs: this.#timeoutMs };
    const { topics } = await brokers.call(adminService.deleteTopics, request);
    metadata.forget(names);
    throwFirst(topics, ({ name }) => ({ topic: name }));
  }

  async listTopics(): Promise<TopicListing[]> {
    const request = { allTopics: true };
    const { topics } = await this.#context.brokers.call(
      clientService.getMetadata,
      request,
      question,
    );
    return topics.map(toListing);
  }

  async describeTopics(names: readonly string[]): Promise<TopicDescription[]> {
    const request = { topics: [...names] };
    const { topics } = await this.#context.brokers.call(
      clientService.getMetadata,
      request,
      question,
    );
    throwFirst(topics, ({ name }) => ({ topic: name }));
    return topics.map(toDescription);
  }

  async createPartitions(
    topics: Parameters<Admin["createPartitions"]>[0],
    { validateOnly = false }: ChangeOptions = {},
  ): Promise<void> {
    const { brokers } = this.#context;
    const request = {
      topics: topics.map(({ name, count, assignments = [] }) => ({
        name,
        count,
        assignments: assignments.map(({ partition, replicas }) => ({
          partition,
          replicas: [...replicas],
        })),
      })),
      validateOnly,
      timeoutMs: this.#timeoutMs,
    };
    const response = await brokers.call(adminService.createPartitions, request);
    throwFirst(response.topics, ({ name }) => ({ topic: name }));
    if (!validateOnly) await this.#untilLed(topics.map(({ name }) => name));
  }

  async alterConfigs(
    changes: readonly ConfigChange[],
    { validateOnly = false }: ChangeOptions = {},
  ): Promise<void> {
    const request = {
      changes: changes.map(({ resource, key, value }) => ({
        resource,
        key,
        value: value ?? "",
        reset: value === null,
      })),
      validateOnly,
      timeoutMs: this.#timeoutMs,
    };
    const { results } = await this.#context.brokers.call(adminService.alterConfigs, request);
    throwFirst(results, resourceText);
  }

  async describeConfigs(resources: readonly ConfigResource[]): Promise<DescribedConfig[]> {
    const request = { resources: [...resources] };
    const response = await this.#context.brokers.call(
      adminService.describeConfigs,
      request,
      question,
    );
    throwFirst(response.resources, resourceText);
    return response.resources.map(({ resource, entries }) => ({
      resource: toResource(resource),
      entries: entries.map(({ key, value, source, documentation }) => ({
        key,
        value,
        source,
        documentation,
      })),
    }));
  }

  async electLeaders({
    partitions,
    unclean = false,
  }: NonNullable<Parameters<Admin["electLeaders"]>[0]> = {}): Promise<ElectionResult[]> {
    const request = {
      partitions: (partitions ?? []).map(({ topic, partition }) => ({ topic, partition })),
      allPartitions: partitions === undefined,
      unclean,
      timeoutMs: this.#timeoutMs,
    };
    const { results } = await this.#context.brokers.call(adminService.electLeaders, request);
    return results.map(({ topic, partition, errorCode, errorMessage, leaderId }) => ({
      topic,
      partition,
      leader: errorCode === 0 ? leaderId : null,
      error: errorCode === 0 ? null : errorOf(errorCode, errorMessage, { topic, partition }),
    }));
  }

  async unregisterBroker(nodeId: number): Promise<void> {
    const request = { brokerId: nodeId, timeoutMs: this.#timeoutMs };
    await this.#context.brokers.call(adminService.unregisterBroker, request);
  }

  async describeCluster(): Promise<ClusterDescription> {
    const { clusterId, controllerId, brokers } = await this.#context.brokers.call(
      adminService.describeCluster,
      {},
      question,
    );
    return {
      clusterId,
      controllerId: controllerId < 0 ? null : controllerId,
      brokers: brokers.map(toBroker),
    };
  }

  async describeQuorum(): Promise<QuorumDescription> {
    const quorum = await this.#context.brokers.call(adminService.describeQuorum, {}, question);
    throwFirst([quorum], () => ({}));
    const { leaderId, leaderEpoch, highWatermark, voters, observers } = quorum;
    return {
      leaderId,
      leaderEpoch,
      highWatermark,
      voters: voters.map(toReplica),
      observers: observers.map(toReplica),
    };
  }

  addQuorumVoter(voter: QuorumVoter): Promise<QuorumVoter[]> {
    return this.#changeQuorum(adminService.addQuorumVoter, voter);
  }

  removeQuorumVoter(voter: QuorumVoter): Promise<QuorumVoter[]> {
    return this.#changeQuorum(adminService.removeQuorumVoter, voter);
  }

  async #changeQuorum(
    method: typeof adminService.addQuorumVoter | typeof adminService.removeQuorumVoter,
    { nodeId, directoryId }: QuorumVoter,
  ): Promise<QuorumVoter[]> {
    const request = { voter: { nodeId, directoryId }, timeoutMs: this.#timeoutMs };
    const { voters } = await this.#context.brokers.call(method, request);
    return voters.map((voter) => ({ nodeId: voter.nodeId, directoryId: voter.directoryId }));
  }

  async listOffsets(
    sources: readonly (string | TopicPartition)[],
    at: StartPosition | "maxTimestamp",
  ): Promise<ListedOffset[]> {
    const timestampMs = timestampOf(at);
    if (timestampMs === undefined) {
      throw new SordiniError(
        "INVALID_REQUEST",
        'offsets are listed at a time, "earliest", "latest" or "maxTimestamp", not at an offset',
      );
    }
    const places = (await Promise.all(sources.map((source) => this.#partitionsOf(source)))).flat();
    const asked = places.map((place) => ({ ...place, timestampMs }));
    const found = await listOffsets(this.#context.offsets, asked);
    return found.map(({ topic, partition, offset, timestampMs: time, leaderEpoch }) => ({
      topic,
      partition,
      offset: offset < 0 ? null : offset,
      timestampMs: time < 0 ? null : time,
      leaderEpoch,
    }));
  }

  /** Connections belong to the client; there is nothing to be ended here. */
  async close(): Promise<void> {}

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  get #timeoutMs(): number {
    return this.#context.brokers.requestTimeoutMs;
  }

  async #partitionsOf(source: string | TopicPartition): Promise<TopicPartition[]> {
    if (typeof source !== "string") {
      return [{ topic: source.topic, partition: source.partition }];
    }
    const { metadata, offsets } = this.#context;
    const { partitions } = await metadata.lookUp(source, { timeoutMs: offsets.topicTimeoutMs });
    return partitions.map(({ partition }) => ({ topic: source, partition }));
  }

  /**
   * Brokers hear of a new topic a little after the controllers have committed it. Waits until they
   * say that each partition has a leader, so that what follows need not retry; not longer than five
   * seconds, since a partition may have no live replica.
   */
  async #untilLed(names: readonly string[]): Promise<void> {
    const { metadata, runtime } = this.#context;
    const { clock, rng } = runtime;
    const deadlineMs = clock.monotonicMs() + leadersWaitMsMax;
    for (let attempt = 1; clock.monotonicMs() < deadlineMs; attempt++) {
      if (await metadata.areLed(names)) return;
      await pause(runtime, retryDelayMs(rng, attempt));
    }
  }
}
