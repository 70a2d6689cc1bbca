import { Server, ServerCredentials } from "@grpc/grpc-js";
import { errorCode, type ErrorName } from "@sordini/base";
import {
  adminService,
  clientService,
  type CurrentLeaderMessage,
  endWithFailure,
  type Handlers,
  implementation,
  type ProducePartitionMessage,
  type ProduceRequestMessage,
  type ServerStream,
} from "@sordini/rpc";
import type { FakeCluster, ProduceVerdict } from "./fake-cluster.ts";
import { FakeConsumeStream } from "./fake-consume-stream.ts";

type ProduceStream = ServerStream<typeof clientService.produce>;

export class FakeBroker {
  readonly #cluster: FakeCluster;
  readonly #nodeId: number;
  readonly #consumers = new Set<FakeConsumeStream>();
  #server = new Server({ "grpc.max_receive_message_length": -1 });
  #port = 0;
  /** Produce requests so far. */
  requestCount = 0;
  #unansweredBytes = 0;

  constructor(cluster: FakeCluster, nodeId: number) {
    this.#cluster = cluster;
    this.#nodeId = nodeId;
  }

  get nodeId(): number {
    return this.#nodeId;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  get consumeStreams(): number {
    return this.#consumers.size;
  }

  /** Listens on a port of its own; after `close` on the same one again. */
  async listen(): Promise<void> {
    this.#server = new Server({ "grpc.max_receive_message_length": -1 });
    this.#server.addService(clientService, implementation(clientService, this.#clientHandlers()));
    this.#server.addService(
      adminService,
      implementation(adminService, this.#cluster.adminHandlers() as never),
    );
    this.#port = await new Promise<number>((resolve, reject) => {
      const credentials = ServerCredentials.createInsecure();
      this.#server.bindAsync(`127.0.0.1:${this.#port}`, credentials, (error, port) => {
        if (error !== null) reject(error);
        else resolve(port);
      });
    });
  }

  /** As a process that is killed. */
  close(): void {
    for (const consumer of this.#consumers) consumer.close();
    this.#server.forceShutdown();
  }

  /** Pushes what is new, and tells consumers of partitions that moved away. */
  pump(): void {
    for (const consumer of this.#consumers) consumer.pump();
  }

  currentLeader(topicId: string, partition: number): CurrentLeaderMessage | null {
    const log = this.#cluster.find(topicId, partition);
    const leader = log && this.#cluster.brokers[log.leaderId];
    if (log === undefined || leader === undefined) return null;
    const { leaderId, leaderEpoch } = log;
    return { leaderId, leaderEpoch, host: "127.0.0.1", port: leader.port };
  }

  #clientHandlers(): Handlers<typeof clientService> {
    const cluster = this.#cluster;
    return {
      produce: (stream) => this.#serveProduce(stream),
      consume: (stream) => {
        const consumer = new FakeConsumeStream(cluster, this, stream);
        this.#consumers.add(consumer);
        stream.on("cancelled", () => this.#consumers.delete(consumer));
      },
      getMetadata: (request) => cluster.describe(this.#nodeId, request),
      listOffsets: ({ partitions }) => ({
        offsets: partitions.map(({ topicId, partition, timestampMs }) => {
          const log = cluster.find(topicId, partition);
          if (log === undefined || log.leaderId !== this.#nodeId) {
            return { topicId, partition, ...this.refusal("NOT_LEADER_OR_FOLLOWER") };
          }
          return { topicId, partition, ...log.offsetAt(timestampMs) };
        }),
      }),
    };
  }

  refusal(error: ErrorName) {
    return { errorCode: errorCode(error), errorMessage: `fake ${error}` };
  }

  #serveProduce(stream: ProduceStream): void {
    stream.on("error", () => {});
    stream.on("end", () => stream.end());
    stream.on("data", (request) => void this.#onProduce(stream, request));
    stream.write({ creditBytes: this.#cluster.produceWindowBytes });
  }

  async #onProduce(stream: ProduceStream, request: ProduceRequestMessage): Promise<void> {
    for (const { runs } of request.partitions) this.#unansweredBytes += runs[0]?.length ?? 0;
    const { unansweredBytesMax } = this.#cluster;
    this.#cluster.unansweredBytesMax = Math.max(unansweredBytesMax, this.#unansweredBytes);
    const requestNumber = ++this.requestCount;
    for (const partition of request.partitions) {
      const seen = { brokerId: this.#nodeId, partition, requestNumber };
      const verdict = this.#isLeaderOf(partition)
        ? await this.#cluster.onProduce(seen)
        : ({ error: "NOT_LEADER_OR_FOLLOWER", withLeader: true } as const);
      this.#answer(stream, request, { partition, verdict });
    }
  }

  #isLeaderOf({ topicId, partition }: ProducePartitionMessage): boolean {
    return this.#cluster.find(topicId, partition)?.leaderId === this.#nodeId;
  }

  #answer(
    stream: ProduceStream,
    { requestId, acks }: ProduceRequestMessage,
    { partition: asked, verdict }: { partition: ProducePartitionMessage; verdict: ProduceVerdict },
  ): void {
    const { topicId, partition, runs } = asked;
    const bytes = runs[0] ?? new Uint8Array(0);
    if (verdict === "ignore") return;
    this.#unansweredBytes -= bytes.length;
    if (verdict === "drop") return this.drop(stream);
    if (typeof verdict === "object") {
      const currentLeader =
        verdict.withLeader === true ? this.currentLeader(topicId, partition) : null;
      const result = { ...this.refusal(verdict.error), baseOffset: -1, currentLeader };
      stream.write({
        creditBytes: bytes.length,
        results: [{ requestId, topicId, partition, ...result }],
      });
      return;
    }
    const baseOffset = this.#cluster.find(topicId, partition)?.append(bytes) ?? -1;
    this.#cluster.pumpAll();
    if (verdict === "swallow") return;
    if (verdict === "appendAndDrop") return this.drop(stream);
    const results = acks === 0 ? [] : [{ requestId, topicId, partition, baseOffset }];
    stream.write({ creditBytes: bytes.length, results });
  }

  drop(stream: Parameters<typeof endWithFailure>[0]): void {
    endWithFailure(stream, {
      errorCode: errorCode("NETWORK_EXCEPTION"),
      message: "the fake broker dropped the stream",
      controllerId: -1,
    });
  }
}
