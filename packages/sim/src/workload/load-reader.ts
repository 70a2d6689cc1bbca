import { crc32c, isFailure } from "@sordini/base";
import type { FetchedPartition, ListedOffset, PartitionFailure } from "@sordini/broker";
import { isBatchIntact, iterateBatches, iterateRecords, recordBytesOf } from "@sordini/records";
import { InvariantViolation } from "../checkers/cluster-view.ts";
import { type ClusterClient, type Location, type PartitionName } from "./cluster-client.ts";
import { nameIn, type Recorder } from "./recorder.ts";

export interface LoadReaderOptions {
  readonly client: ClusterClient;
  readonly recorder: Recorder;
  readonly partitions: () => readonly PartitionName[];
  readonly name: string;
}

const latest = -1;
const bytesMaxes = [1, 200, 100_000];

/** Reads every partition from its start, again and again where it left off, until it is stopped. */
export class LoadReader {
  readonly #options: LoadReaderOptions;
  readonly #next = new Map<string, number>();
  /** The newest leader epochs that it heard of. */
  readonly #epochs = new Map<string, number>();
  #isStopped = false;

  constructor(options: LoadReaderOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#run();
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #run(): Promise<void> {
    const { client, partitions } = this.#options;
    while (!this.#isStopped) {
      await client.process.sleep(client.chance.within(5, 100));
      const known = partitions();
      if (known.length === 0) continue;
      if (client.chance.isHit(0.1)) await this.#list(client.chance.pick(known));
      else await this.poll(client.chance.pick(known));
    }
  }

  /**
   * Reads on in one partition. True: it is at the end, as its leader says; null: nobody could say.
   */
  async poll(name: PartitionName): Promise<boolean | null> {
    const { client } = this.#options;
    const location = this.#locate(name);
    if (location === null) {
      await client.learn(name.topic);
      return null;
    }
    const offset = this.#next.get(keyOf(location)) ?? 0;
    const fetched = await this.#fetch(location, offset);
    if (fetched === null || isFailure<FetchedPartition>(fetched)) {
      if (fetched !== null) this.#check(location, offset, fetched);
      client.forget(name.topic);
      return null;
    }
    const { runs, nextOffset, highWatermark } = fetched;
    const { topicId, partition } = location;
    client.cluster.wasShown({ topicId, partition, end: Math.max(nextOffset, highWatermark) });
    for (const run of runs) this.#record(location, run, offset);
    this.#next.set(keyOf(location), nextOffset);
    return nextOffset >= highWatermark;
  }

  /** Asks the leader where the partition ends: what it says never goes back (I15, KIP-207). */
  async #list(name: PartitionName): Promise<void> {
    const { client, recorder, name: reader } = this.#options;
    const location = this.#locate(name);
    if (location === null) return;
    const { topicId, partition, leader, leaderEpoch } = location;
    recorder.pending += 1;
    const result = await client.ask(leader, "list offsets", async (broker) => {
      const asked = [{ topicId, partition, leaderEpoch, timestampMs: latest }];
      return (await broker.listOffsets(asked))[0] as ListedOffset | PartitionFailure;
    });
    recorder.pending -= 1;
    if (result.outcome !== "answered" || isFailure<ListedOffset>(result.reply)) {
      client.forget(name.topic);
      return;
    }
    const { offset } = result.reply;
    client.cluster.wasShown({ topicId, partition, end: offset });
    recorder.wasListed({ reader, partition: recorder.partition(topicId, partition), offset });
  }

  /**
   * Like the SDK it never goes back to an earlier leader epoch (KIP-320): a leader that does not
   * know yet that it was replaced may end below what was committed since (seed 3705).
   */
  #locate(name: PartitionName): Location | null {
    const { client } = this.#options;
    const location = client.locate(name);
    if (location === null) return null;
    const key = keyOf(location);
    if (location.leaderEpoch < (this.#epochs.get(key) ?? 0)) {
      client.forget(name.topic);
      return null;
    }
    this.#epochs.set(key, location.leaderEpoch);
    return location;
  }

  async #fetch(
    { topicId, partition, leader, leaderEpoch }: Location,
    offset: number,
  ): Promise<FetchedPartition | PartitionFailure | null> {
    const { client, recorder } = this.#options;
    const bytesMax = client.chance.pick(bytesMaxes);
    const maxWaitMs = client.chance.pick([0, 0, 50, 500]);
    recorder.pending += 1;
    const result = await client.ask(leader, "fetch", async (broker) => {
      const { response } = broker.fetch({
        partitions: [{ topicId, partition, leaderEpoch, offset, bytesMax }],
        minBytes: 1,
        maxWaitMs,
        bytesMax,
      });
      const [answer] = await response;
      return answer as FetchedPartition | PartitionFailure;
    });
    recorder.pending -= 1;
    return result.outcome === "answered" ? result.reply : null;
  }

  /** What was read stays readable: the log may not end below it, nor begin above. */
  #check(location: Location, offset: number, { error, message }: PartitionFailure): void {
    if (error !== "OFFSET_OUT_OF_RANGE") return;
    const { name, client } = this.#options;
    client.cluster.world.fail(
      new InvariantViolation("I15", `${name} at ${keyOf(location)}/${offset}: ${message}`),
    );
  }

  #record(location: Location, run: Uint8Array, from: number): void {
    const { recorder, name: reader, client } = this.#options;
    const partition = recorder.partition(location.topicId, location.partition);
    for (const batch of iterateBatches(run)) {
      if (!isBatchIntact(run, batch.position, crc32c)) {
        const where = `${keyOf(location)}/${batch.header.baseOffset}`;
        client.cluster.world.fail(new InvariantViolation("I24", `a damaged batch at ${where}`));
        return;
      }
      for (const record of iterateRecords(recordBytesOf(run, batch), batch.header)) {
        if (record.offset < from) continue;
        const name = nameIn(record.value);
        recorder.wasRead({ reader, partition, offset: record.offset, name });
      }
    }
  }
}

function keyOf({ topicId, partition }: Location): string {
  return `${topicId}-${partition}`;
}
