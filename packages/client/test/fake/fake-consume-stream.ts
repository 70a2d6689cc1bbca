import { errorCode, type ErrorName } from "@sordini/base";
import type { clientService, ReceivedRequestOf, ServerStream } from "@sordini/rpc";
import type { FakeBroker } from "./fake-broker.ts";
import type { FakeCluster } from "./fake-cluster.ts";

type ConsumeStream = ServerStream<typeof clientService.consume>;
type ConsumeRequest = ReceivedRequestOf<typeof clientService.consume>;

interface Assigned {
  readonly topicId: string;
  readonly partition: number;
  readonly assignmentId: number;
  offset: number;
}

/** A consume stream of a fake broker: one batch a message, while there is credit. */
export class FakeConsumeStream {
  readonly #cluster: FakeCluster;
  readonly #broker: FakeBroker;
  readonly #stream: ConsumeStream;
  readonly #assigned = new Map<string, Assigned>();
  creditBytes = 0;
  #isOpen = true;

  constructor(cluster: FakeCluster, broker: FakeBroker, stream: ConsumeStream) {
    this.#cluster = cluster;
    this.#broker = broker;
    this.#stream = stream;
    stream.on("data", (request) => this.#onRequest(request));
    stream.on("end", () => stream.end());
    stream.on("error", () => this.close());
    stream.on("cancelled", () => this.close());
  }

  close(): void {
    this.#isOpen = false;
  }

  drop(): void {
    this.#isOpen = false;
    this.#broker.drop(this.#stream);
  }

  #onRequest({ assign, unassign, creditBytes }: ConsumeRequest): void {
    this.creditBytes += creditBytes;
    this.#cluster.creditGranted += creditBytes;
    for (const { topicId, partition } of unassign) this.#assigned.delete(`${topicId}:${partition}`);
    for (const { topicId, partition, assignmentId, offset } of assign) {
      this.#cluster.assignments.push({ brokerId: this.#broker.nodeId, partition, offset });
      const assigned = { topicId, partition, assignmentId, offset };
      this.#assigned.set(`${topicId}:${partition}`, assigned);
    }
    this.pump();
  }

  pump(): void {
    for (const [key, assigned] of this.#assigned) {
      const error = this.#refusal(assigned);
      if (error === null) this.#push(assigned);
      else this.#refuse(key, assigned, error);
    }
  }

  #refusal({ topicId, partition, offset }: Assigned): ErrorName | null {
    const log = this.#cluster.find(topicId, partition);
    if (log === undefined) return "UNKNOWN_TOPIC_ID";
    if (log.leaderId !== this.#broker.nodeId) return "NOT_LEADER_OR_FOLLOWER";
    return offset < log.logStart || offset > log.logEnd ? "OFFSET_OUT_OF_RANGE" : null;
  }

  #push(assigned: Assigned): void {
    const { topicId, partition, assignmentId } = assigned;
    const log = this.#cluster.find(topicId, partition);
    for (const batch of log?.batches ?? []) {
      if (batch.nextOffset <= assigned.offset) continue;
      if (!this.#isOpen || this.creditBytes <= 0) return;
      this.creditBytes -= batch.bytes.length;
      assigned.offset = batch.nextOffset;
      this.#cluster.pushedBytes += batch.bytes.length;
      this.#write({
        ...{ topicId, partition, assignmentId, errorCode: 0, errorMessage: "" },
        highWatermark: log?.logEnd ?? -1,
        logStartOffset: log?.logStart ?? -1,
        currentLeader: null,
        runs: [batch.bytes],
      });
    }
  }

  #refuse(key: string, assigned: Assigned, error: ErrorName): void {
    const { topicId, partition, assignmentId } = assigned;
    this.#assigned.delete(key);
    this.#write({
      ...{ topicId, partition, assignmentId },
      errorCode: errorCode(error),
      errorMessage: `fake ${error}`,
      highWatermark: -1,
      logStartOffset: -1,
      currentLeader:
        error === "NOT_LEADER_OR_FOLLOWER" ? this.#broker.currentLeader(topicId, partition) : null,
      runs: [],
    });
  }

  #write(partition: Parameters<ConsumeStream["write"]>[0]["partitions"][number]): void {
    if (this.#isOpen) this.#stream.write({ partitions: [partition] });
  }
}
