import type { Acks, Client, Producer, SordiniError } from "@sordini/client";
import type { Latency } from "./latency.ts";

/** One of so many records is timed, so that timing costs the client nothing that one would see. */
const timedOneIn = 64;
/** Values made before the run and taken in turn: what is measured is the SDK, not their making. */
const valueCount = 64;
/** So many promises are awaited together where records are sent with a promise each. */
const promisesAtOnce = 20_000;

/** As Kafka's producer is set in the runs beside: full batches, a short linger, room for many. */
export function floodProducer(client: Client, acks: Acks): Producer {
  return client.producer({ acks, batchBytes: 256 << 10, lingerMs: 5, bufferBytes: 32 << 20 });
}

export interface Flood {
  readonly topic: string;
  readonly recordBytes: number;
  readonly count: number;
  /** Gets the times from `enqueue` to acknowledgement; the wait in the buffer is part of them. */
  readonly latency?: Latency;
}

/**
 * Sends `count` records without keys as fast as they are taken, the quick way: `enqueue` and a
 * callback. Resolves once all are acknowledged, rejects when one was not.
 */
export async function flood(producer: Producer, options: Flood): Promise<void> {
  const { topic, recordBytes, count, latency } = options;
  const records = makeRecords(recordBytes);
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
    const record = records[sent % valueCount] as MadeRecord;
    const callback = sent % timedOneIn === 0 ? timed() : onDelivery;
    if (producer.enqueue(topic, record, callback)) sent++;
    else await producer.ready(topic);
  }
  await producer.flush();
  if (failure !== null) throw failure as SordiniError;
}

/** The same the convenient way: `send`, with up to two times `promisesAtOnce` under way. */
export async function floodByPromises(producer: Producer, options: Flood): Promise<void> {
  const { topic, recordBytes, count, latency } = options;
  const records = makeRecords(recordBytes);
  const sendOne = (index: number): Promise<unknown> =>
    producer.send(topic, records[index % valueCount] as MadeRecord);
  const sendTimed = async (index: number): Promise<void> => {
    const sentMs = performance.now();
    await sendOne(index);
    latency?.record(performance.now() - sentMs);
  };
  let underWay: Promise<unknown> = Promise.resolve();
  for (let sent = 0; sent < count; sent += promisesAtOnce) {
    const length = Math.min(promisesAtOnce, count - sent);
    const next = Promise.all(
      Array.from({ length }, (_, i) => (i % timedOneIn === 0 ? sendTimed : sendOne)(sent + i)),
    );
    await underWay;
    underWay = next;
  }
  await underWay;
}

interface MadeRecord {
  readonly value: Uint8Array;
}

function makeRecords(recordBytes: number): readonly MadeRecord[] {
  return Array.from({ length: valueCount }, (_, index) => ({
    value: new Uint8Array(recordBytes).fill(index),
  }));
}
