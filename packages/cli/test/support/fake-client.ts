import {
  type Admin,
  type ClientApi,
  type ConsumedBatch,
  type ConsumedRecord,
  type Consumer,
  type ConsumerOptions,
  type IterationOptions,
  type OnDelivery,
  type Producer,
  type ProducerOptions,
  type RecordFor,
  type RecordHeaders,
  type Source,
  SordiniError,
} from "@sordini/client";

/** A record as a test writes it. */
export interface FakeRecord {
  readonly partition?: number;
  readonly offset: number;
  readonly key?: string | Uint8Array | null;
  readonly value?: string | Uint8Array | null;
  readonly headers?: readonly (readonly [name: string, value: string | null])[];
}

export function recordOf({ partition = 0, offset, key, value, headers = [] }: FakeRecord) {
  const pairs = headers.map(([name, text]) => [name, bytesOf(text)] as const);
  const record: ConsumedRecord = {
    topic: "flights",
    partition,
    offset,
    timestampMs: 1_700_000_000_000 + offset,
    key: bytesOf(key ?? null),
    value: bytesOf(value ?? null),
    // Commands only iterate headers.
    headers: pairs as unknown as RecordHeaders,
  };
  return record;
}

function bytesOf(value: string | Uint8Array | null): Uint8Array | null {
  return typeof value === "string" ? Buffer.from(value) : value;
}

/** What a test sets, and what it looks at afterwards. */
export interface FakeParts {
  /** Batches that a consumer yields, each a list of records of one partition. */
  readonly batches?: readonly (readonly FakeRecord[])[];
  /** After its batches a consumer waits for ever, as for records to come. */
  readonly waitsForMore?: boolean;
  readonly admin?: Partial<Admin>;
  readonly producer?: FakeProducer;
}

export class FakeClient implements ClientApi {
  readonly #parts: FakeParts;
  producerOptions: ProducerOptions | undefined;
  consumerOptions: ConsumerOptions | undefined;
  sources: readonly Source[] = [];
  isClosed = false;

  constructor(parts: FakeParts = {}) {
    this.#parts = parts;
  }

  producer(options?: ProducerOptions): Producer {
    this.producerOptions = options;
    return (this.#parts.producer ?? new FakeProducer()) as unknown as Producer;
  }

  consumer(options?: ConsumerOptions): Consumer {
    this.consumerOptions = options;
    const batches = (sources: readonly Source[], { signal }: IterationOptions) => {
      this.sources = sources;
      return this.#batches(signal);
    };
    const consumer = { batches, [Symbol.asyncDispose]: async () => {} };
    return consumer as unknown as Consumer;
  }

  admin(): Admin {
    return (this.#parts.admin ?? {}) as Admin;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async *#batches(signal: AbortSignal | undefined): AsyncGenerator<ConsumedBatch> {
    for (const records of this.#parts.batches ?? []) {
      const consumed = records.map(recordOf);
      yield Object.assign(consumed, {
        topic: "flights",
        partition: consumed[0]?.partition ?? 0,
        firstOffset: consumed[0]?.offset ?? 0,
        nextOffset: (consumed.at(-1)?.offset ?? -1) + 1,
        highWatermark: 100,
        sizeBytes: 100,
      });
    }
    if (this.#parts.waitsForMore !== true) return;
    await new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason as Error));
    });
  }
}

/** Takes `space` records, then none until they are acknowledged. */
export class FakeProducer {
  readonly sent: { readonly key: string | null; readonly value: string; partition: number }[] = [];
  /** The most records that were taken and not acknowledged at one time. */
  pendingMax = 0;
  readonly #space: number;
  readonly #failures: ReadonlyMap<string, SordiniError>;
  #pending: (() => void)[] = [];

  constructor(
    options: { readonly space?: number; readonly failures?: Record<string, SordiniError> } = {},
  ) {
    this.#space = options.space ?? 1000;
    this.#failures = new Map(Object.entries(options.failures ?? {}));
  }

  async ready(topic: string): Promise<void> {
    if (topic === "nosuch") {
      throw new SordiniError("UNKNOWN_TOPIC_OR_PARTITION", "no topic is named nosuch", { topic });
    }
    await this.flush();
  }

  enqueue(topic: string, record: RecordFor<string>, onDelivery: OnDelivery): boolean {
    if (this.#pending.length >= this.#space) return false;
    const value = textOf(record.value) ?? "";
    const partition = record.partition ?? 0;
    const failure = this.#failures.get(value);
    const offset = this.sent.length;
    if (failure === undefined) this.sent.push({ key: textOf(record.key), value, partition });
    this.#pending.push(() => {
      if (failure === undefined) onDelivery(null, { topic, partition, offset });
      else onDelivery(failure, { topic, partition, offset: -1 });
    });
    this.pendingMax = Math.max(this.pendingMax, this.#pending.length);
    return true;
  }

  async flush(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    for (const deliver of pending) deliver();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush();
  }
}

function textOf(bytes: string | Uint8Array | null | undefined): string | null {
  if (bytes === null || bytes === undefined) return null;
  return typeof bytes === "string" ? bytes : Buffer.from(bytes).toString();
}
