import { Client, type Producer } from "@sordini/client";
import type { HistoryFile } from "./history-file.ts";
import { type Delivery, Recovery } from "./recovery.ts";
import type { RunClock } from "./run-clock.ts";

export interface LoadOptions {
  /** One producer, with connections of its own, for each bootstrap string. */
  readonly bootstraps: readonly string[];
  readonly topic: string;
  readonly partitions: number;
  readonly recordsPerSecond: number;
  readonly history: HistoryFile;
  readonly clock: RunClock;
  /** Told of every acknowledgement. */
  readonly onDelivery?: (delivery: Delivery) => void;
}

const tickMs = 5;
/** Longer than any outage that a run may survive: what fails was refused, or lost its cluster. */
const deliveryTimeoutMs = 60_000;
const firstRecordMsMax = 30_000;
const bufferBytesMax = 8 * 1024 * 1024;

interface Sender {
  readonly client: Client;
  readonly producer: Producer;
}

/**
 * Uniquely named records under acks=all, at a steady rate that does not wait for acknowledgements,
 * to all partitions in turn. Every send, acknowledgement and failure goes to the history.
 */
export class ClusterLoad {
  readonly #options: LoadOptions;
  readonly #senders: readonly Sender[];
  readonly #recoveries = new Set<Recovery>();
  #timer: NodeJS.Timeout | undefined;
  #lastTickMs = 0;
  #credit = 0;
  #isBlocked = false;
  #sent = 0;
  #acknowledged = 0;
  #failed = 0;
  #lastFailure = "";

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#senders = options.bootstraps.map((bootstrap, index) => {
      const client = new Client({ bootstrap, clientId: `chaos-producer-${index}` });
      const limits = { deliveryTimeoutMs, bufferBytes: bufferBytesMax };
      return { client, producer: client.producer({ acks: "all", ...limits }) };
    });
  }

  get partitionNumbers(): readonly number[] {
    return Array.from({ length: this.#options.partitions }, (_, partition) => partition);
  }

  get sent(): number {
    return this.#sent;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Records whose delivery was given up. */
  get failed(): number {
    return this.#failed;
  }

  /** The reason of the last failure; empty when there was none. */
  get lastFailure(): string {
    return this.#lastFailure;
  }

  /** Resolves to the time of the first acknowledgement; rejects when none comes. */
  async start(): Promise<number> {
    const { topic, clock } = this.#options;
    const first = this.recoveryOf([0]);
    await Promise.all(this.#senders.map(({ producer }) => producer.ready(topic)));
    this.#lastTickMs = clock.now();
    this.#timer = setInterval(() => this.#tick(), tickMs);
    const waitedMs = await first.within(firstRecordMsMax);
    this.forget(first);
    if (waitedMs !== null) return first.sinceMs + waitedMs;
    throw new Error(`no record was acknowledged within ${firstRecordMsMax} ms`);
  }

  /** Sends no more; resolves once everything sent is acknowledged or failed. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#senders.map(({ producer }) => producer.flush()));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#senders.map(({ client }) => client.close({ timeoutMs: 1000 })));
  }

  /** To be called at the moment of a fault: tells when `partitions` take records again. */
  recoveryOf(partitions: Iterable<number>): Recovery {
    const recovery = new Recovery(partitions, this.#options.clock.now());
    this.#recoveries.add(recovery);
    return recovery;
  }

  /** Ends the interest in a recovery. */
  forget(recovery: Recovery): void {
    this.#recoveries.delete(recovery);
  }

  #tick(): void {
    const { clock, recordsPerSecond } = this.#options;
    const nowMs = clock.now();
    const earned = ((nowMs - this.#lastTickMs) / 1000) * recordsPerSecond;
    this.#lastTickMs = nowMs;
    // A second's worth at most, so that a long blockade does not end in a flood.
    this.#credit = Math.min(this.#credit + earned, Math.max(1, recordsPerSecond));
    while (this.#credit >= 1 && !this.#isBlocked) {
      this.#credit--;
      this.#sendOne(nowMs);
    }
  }

  #sendOne(sentAtMs: number): void {
    const { topic, partitions, history } = this.#options;
    const name = this.#sent;
    const index = name % this.#senders.length;
    const { producer } = this.#senders[index] as Sender;
    const partition = Math.floor(name / this.#senders.length) % partitions;
    const record = { key: String(index), value: String(name), partition };
    const isTaken = producer.enqueue(topic, record, (error, { offset }) => {
      if (error === null) this.#onAcknowledged({ name, partition, offset, sentAtMs });
      else this.#onFailed(name, `${error.code}: ${error.message}`);
    });
    if (!isTaken) return this.#block(producer);
    this.#sent++;
    history.write({ kind: "sent", atMs: sentAtMs, name, producer: index });
  }

  #block(producer: Producer): void {
    this.#isBlocked = true;
    const resume = (): void => {
      this.#isBlocked = false;
    };
    producer.ready(this.#options.topic).then(resume, (error: Error) => {
      // Offered again at the next tick: how long a cluster may be away is not the load's to judge.
      this.#lastFailure = error.message;
      resume();
    });
  }

  #onAcknowledged(record: NamedDelivery): void {
    const { name, partition, offset, sentAtMs } = record;
    const atMs = this.#options.clock.now();
    this.#acknowledged++;
    this.#options.history.write({ kind: "acknowledged", atMs, name, partition, offset });
    const delivery = { partition, sentAtMs, acknowledgedAtMs: atMs };
    for (const recovery of this.#recoveries) recovery.see(delivery);
    this.#options.onDelivery?.(delivery);
  }

  #onFailed(name: number, error: string): void {
    this.#failed++;
    this.#lastFailure = error;
    this.#options.history.write({ kind: "failed", atMs: this.#options.clock.now(), name, error });
  }
}

interface NamedDelivery {
  readonly name: number;
  readonly partition: number;
  readonly offset: number;
  readonly sentAtMs: number;
}
