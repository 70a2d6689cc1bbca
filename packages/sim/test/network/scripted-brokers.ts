import { failure, type Failure } from "@sordini/base";
import type {
  BrokerApi,
  FetchHandle,
  FetchPartition,
  FetchRequest,
  FetchResponse,
  MetadataView,
  PartitionFailure,
  ProduceDone,
  ProducePartition,
  ProduceRequest,
  ProduceSuccess,
  TopicDescription,
} from "@sordini/broker";
import { iterateBatches, iterateRecords, recordBytesOf, stampBatch } from "@sordini/records";
import { brokerAdminHandlers, clientHandlers } from "@sordini/grpc-listener";
import { adminService, clientService } from "@sordini/rpc";
import { InMemoryServer } from "../../src/network/in-memory-server.ts";
import type { TestNetwork } from "./test-network.ts";

const listener = "SIM";
const topicId = "T".repeat(22);

/** A partition's log, the same on whichever broker leads it. */
class ScriptedLog {
  leaderId = 1;
  leaderEpoch = 0;
  logEnd = 0;
  readonly batches: { readonly bytes: Uint8Array; readonly nextOffset: number }[] = [];

  append(bytes: Uint8Array): number {
    const first = this.logEnd;
    for (const { position, header } of iterateBatches(bytes)) {
      // In place, as the core does: a client that shared this memory would send it so again.
      const batch = bytes.subarray(position, position + header.sizeBytes);
      stampBatch(batch, 0, { baseOffset: this.logEnd, leaderEpoch: this.leaderEpoch });
      this.logEnd += header.lastOffsetDelta + 1;
      this.batches.push({ bytes: batch, nextOffset: this.logEnd });
    }
    return first;
  }

  values(): string[] {
    return this.batches.flatMap(({ bytes }) =>
      [...iterateBatches(bytes)].flatMap((batch) =>
        [...iterateRecords(recordBytesOf(bytes, batch), batch.header)].map(({ value }) =>
          new TextDecoder().decode(value ?? undefined),
        ),
      ),
    );
  }
}

/** Brokers 1, 2, ... behind the real service handlers; each listens at the port of its id. */
export class ScriptedBrokers {
  readonly network: TestNetwork;
  readonly brokerIds: readonly number[];
  readonly logs: readonly ScriptedLog[];
  /** Called before a broker answers a produce request; false: it never does. */
  onProduced: (brokerId: number) => boolean = () => true;
  /** What a broker says leads, where that is old news. */
  readonly stale = new Map<number, { readonly leaderId: number; readonly leaderEpoch: number }>();
  readonly fetches: { readonly brokerId: number; readonly offset: number }[] = [];
  /** Waiting fetches, to be tried again when anything changes. */
  readonly #parked = new Set<() => void>();

  constructor(network: TestNetwork, brokerIds: readonly number[], partitions = 1) {
    this.network = network;
    this.brokerIds = brokerIds;
    this.logs = Array.from({ length: partitions }, () => new ScriptedLog());
    for (const id of brokerIds) this.listen(id);
  }

  get log(): ScriptedLog {
    return this.logs[0] as ScriptedLog;
  }

  listen(brokerId: number): void {
    const broker = this.#brokerApi(brokerId);
    const server = new InMemoryServer();
    server.add(clientService, clientHandlers(broker, listener, this.network.time));
    server.add(adminService, brokerAdminHandlers(broker, listener));
    this.network.servers.set(brokerId, server);
  }

  /** SIGKILL: its connections break, and new ones are refused. */
  kill(brokerId: number): void {
    this.network.servers.delete(brokerId);
    this.network.break(brokerId);
  }

  moveLeader(leaderId: number, partition = 0): void {
    const log = this.logs[partition] as ScriptedLog;
    log.leaderId = leaderId;
    log.leaderEpoch++;
    this.#changed();
  }

