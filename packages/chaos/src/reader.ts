import { setTimeout as sleep } from "node:timers/promises";
import { Client, type ConsumedBatch, type ConsumedRecord, type Consumer } from "@sordini/client";
import { string } from "@sordini/client";
import { type RecordName, unknownRecord } from "@sordini/sim";
import type { HistoryFile } from "./history-file.ts";
import type { RunClock } from "./run-clock.ts";

export interface ReaderOptions {
  readonly name: string;
  readonly bootstrap: string;
  readonly topic: string;
  readonly partitions: number;
  readonly history: HistoryFile;
  readonly clock: RunClock;
}

type Batch = ConsumedBatch<ConsumedRecord<Uint8Array, string>>;

/** Reads all partitions from their start to where they end now. */
export async function readEverything(options: ReaderOptions): Promise<void> {
  await using client = new Client({ bootstrap: options.bootstrap, clientId: options.name });
  const consumer = client.consumer({ from: "earliest", stopAtEnd: true });
  const topic = { name: options.topic, value: string } as const;
  for await (const batch of consumer.batches([topic])) keep(batch, options);
  const { name: reader, history, clock } = options;
  history.write({ kind: "readToEnd", atMs: clock.now(), reader });
}

const pauseAfterErrorMs = 200;

/**
 * Reads along while nodes are killed: what it is given then, the readers at the end must be given
 * again, at the same offsets (I24). Where reading fails it goes on from the same position.
 */
export class TailReader {
  readonly #options: ReaderOptions;
  readonly #next: number[];
  #consumer: Consumer | undefined;
  #isStopped = false;
  #restarts = 0;
  #finished: Promise<void> = Promise.resolve();

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#next = Array.from({ length: options.partitions }, () => 0);
  }

  /** How often reading failed and began anew. */
  get restarts(): number {
    return this.#restarts;
  }

  start(): void {
    this.#finished = this.#readOn();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#consumer?.close();
    await this.#finished;
  }

  async #readOn(): Promise<void> {
    const { bootstrap, name, history, clock } = this.#options;
    while (!this.#isStopped) {
      await using client = new Client({ bootstrap, clientId: name });
      this.#consumer = client.consumer();
      try {
        await this.#read(this.#consumer);
      } catch (error) {
        this.#restarts++;
        const what = `${name} begins anew: ${(error as Error).message}`;
        history.write({ kind: "fault", atMs: clock.now(), what });
        await sleep(pauseAfterErrorMs);
      }
    }
  }

  async #read(consumer: Consumer): Promise<void> {
    const topic = { name: this.#options.topic, value: string } as const;
    const sources = this.#next.map((from, partition) => ({ topic, partition, from }));
    for await (const batch of consumer.batches(sources)) {
      keep(batch, this.#options);
      this.#next[batch.partition] = batch.nextOffset;
    }
  }
}

function keep(batch: Batch, { name: reader, history, clock }: ReaderOptions): void {
  const atMs = clock.now();
  for (const { partition, offset, value } of batch) {
    history.write({ kind: "read", atMs, reader, partition, offset, name: nameOf(value) });
  }
}

function nameOf(value: string | null): RecordName {
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : unknownRecord;
}
