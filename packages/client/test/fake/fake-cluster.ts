import { errorCode, type ErrorName } from "@sordini/base";
import {
  type adminService,
  type clientService,
  type Handlers,
  type ProducePartitionMessage,
  type ReceivedRequestOf,
  type ResponseOf,
  toServiceError,
} from "@sordini/rpc";
import { FakeBroker } from "./fake-broker.ts";
import { FakeLog } from "./fake-log.ts";

type MetadataRequest = ReceivedRequestOf<typeof clientService.getMetadata>;
type MetadataResponse = ResponseOf<typeof clientService.getMetadata>;

/** What a broker does with one partition of a produce request. */
export type ProduceVerdict =
  | "append"
  /** Appends, but never answers. */
  | "swallow"
  /** Neither appends nor answers. */
  | "ignore"
  /** Appends, then breaks the stream. */
  | "appendAndDrop"
  /** Breaks the stream. */
  | "drop"
  | { readonly error: ErrorName; readonly withLeader?: boolean };

export interface SeenProduce {
  readonly brokerId: number;
  readonly partition: ProducePartitionMessage;
  /** How many produce requests this broker has seen, this one included. */
  readonly requestNumber: number;
}

export interface FakeTopic {
  readonly name: string;
  topicId: string;
  readonly partitions: FakeLog[];
}

/**
 * Brokers inside the test, on real sockets: as much of a broker as a client can see, and a script
 * for what goes wrong.
 */
export class FakeCluster {
  readonly brokers: FakeBroker[] = [];
  readonly topics = new Map<string, FakeTopic>();
  /** Called for each partition of each produce request. */
  onProduce: (seen: SeenProduce) => ProduceVerdict | Promise<ProduceVerdict> = () => "append";
  /** Called for each metadata request; a name of an error makes the whole call fail. */
  onMetadata: (brokerId: number) => ErrorName | null = () => null;
  /** What brokers say leads, where that is not the truth: a broker that lags. */
  readonly staleLeaders = new Map<number, number>();
  /** Bytes that a produce stream may have unanswered. */
  produceWindowBytes = 32 << 20;
  metadataRequests = 0;
  /** Every assignment of a consume stream, as it came. */
  readonly assignments: { brokerId: number; partition: number; offset: number }[] = [];
  unansweredBytesMax = 0;
  creditGranted = 0;
  pushedBytes = 0;

  static async start(brokerCount: number): Promise<FakeCluster> {
    const cluster = new FakeCluster();
    for (let nodeId = 0; nodeId < brokerCount; nodeId++) {
      const broker = new FakeBroker(cluster, nodeId);
      cluster.brokers.push(broker);
      await broker.listen();
    }
    return cluster;
  }

  get bootstrap(): string {
    return this.brokers.map(({ address }) => address).join(",");
  }

  /** Partition p is led by broker p mod brokers. */
  createTopic(name: string, partitionCount: number): FakeTopic {
    const partitions = Array.from(
      { length: partitionCount },
      (_, partition) => new FakeLog(partition % this.brokers.length),
    );
    const topic = { name, topicId: `id-of-${name}`, partitions };
    this.topics.set(name, topic);
    return topic;
  }

  log(name: string, partition = 0): FakeLog {
    return this.topics.get(name)?.partitions[partition] as FakeLog;
  }

  find(topicId: string, partition: number): FakeLog | undefined {
    const topic = [...this.topics.values()].find((candidate) => candidate.topicId === topicId);
    return topic?.partitions[partition];
  }

  /** Moves a partition; whoever asks its old leader is told. */
  moveLeader(name: string, partition: number, leaderId: number): void {
    const log = this.log(name, partition);
    log.leaderId = leaderId;
    log.leaderEpoch++;
    this.pumpAll();
  }

  /** Looks whether there is anything new for consumers. */
  pumpAll(): void {
    for (const broker of this.brokers) broker.pump();
  }

  addPartition(name: string): FakeLog {
    const log = new FakeLog(0);
    this.topics.get(name)?.partitions.push(log);
    return log;
  }

  broker(nodeId: number): FakeBroker {
    return this.brokers[nodeId] as FakeBroker;
  }

  /** What GetMetadata answers. */
  describe(brokerId: number, { topics, allTopics }: MetadataRequest): MetadataResponse {
    this.metadataRequests++;
    const error = this.onMetadata(brokerId);
    if (error !== null) throw this.failure(error);
    const names = allTopics ? [...this.topics.keys()] : topics;
    return {
      clusterId: "fake",
      controllerId: 0,
      brokers: this.brokers.map(({ nodeId, port }) => ({ nodeId, host: "127.0.0.1", port })),
      topics: names.map((name) => this.#describeTopic(name, brokerId)),
    };
  }

  /** AdminService: topics are created and deleted for real, the rest is canned. */
  adminHandlers(): Partial<Handlers<typeof adminService>> {
    return {
      createTopics: ({ topics }) => ({
        topics: topics.map(({ name, partitions, replicationFactor }) => {
          if (this.topics.has(name)) {
            const code = errorCode("TOPIC_ALREADY_EXISTS");
            return { name, errorCode: code, errorMessage: `topic "${name}" exists` };
          }
          const { topicId } = this.createTopic(name, partitions);
          return { name, topicId, partitions, replicationFactor };
        }),
      }),
      deleteTopics: ({ names }) => ({
        topics: names.map((name) =>
          this.topics.delete(name)
            ? { name }
            : { name, errorCode: errorCode("UNKNOWN_TOPIC_OR_PARTITION") },
        ),
      }),
      describeCluster: () => ({
        clusterId: "fake",
        controllerId: -1,
        brokers: this.brokers.map(({ nodeId, port }) => ({ nodeId, host: "127.0.0.1", port })),
      }),
      describeQuorum: () => ({
        leaderId: 1,
        leaderEpoch: 7,
        highWatermark: 42,
        voters: [{ nodeId: 1, directoryId: "d", logEndOffset: 43, lastContactMs: -1 }],
      }),
      addQuorumVoter: ({ voter }) => ({ voters: [{ nodeId: 1, directoryId: "d" }, voter ?? {}] }),
      removeQuorumVoter: () => {
        throw this.failure("VOTER_NOT_FOUND");
      },
    };
  }

  #describeTopic(name: string, brokerId: number) {
    const topic = this.topics.get(name);
    if (topic === undefined) {
      const code = errorCode("UNKNOWN_TOPIC_OR_PARTITION");
      return { name, errorCode: code, errorMessage: `there is no topic "${name}"` };
    }
    return {
      name,
      topicId: topic.topicId,
      partitions: topic.partitions.map(({ leaderId, leaderEpoch }, partition) => {
        const stale = this.staleLeaders.get(brokerId);
        const place = { partition, replicas: [0], isr: [0] };
        if (stale !== undefined) return { ...place, leaderId: stale, leaderEpoch: 0 };
        return { ...place, leaderId, leaderEpoch };
      }),
    };
  }

  failure(error: ErrorName): Error {
    return toServiceError({ errorCode: errorCode(error), message: error, controllerId: -1 });
  }

  close(): void {
    for (const broker of this.brokers) broker.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
