import { crc32c } from "@sordini/base";
import { BatchBuilder, iterateBatches, iterateRecords, recordBytesOf } from "@sordini/records";
import type {
  Acks,
  FetchRequest,
  FetchResponse,
  PartitionFailure,
  PartitionRef,
  ProduceSuccess,
} from "../src/api.ts";
import type { Broker } from "../src/broker.ts";
import type { VirtualTime } from "./virtual-time.ts";

export interface ProduceOptions {
  readonly acks?: Acks | number;
  readonly timeoutMs?: number;
  readonly leaderEpoch?: number;
}

/** Speaks to one broker as a listener would, and waits in virtual time. */
export class TestClient {
  readonly #broker: Broker;
  readonly #time: VirtualTime;

  constructor(broker: Broker, time: VirtualTime) {
    this.#broker = broker;
    this.#time = time;
  }

  /** Sends one batch; the result appears in the object once it is there. */
  send(ref: PartitionRef, values: readonly string[], options: ProduceOptions = {}): Sent {
    return this.sendBatches(ref, batchOf(values), options);
  }

  sendBatches(ref: PartitionRef, batches: Uint8Array, options: ProduceOptions = {}): Sent {
    const { acks = -1, timeoutMs = 5000, leaderEpoch = -1 } = options;
    const sent: Sent = { answers: [] };
    this.#broker.produce(
      { acks, timeoutMs, partitions: [{ ...ref, leaderEpoch, batches }] },
      (_, result) => sent.answers.push(result),
    );
    return sent;
  }

  /** Sends and waits for the answer. */
  async produce(
    ref: PartitionRef,
    values: readonly string[],
    options: ProduceOptions = {},
  ): Promise<ProduceSuccess | PartitionFailure> {
    const sent = this.send(ref, values, options);
    await this.#time.until(() => sent.answers.length > 0);
    return sent.answers[0]!;
  }

  /** Fetches without waiting for data. */
  async fetch(
    ref: PartitionRef,
    request: Partial<FetchRequest> & { offset?: number; leaderEpoch?: number } = {},
  ): Promise<FetchResponse[number]> {
    const pending = this.poll(ref, { maxWaitMs: 0, ...request });
    await this.#time.until(() => pending.response !== undefined);
    return pending.response![0]!;
  }

  /** A fetch whose response appears once it is there. */
  poll(
    ref: PartitionRef,
    request: Partial<FetchRequest> & { offset?: number; leaderEpoch?: number } = {},
  ): Poll {
    const { offset = 0, leaderEpoch = -1, ...rest } = request;
    const handle = this.#broker.fetch({
      partitions: [{ ...ref, leaderEpoch, offset, bytesMax: 1 << 20 }],
      minBytes: 1,
      maxWaitMs: 500,
      bytesMax: 1 << 20,
      ...rest,
    });
    const pending: Poll = { response: undefined, cancel: () => handle.cancel() };
    void handle.response.then((response) => (pending.response = response));
    return pending;
  }

  /** All committed records of a partition, as the broker serves them. */
  async read(ref: PartitionRef): Promise<string[]> {
    const values: string[] = [];
    for (let offset = 0; ; ) {
      const result = await this.fetch(ref, { offset });
      if ("error" in result) throw new Error(`${result.error}: ${result.message}`);
      for (const run of result.runs) values.push(...valuesOf(run));
      if (result.nextOffset === offset) return values;
      offset = result.nextOffset;
    }
  }
}

export interface Sent {
  readonly answers: (ProduceSuccess | PartitionFailure)[];
}

export interface Poll {
  response: FetchResponse | undefined;
  cancel(): void;
}

export interface Idempotence {
  readonly id: number;
  readonly epoch: number;
  readonly baseSequence: number;
}

export function batchOf(values: readonly string[], producer?: Idempotence): Uint8Array {
  const builder = new BatchBuilder({ bytesMax: 1 << 24 });
  for (const [i, value] of values.entries()) builder.append({ value }, 1000 + i);
  return builder.build(producer === undefined ? { crc32c } : { crc32c, producer });
}

export function valuesOf(run: Uint8Array): string[] {
  return [...iterateBatches(run)].flatMap((batch) =>
    [...iterateRecords(recordBytesOf(run, batch), batch.header)].map(({ value }) =>
      new TextDecoder().decode(value ?? undefined),
    ),
  );
}