  #changed(): void {
    for (const retry of [...this.#parked]) retry();
  }

  #brokerApi(brokerId: number): BrokerApi {
    const nothing = (): never => {
      throw new Error("not part of these tests");
    };
    return {
      produce: (request, done) => this.#produce(brokerId, request, done),
      canAccept: true,
      onceAccepting: () => {},
      fetch: (request) => this.#fetch(brokerId, request),
      listOffsets: async (partitions) =>
        partitions.map(({ partition, timestampMs }) => {
          const log = this.#led(brokerId, { partition });
          if ("error" in log) return log;
          const offset = timestampMs === -2 ? 0 : log.logEnd;
          return { offset, timestampMs: -1, leaderEpoch: log.leaderEpoch };
        }),
      acceptFollower: nothing,
      submit: () => new Promise(() => {}),
      describeQuorum: nothing,
      changeQuorum: nothing,
      metadata: this.#metadata(brokerId),
    };
  }

  #led(brokerId: number, { partition }: { partition: number }): ScriptedLog | PartitionFailure {
    const log = this.logs[partition] as ScriptedLog;
    const { leaderId, leaderEpoch } = log;
    if (leaderId === brokerId) return log;
    const said = failure("NOT_LEADER_OR_FOLLOWER", `broker ${brokerId} leads no longer`);
    return { ...said, currentLeader: { leaderId, leaderEpoch } };
  }

  #produce(brokerId: number, { partitions }: ProduceRequest, done: ProduceDone): void {
    const results = partitions.map((asked) => this.#append(brokerId, asked));
    this.#changed();
    if (!this.onProduced(brokerId)) return;
    for (const [index, result] of results.entries()) done(index, result);
  }

  #append(brokerId: number, asked: ProducePartition): ProduceSuccess | PartitionFailure {
    const log = this.#led(brokerId, asked);
    return "error" in log ? log : { baseOffset: log.append(asked.batches), logStart: 0 };
  }

  #fetch(brokerId: number, request: FetchRequest): FetchHandle {
    for (const { offset } of request.partitions) this.fetches.push({ brokerId, offset });
    const { promise, resolve } = Promise.withResolvers<FetchResponse>();
    const attempt = (isLast: boolean): void => {
      const response = request.partitions.map((asked) => this.#read(brokerId, asked));
      const isDue = response.some((each) => "error" in each || each.sizeBytes > 0);
      if (!isDue && !isLast) return;
      cancel();
      resolve(response);
    };
    const retry = (): void => attempt(false);
    const timer = this.network.time.after(request.maxWaitMs, () => attempt(true));
    const cancel = (): void => {
      timer.cancel();
      this.#parked.delete(retry);
    };
    this.#parked.add(retry);
    retry();
    return { response: promise, cancel };
  }

  #read(brokerId: number, asked: FetchPartition): FetchResponse[number] {
    const log = this.#led(brokerId, asked);
    if ("error" in log) return log;
    const batch = log.batches.find(({ nextOffset }) => nextOffset > asked.offset);
    const place = { highWatermark: log.logEnd, logStart: 0 };
    if (batch === undefined) {
      return { ...place, runs: [], sizeBytes: 0, nextOffset: asked.offset };
    }
    const { bytes, nextOffset } = batch;
    return { ...place, runs: [bytes], sizeBytes: bytes.length, nextOffset };
  }

  #metadata(brokerId: number): MetadataView {
    const describe = (): TopicDescription => ({
      name: "t",
      topicId,
      configs: new Map(),
      partitions: this.logs.map(({ leaderId, leaderEpoch }, partition) => ({
        ...{ partition, leaderId, leaderEpoch, ...this.stale.get(brokerId) },
        replicas: this.brokerIds,
        isr: this.brokerIds,
      })),
    });
    const unknown = (name: string): Failure =>
      failure("UNKNOWN_TOPIC_OR_PARTITION", `there is no topic "${name}"`);
    return {
      clusterId: "C".repeat(22),
      controllerId: 1,
      brokers: () =>
        this.brokerIds.map((nodeId) => ({
          nodeId,
          rack: null,
          fenced: false,
          endpoints: [{ listener, host: "broker", port: nodeId }],
        })),
      topics: () => [describe()],
      topic: (name) => (name === "t" ? describe() : unknown(name)),
      topicById: (id) => (id === topicId ? describe() : unknown(id)),
      topicConfigs: unknown,
      endpointOf: (nodeId) => ({ host: "broker", port: nodeId }),
    };
  }
}
