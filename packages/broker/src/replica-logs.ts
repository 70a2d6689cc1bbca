import {
  type BrokerEpoch,
  type DirectoryId,
  type Failure,
  failure,
  partitionKey,
} from "@sordini/base";
import type { DamagedLog, LogConfig, LogDirectory, LogId, PartitionLog } from "@sordini/storage";
import type { TopicConfig } from "@sordini/metadata";

/** The logs of all of this broker's log directories, as if they were in one. */
export class ReplicaLogs {
  readonly #directories: readonly LogDirectory[];
  /** Deletions under way: the same id is created anew only after them. */
  readonly #deletions = new Map<string, Promise<void>>();

  constructor(directories: readonly LogDirectory[]) {
    this.#directories = directories;
  }

  get offlineDirectoryIds(): readonly DirectoryId[] {
    return this.#directories.filter(({ online }) => !online).map((each) => each.directoryId);
  }

  /** The newest under which this broker was registered with any of them; 0 for none. */
  get brokerEpoch(): BrokerEpoch {
    return Math.max(...this.#directories.map((each) => each.brokerEpoch));
  }

  recordBrokerEpoch(brokerEpoch: BrokerEpoch): void {
    for (const directory of this.#directories) directory.recordBrokerEpoch(brokerEpoch);
  }

  find(id: LogId): PartitionLog | undefined {
    return this.#directoryOf(id)?.get(id);
  }

  *all(): Generator<PartitionLog, void> {
    for (const directory of this.#directories) yield* directory.logs();
  }

  /** Why the replica's log must not be used; undefined for a healthy or a missing one. */
  damageOf({ topicId, partition }: LogId): string | undefined {
    for (const { log } of this.damaged()) {
      if (log.id.topicId === topicId && log.id.partition === partition) return log.reason;
    }
    return undefined;
  }

  /** Of directories that work: in one that failed nothing can be mended. */
  *damaged(): Generator<{ readonly log: DamagedLog; readonly directoryId: DirectoryId }, void> {
    for (const directory of this.#directories) {
      const { directoryId, online } = directory;
      if (!online) continue;
      for (const log of directory.damaged()) yield { log, directoryId };
    }
  }

  /**
   * Creates the log in the directory that holds the fewest. KAFKA_STORAGE_ERROR when none works.
   */
  async create(id: LogId, config: LogConfig): Promise<PartitionLog | Failure> {
    await this.#deletions.get(partitionKey(id.topicId, id.partition));
    const candidates = this.#directories
      .filter(({ online }) => online)
      .map((directory) => ({ directory, count: [...directory.logs()].length }))
      .sort((a, b) => a.count - b.count);
    const [emptiest] = candidates;
    if (emptiest !== undefined) return emptiest.directory.create(id, config);
    return failure("KAFKA_STORAGE_ERROR", "no log directory of this broker is online");
  }

  async delete(id: LogId): Promise<void> {
    const directory = this.#directoryOf(id) ?? this.#directoryOfDamaged(id);
    if (directory === undefined || !directory.online) return;
    const key = partitionKey(id.topicId, id.partition);
    const deletion = directory.delete(id);
    this.#deletions.set(key, deletion);
    try {
      await deletion;
    } finally {
      this.#deletions.delete(key);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#directories.map((directory) => directory.close()));
  }

  #directoryOfDamaged({ topicId, partition }: LogId): LogDirectory | undefined {
    return this.#directories.find((directory) =>
      directory.damaged().some(({ id }) => id.topicId === topicId && id.partition === partition),
    );
  }

  #directoryOf(id: LogId): LogDirectory | undefined {
    return this.#directories.find((directory) => directory.get(id) !== undefined);
  }
}

/** What of a topic's settings concerns its logs. */
export function logConfigOf(config: TopicConfig): LogConfig {
  return {
    segmentBytesMax: config.segmentBytes,
    segmentAgeMsMax: config.segmentMs,
    indexIntervalBytes: config.indexIntervalBytes,
    durability: config.durability,
    retentionMs: config.retentionMs,
    retentionBytes: config.retentionBytes,
  };
}
