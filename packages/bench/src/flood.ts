import type { Acks, Client, Producer, SordiniError } from "@sordini/client";
import type { Latency } from "./latency.ts";

/** One of so many records is timed, so that timing costs the client nothing that one would see. */
const timedOneIn = 64;
/** Values are taken in turn from this many, made before: what is measured is the SDK, not their making. */
const valueCount = 64;

/** As Kafka's producer is set in the runs beside: full batches, a short linger, room for many. */
export function floodProducer(client: Client, acks: Acks): Producer {
  return client.producer({ acks, batchBytes: 256 << 10, lingerMs: 5, bufferBytes: 32 << 20 });
}

export interface Flood {
  readonly topic: string;
  readonly recordBytes: number;
  readonly count: number;
  /** Gets the time from `enqueue` to acknowledgement, the wait in the producer's buffer included. */
  readonly latency?: Latency;
}

/**
 * Sends `count` records without keys as fast as they are taken; resolves once all are acknowledged,
 * rejects when one was not.
 */
export async function flood(producer: Producer, options: Flood): Promise<void> {
  const { topic, recordBytes, count, latency } = options;
  const records = Array.from({ length: valueCount }, (_, index) => ({
    value: new Uint8Array(recordBytes).fill(index),
  }));
  let failure: SordiniError | null = null;
  const onDelivery = (error: SordiniError | null): void => {
    failure ??= error;
  };
  const timed = (): typeof onDelivery => {
    const sentMs = performance.now();
    return (error) => {
      latency?.record(performance.now() - sentMs);
      onDelivery(error);
    };
  };
  for (let sent = 0; sent < count; ) {
    const record = records[sent % valueCount] as { value: Uint8Array };
    const callback = sent % timedOneIn === 0 ? timed() : onDelivery;
    if (producer.enqueue(topic, record, callback)) sent++;
    else await producer.ready(topic);
  }
  await producer.flush();
  if (failure !== null) throw failure as SordiniError;
}
