import type { BrokerApi, PartitionFailure, ProduceSuccess } from "@sordini/broker";
import type { clientService, ProduceRequestMessage, ResponseOf, ServerStream } from "@sordini/rpc";
import { produceWindowBytesMax } from "../limits.ts";
import { type FailureFields, success } from "../translate/results.ts";
import { refuse } from "../translate/refuse.ts";

// One produce stream. Requests go to the core in the order in which they arrive; results leave as they
// are known, gathered once an event-loop turn so that a burst of answers is one message.

type ProduceStream = ServerStream<typeof clientService.produce>;
type ProduceBroker = Pick<BrokerApi, "produce" | "canAccept" | "onceAccepting">;
type ProduceResult = NonNullable<ResponseOf<typeof clientService.produce>["results"]>[number];

export function serveProduce(
  broker: ProduceBroker,
  failed: FailureFields,
  stream: ProduceStream,
): void {
  let results: ProduceResult[] = [];
  let creditBytes = produceWindowBytesMax;
  let unansweredBytes = 0;
  let flushing = false;
  let open = true;

  stream.on("data", onRequest);
  stream.on("end", () => {
    open = false;
    stream.end();
  });
  stream.on("error", close);
  stream.on("cancelled", close);
  flushSoon();

  function onRequest(message: ProduceRequestMessage): void {
    const bytes = batchBytes(message);
    unansweredBytes += bytes;
    if (unansweredBytes > 2 * produceWindowBytesMax) {
      refuse(stream, `more than ${2 * produceWindowBytesMax} bytes of batches without an answer`);
      close();
      return;
    }
    let waiting = message.partitions.length;
    const request = {
      acks: message.acks,
      timeoutMs: message.timeoutMs,
      partitions: message.partitions.map(({ topicId, partition, leaderEpoch, runs }) => ({
        topicId,
        partition,
        leaderEpoch,
        batches: runs[0] ?? noBytes,
      })),
    };
    broker.produce(request, (index, result) => {
      if (message.acks !== 0 || "error" in result) {
        results.push(toResult(message.requestId, request.partitions[index] as Place, result));
      }
      waiting--;
      if (waiting === 0) {
        unansweredBytes -= bytes;
        creditBytes += bytes;
      }
      flushSoon();
    });
  }

  function flushSoon(): void {
    if (flushing) return;
    flushing = true;
    setImmediate(flush);
  }

  // While the core is full, results go out but no credit does: producers wait at their end.
  function flush(): void {
    flushing = false;
    const granted = broker.canAccept ? creditBytes : 0;
    if (creditBytes > granted) broker.onceAccepting(flushSoon);
    if (!open || (results.length === 0 && granted === 0)) return;
    stream.write({ creditBytes: granted, results });
    results = [];
    creditBytes -= granted;
  }

  function close(): void {
    open = false;
  }

  function toResult(
    requestId: number,
    { topicId, partition }: Place,
    result: ProduceSuccess | PartitionFailure,
  ): ProduceResult {
    const place = { requestId, topicId, partition };
    if ("error" in result) return { ...place, ...failed(result), baseOffset: -1 };
    const { baseOffset, logStart } = result;
    return { ...place, ...success, baseOffset, logStartOffset: logStart };
  }
}

type Place = { readonly topicId: string; readonly partition: number };

const noBytes = new Uint8Array(0);

function batchBytes(message: ProduceRequestMessage): number {
  return message.partitions.reduce((sum, { runs }) => sum + (runs[0]?.length ?? 0), 0);
}
