import type { Timers } from "@sordini/base";
import type { BrokerApi, PartitionFailure, ProduceSuccess } from "@sordini/broker";
import type { clientService, ProduceRequestMessage, ResponseOf, ServerStream } from "@sordini/rpc";
import { produceWindowBytesMax } from "../limits.ts";
import { refuse } from "../translate/refuse.ts";
import { type FailureFields, success } from "../translate/results.ts";

type ProduceStream = ServerStream<typeof clientService.produce>;
type ProduceResult = NonNullable<ResponseOf<typeof clientService.produce>["results"]>[number];

export interface ProduceContext {
  readonly broker: Pick<BrokerApi, "produce" | "canAccept" | "onceAccepting">;
  readonly timers: Pick<Timers, "soon">;
  readonly failed: FailureFields;
}

type Place = { readonly topicId: string; readonly partition: number };

/**
 * One produce stream. Requests go to the core in the order in which they arrive; results leave as
 * they are known, gathered once an event-loop turn so that a burst of answers is one message.
 * Credit for a request's bytes is granted anew when its last partition is answered.
 */
export class ProduceSession {
  readonly #context: ProduceContext;
  readonly #stream: ProduceStream;
  #results: ProduceResult[] = [];
  #creditBytes = produceWindowBytesMax;
  #unansweredBytes = 0;
  #flushing = false;
  #open = true;

  constructor(context: ProduceContext, stream: ProduceStream) {
    this.#context = context;
    this.#stream = stream;
    stream.on("data", (message) => this.#onRequest(message));
    stream.on("end", () => {
      this.#open = false;
      stream.end();
    });
    stream.on("error", () => this.#close());
    stream.on("cancelled", () => this.#close());
    this.#flushSoon();
  }

  #onRequest(message: ProduceRequestMessage): void {
    const { requestId, acks, timeoutMs, partitions } = message;
    const bytes = partitions.reduce((sum, { runs }) => sum + (runs[0]?.length ?? 0), 0);
    this.#unansweredBytes += bytes;
    if (this.#unansweredBytes > 2 * produceWindowBytesMax) {
      const text = `more than ${2 * produceWindowBytesMax} bytes of batches without an answer`;
      refuse(this.#stream, text);
      this.#close();
      return;
    }
    let waiting = partitions.length;
    const request = {
      acks,
      timeoutMs,
      partitions: partitions.map(({ topicId, partition, leaderEpoch, runs }) => {
        return { topicId, partition, leaderEpoch, batches: runs[0] ?? noBytes };
      }),
    };
    this.#context.broker.produce(request, (index, result) => {
      if (acks !== 0 || "error" in result) {
        const place = request.partitions[index] as Place;
        this.#results.push(this.#toResult(requestId, place, result));
      }
      waiting--;
      if (waiting === 0) this.#onAnswered(bytes);
      this.#flushSoon();
    });
  }

  #onAnswered(bytes: number): void {
    this.#unansweredBytes -= bytes;
    this.#creditBytes += bytes;
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    this.#context.timers.soon(this.#flush);
  }

  // While the core is full, results go out but no credit does: producers wait at their end.
  readonly #flush = (): void => {
    const { broker } = this.#context;
    this.#flushing = false;
    const granted = broker.canAccept ? this.#creditBytes : 0;
    if (this.#creditBytes > granted) broker.onceAccepting(() => this.#flushSoon());
    if (!this.#open || (this.#results.length === 0 && granted === 0)) return;
    this.#stream.write({ creditBytes: granted, results: this.#results });
    this.#results = [];
    this.#creditBytes -= granted;
  };

  #close(): void {
    this.#open = false;
  }

  #toResult(
    requestId: number,
    { topicId, partition }: Place,
    result: ProduceSuccess | PartitionFailure,
  ): ProduceResult {
    const place = { requestId, topicId, partition };
    if ("error" in result) return { ...place, ...this.#context.failed(result), baseOffset: -1 };
    const { baseOffset, logStart } = result;
    return { ...place, ...success, baseOffset, logStartOffset: logStart };
  }
}

const noBytes = new Uint8Array(0);
