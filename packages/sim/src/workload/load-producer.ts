import { crc32c, type ErrorName, failure, isFailure, type Millis, type Timer } from "@sordini/base";
import type { PartitionFailure, ProduceSuccess } from "@sordini/broker";
import { BatchBuilder } from "@sordini/records";
import type { RecordName } from "../checkers/history.ts";
import type { Connection } from "../network/connection.ts";
import { type ClusterClient, type Location, type PartitionName } from "./cluster-client.ts";
import type { Recorder } from "./recorder.ts";

export interface LoadProducerOptions {
  readonly client: ClusterClient;
  readonly recorder: Recorder;
  readonly partitions: () => readonly PartitionName[];
  readonly thinkMs: number;
  readonly recordsPerBatchMax: number;
}

/** What says for certain that nothing was appended (I23). */
const definiteErrors: ReadonlySet<ErrorName> = new Set<ErrorName>([
  "BROKER_NOT_AVAILABLE",
  "NOT_ENOUGH_REPLICAS",
  "FENCED_LEADER_EPOCH",
  "UNKNOWN_LEADER_EPOCH",
  "MESSAGE_TOO_LARGE",
  "CORRUPT_MESSAGE",
]);

/** Batches under way to the same partition at a time. */
const inFlightMax = 3;
/** Bursts at a time: one that gets no answer does not hold up the others. */
const burstsMax = 10;
/** How long a leader may wait before it answers. */
const waitMs = [500, 3_000];
/** How long a producer waits for an answer beyond that. */
const patienceMs = 500;

/**
 * Sends batches until it is stopped. Nothing is sent twice, so that whatever is read twice is the
 * cluster's doing.
 */
export class LoadProducer {
  readonly #options: LoadProducerOptions;
  #isStopped = false;
  #bursts = 0;

  constructor(options: LoadProducerOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#run();
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #run(): Promise<void> {
    const { client, partitions, thinkMs } = this.#options;
    while (!this.#isStopped) {
      await client.process.sleep(client.chance.within(0, 2 * thinkMs));
      const known = partitions();
      const [first] = known;
      if (first === undefined || this.#isStopped || this.#bursts === burstsMax) continue;
      this.#bursts += 1;
      const burst = this.#burst(client.chance.isHit(0.5) ? first : client.chance.pick(known));
      void burst.then(() => (this.#bursts -= 1));
    }
  }

  /** A few batches in a row to one partition over one connection, whatever becomes of the first. */
  async #burst(name: PartitionName): Promise<void> {
    const { client, recorder, recordsPerBatchMax } = this.#options;
    if (client.locate(name) === null) await client.learn(name.topic);
    const location = client.locate(name);
    if (location === null || this.#isStopped) return;
    const producer = recorder.newProducer();
    const stream = new ProduceStream(client, location);
    const results = Array.from({ length: client.chance.between(1, inFlightMax) }, async () => {
      const count = client.chance.between(1, recordsPerBatchMax);
      const names = Array.from({ length: count }, () => recorder.sent(producer));
      recorder.pending += 1;
      const result = await stream.send(batchOf(names));
      recorder.pending -= 1;
      return this.#record(result, { names, location });
    });
    if ((await Promise.all(results)).includes(false)) client.forget(name.topic);
    stream.close();
  }

  /** False: it failed, or nobody knows. */
  #record(
    result: ProduceResult,
    sent: { readonly names: readonly RecordName[]; readonly location: Location },
  ): boolean {
    const { recorder } = this.#options;
    const { topicId, partition } = sent.location;
    if (isFailure<ProduceSuccess>(result)) {
      const isDefinite = definiteErrors.has(result.error);
      for (const name of sent.names) recorder.hasFailed(name, result.error, isDefinite);
      return false;
    }
    const number = recorder.partition(topicId, partition);
    for (const [i, name] of sent.names.entries()) {
      recorder.isAcknowledged(name, number, result.baseOffset + i);
    }
    return true;
  }
}

type ProduceResult = ProduceSuccess | PartitionFailure;

/** Produce requests to one partition's leader, in order, as over one stream of the SDK. */
class ProduceStream {
  readonly #client: ClusterClient;
  readonly #location: Location;
  readonly #connection: Connection;
  readonly #waiting = new Set<(result: ProduceResult) => void>();
  readonly #timer: Timer;
  readonly #timeoutMs: Millis;

  constructor(client: ClusterClient, location: Location) {
    const { process, cluster } = client;
    this.#client = client;
    this.#location = location;
    this.#timeoutMs = client.chance.pick(waitMs);
    this.#connection = cluster.network.connect({
      from: process,
      to: location.leader,
      door: "broker",
      what: "produce",
      onBroken: (side, reason, wasOpen) => {
        if (side === "client")
          this.#fail(wasOpen ? "NETWORK_EXCEPTION" : "BROKER_NOT_AVAILABLE", reason);
      },
    });
    this.#timer = process.after(this.#timeoutMs + patienceMs, () =>
      this.#fail("REQUEST_TIMED_OUT", "no answer in time"),
    );
  }

  send(batches: Uint8Array): Promise<ProduceResult> {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      this.#connection.deliver("server", () => this.#produce(batches, resolve));
    });
  }

  close(): void {
    this.#timer.cancel();
    this.#connection.close("client");
  }

  #produce(batches: Uint8Array, resolve: (result: ProduceResult) => void): void {
    const { topicId, partition, leader, leaderEpoch } = this.#location;
    const broker = this.#client.cluster.brokerAt(leader);
    const request = { acks: -1, timeoutMs: this.#timeoutMs };
    broker?.produce(
      { ...request, partitions: [{ topicId, partition, leaderEpoch, batches }] },
      (_, result) => {
        this.#connection.deliver("client", () => {
          if (this.#waiting.delete(resolve)) resolve(result);
        });
      },
    );
  }

  #fail(error: ErrorName, why: string): void {
    for (const resolve of this.#waiting) resolve(failure(error, why));
    this.#waiting.clear();
  }
}

/** One record for each name, whose value is the name in digits. */
export function batchOf(names: readonly RecordName[]): Uint8Array {
  const builder = new BatchBuilder({ bytesMax: 1 << 20 });
  for (const name of names) builder.append({ value: `${name}` }, 1_000 + name);
  return builder.build({ crc32c });
}
