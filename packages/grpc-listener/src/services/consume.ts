import { partitionKey } from "@sordini/base";
import type {
  BrokerApi,
  FetchedPartition,
  FetchHandle,
  FetchPartition,
  FetchResponse,
  PartitionFailure,
} from "@sordini/broker";
import type {
  clientService,
  ConsumedPartitionMessage,
  ReceivedRequestOf,
  ServerStream,
} from "@sordini/rpc";
import {
  consumeCreditBytesMax,
  consumePartitionsMax,
  consumeResponseBytesMax,
  consumeWaitMsDefault,
  consumeWaitMsMax,
} from "../limits.ts";
import { type FailedFields, type FailureFields, success } from "../translate/results.ts";
import { refuse } from "../translate/refuse.ts";

// One consume stream: a fetch loop on the broker's side. While the client's credit lasts, one fetch
// of the core is always parked or under way, and what it brings is pushed. So a record costs one
// hop and the long poll lives in one place, the core, for every kind of listener.

type ConsumeStream = ServerStream<typeof clientService.consume>;
type ConsumeRequest = ReceivedRequestOf<typeof clientService.consume>;

/** One partition, in the form in which the core is asked for it. */
interface Assigned extends FetchPartition {
  readonly assignmentId: number;
  offset: number;
}

export class ConsumeSession {
  readonly #broker: Pick<BrokerApi, "fetch">;
  readonly #failed: FailureFields;
  readonly #stream: ConsumeStream;
  /** In the order of the next fetch: who was served goes to the back. */
  readonly #assigned = new Map<string, Assigned>();
  /** The same as a list; null when the order has changed since it was made. */
  #order: readonly Assigned[] | null = null;
  #parked: FetchHandle | null = null;
  #creditBytes = 0;
  #minBytes = 1;
  #maxWaitMs = consumeWaitMsDefault;
  #bytesMax = consumeResponseBytesMax;
  #open = true;
  #drained = true;

  constructor(broker: Pick<BrokerApi, "fetch">, failed: FailureFields, stream: ConsumeStream) {
    this.#broker = broker;
    this.#failed = failed;
    this.#stream = stream;
    stream.on("data", (request) => this.#onRequest(request));
    stream.on("drain", () => this.#onDrain());
    stream.on("end", () => {
      this.#close();
      stream.end();
    });
    stream.on("error", () => this.#close());
    stream.on("cancelled", () => this.#close());
  }

  #onRequest(request: ConsumeRequest): void {
    this.#creditBytes = Math.min(this.#creditBytes + request.creditBytes, consumeCreditBytesMax);
    this.#minBytes = request.minBytes || this.#minBytes;
    this.#maxWaitMs = Math.min(request.maxWaitMs || this.#maxWaitMs, consumeWaitMsMax);
    this.#bytesMax = Math.min(request.maxBytes || this.#bytesMax, consumeResponseBytesMax);
    for (const { topicId, partition } of request.unassign) {
      this.#assigned.delete(partitionKey(topicId, partition));
    }
    for (const { topicId, partition, leaderEpoch, assignmentId, offset } of request.assign) {
      const place = { topicId, partition, leaderEpoch, assignmentId };
      const assigned = { ...place, offset, bytesMax: consumeResponseBytesMax };
      this.#assigned.set(partitionKey(topicId, partition), assigned);
    }
    if (this.#assigned.size > consumePartitionsMax) {
      refuse(this.#stream, `more than ${consumePartitionsMax} partitions on one stream`);
      this.#close();
      return;
    }
    const reassigned = request.assign.length > 0 || request.unassign.length > 0;
    if (reassigned) {
      this.#order = null;
      this.#cancel();
    }
    this.#fetchNext();
  }

  #fetchNext(): void {
    if (!this.#open || this.#parked !== null || !this.#drained) return;
    if (this.#creditBytes <= 0 || this.#assigned.size === 0) return;
    this.#order ??= [...this.#assigned.values()];
    const asked = this.#order;
    const handle = this.#broker.fetch({
      partitions: asked,
      minBytes: this.#minBytes,
      maxWaitMs: this.#maxWaitMs,
      bytesMax: Math.min(this.#bytesMax, this.#creditBytes),
    });
    this.#parked = handle;
    handle.response.then(
      (response) => {
        if (this.#parked !== handle) return; // cancelled by a new assignment
        this.#parked = null;
        this.#push(asked, response);
        this.#fetchNext();
      },
      (error: Error) => {
        this.#stream.emit("error", error);
        this.#close();
      },
    );
  }

  #push(asked: readonly Assigned[], response: FetchResponse): void {
    const partitions: ConsumedPartitionMessage[] = [];
    let firstMoved = asked.length;
    for (const [index, assigned] of asked.entries()) {
      const fetched = response[index] as FetchedPartition | PartitionFailure;
      if ("error" in fetched) {
        this.#assigned.delete(partitionKey(assigned.topicId, assigned.partition));
        this.#order = null;
        partitions.push(toFailed(assigned, this.#failed(fetched)));
      } else if (fetched.sizeBytes > 0) {
        firstMoved = Math.min(firstMoved, index);
        this.#creditBytes -= fetched.sizeBytes;
        assigned.offset = fetched.nextOffset;
        this.#assigned.delete(partitionKey(assigned.topicId, assigned.partition));
        this.#assigned.set(partitionKey(assigned.topicId, assigned.partition), assigned);
        partitions.push(toConsumed(assigned, fetched));
      }
    }
    // Who was served goes to the back; where they were there already, the list stays as it is.
    if (firstMoved + partitions.length !== asked.length) this.#order = null;
    if (partitions.length > 0) this.#drained = this.#stream.write({ partitions });
  }

  #onDrain(): void {
    this.#drained = true;
    this.#fetchNext();
  }

  #cancel(): void {
    this.#parked?.cancel();
    this.#parked = null;
  }

  #close(): void {
    this.#open = false;
    this.#cancel();
  }
}

function toFailed(assigned: Assigned, failure: FailedFields): ConsumedPartitionMessage {
  const { topicId, partition, assignmentId } = assigned;
  const nothing = { highWatermark: -1, logStartOffset: -1, runs: [] };
  return { topicId, partition, assignmentId, ...failure, ...nothing };
}

function toConsumed(assigned: Assigned, fetched: FetchedPartition): ConsumedPartitionMessage {
  const { topicId, partition, assignmentId } = assigned;
  const { highWatermark, logStart, runs } = fetched;
  const place = { topicId, partition, assignmentId };
  return { ...place, ...success, highWatermark, logStartOffset: logStart, runs };
}
