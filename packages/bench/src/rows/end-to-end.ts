import type { Consumer, Producer, SordiniError } from "@sordini/client";
import { createTopic, durabilities, type Durability, withCluster } from "../bench-cluster.ts";
import { Latency } from "../latency.ts";
import { nowMs, Pacer } from "../pacer.ts";
import { CpuMeter } from "../processes.ts";
import type { Benchmark, Figures } from "../row.ts";

const recordBytes = 1024;
/** Ten records a millisecond, handed over together. */
const ticksPerS = 1000;
const recordsPerTick = 10;
const measuredS = 12;
/** Read, but not counted. */
const warmUpS = 4;

export const endToEndBenchmarks: readonly Benchmark[] = durabilities.map((durability) => ({
  name: `end to end 10k/s rf3 ${durability}`,
  run: (scale) => measure(durability, scale),
}));

/**
 * Records at a steady rate, acks=all; from the moment for which a record was meant until the
 * consumer of the same process has it. The moment is written into the value.
 */
function measure(durability: Durability, scale: number): Promise<Figures> {
  const warmUpCount = Math.ceil(warmUpS * scale * ticksPerS) * recordsPerTick;
  const count = warmUpCount + Math.ceil(measuredS * scale * ticksPerS) * recordsPerTick;
  return withCluster(async ({ client, pids }) => {
    const topic = await createTopic(client, { partitions: 3, replicationFactor: 3, durability });
    await using producer = client.producer({ acks: "all" });
    await using consumer = client.consumer({ from: "earliest" });
    await producer.ready(topic);
    const latency = new Latency();
    let cpu = new CpuMeter(pids);
    let measuredFromMs = nowMs();
    const reading = readPaced(consumer, {
      topic,
      count,
      onRecord: (dueMs, index) => {
        if (index > warmUpCount) latency.record(nowMs() - dueMs);
        if (index !== warmUpCount) return;
        cpu = new CpuMeter(pids);
        measuredFromMs = nowMs();
      },
    });
    await Promise.all([sendPaced(producer, { topic, count }), reading]);
    const measuredCount = count - warmUpCount;
    const rate = (measuredCount * 1000) / (nowMs() - measuredFromMs);
    return {
      mbPerS: (rate * recordBytes) / 1e6,
      recordsPerS: rate,
      p50Ms: latency.percentileMs(50),
      p99Ms: latency.percentileMs(99),
      ...cpu.perGb(measuredCount * recordBytes),
    };
  });
}

/** Resolves once all are acknowledged, rejects at the first that is not. */
async function sendPaced(
  producer: Producer,
  { topic, count }: { readonly topic: string; readonly count: number },
): Promise<void> {
  const settled = Promise.withResolvers<void>();
  const value = new Uint8Array(recordBytes).fill(7);
  const view = new DataView(value.buffer);
  let acknowledged = 0;
  const onDelivery = (error: SordiniError | null): void => {
    if (error !== null) settled.reject(error);
    else if (++acknowledged === count) settled.resolve();
  };
  const dueTimes: number[] = [];
  let sent = 0;
  await using _pacer = new Pacer(1000 / ticksPerS, (tickMs) => {
    for (let i = 0; i < recordsPerTick; i++) dueTimes.push(tickMs);
    // What the producer had no room for goes out now, with the time for which it was meant.
    for (; sent < Math.min(count, dueTimes.length); sent++) {
      view.setFloat64(0, dueTimes[sent] as number);
      if (!producer.enqueue(topic, { value }, onDelivery)) return;
    }
  });
  await settled.promise;
}

interface PacedRecords {
  readonly topic: string;
  readonly count: number;
  /** `index` counts from 1. */
  readonly onRecord: (dueMs: number, index: number) => void;
}

async function readPaced(consumer: Consumer, records: PacedRecords): Promise<void> {
  const { topic, count, onRecord } = records;
  let index = 0;
  for await (const batch of consumer.batches([topic])) {
    for (const { value } of batch) {
      if (value === null) throw new Error("a record came back without its value");
      const dueMs = new DataView(value.buffer, value.byteOffset).getFloat64(0);
      onRecord(dueMs, ++index);
    }
    if (index >= count) return;
  }
}
