import {
  assert,
  type BrokerEpoch,
  type DirectoryId,
  type Failure,
  isUuid,
  type PartitionKey,
  partitionKey,
} from "@sordini/base";
import { Checkpointer } from "./checkpointer.ts";
import {
  type DirectoryContext,
  DirectoryOfflineError,
  SealedIndexes,
  storageFailure,
  type StoragePorts,
} from "./context.ts";
import type { FileCache } from "./file-cache.ts";
import { FileError, type FileLock } from "./files.ts";
import { GroupCommit } from "./group-commit.ts";
import { Journal } from "./journal.ts";
import type { Salt } from "./journal-format.ts";
import { sealedIndexesMax, type StorageLimits } from "./limits.ts";
import { emptyLogState, type LogState } from "./log-state.ts";
import { type MetaProperties, writeMetaProperties } from "./meta-properties.ts";
import { logDirectoryName } from "./segment.ts";
import { SegmentedLog } from "./segmented-log.ts";
import { TailCache } from "./tail-cache.ts";
import type {
  DamagedLog,
  LogConfig,
  LogDirectory,
  LogDirectoryEvents,
  LogId,
  PartitionLog,
} from "./types.ts";

interface StartOptions {
  readonly ports: StoragePorts;
  readonly directory: string;
  readonly meta: MetaProperties;
  readonly limits: StorageLimits;
  readonly cache: FileCache;
  readonly salt: Salt;
  readonly lock: FileLock;
  readonly wasClean: boolean;
  /** Recovered, synced, and in the checkpoint file. */
  readonly states: readonly LogState[];
  readonly config: LogConfig;
  readonly events: LogDirectoryEvents;
  /** Directories of logs that were deleted: removed when the id is created anew. */
  readonly remnants: readonly string[];
}

/** What appended bytes pass through. */
interface JournaledParts {
  readonly journal: Journal;
  readonly commits: GroupCommit;
  readonly tail: TailCache;
}

/** The logs of one data directory and what they share; see openLogDirectory. */
export class DiskLogDirectory implements LogDirectory {
  readonly directoryId: DirectoryId;
  readonly wasCleanShutdown: boolean;
  readonly #context: DirectoryContext;
  readonly #journal: Journal;
  readonly #checkpointer: Checkpointer;
  readonly #lock: FileLock;
  readonly #logs = new Map<PartitionKey, SegmentedLog>();
  readonly #damaged = new Map<PartitionKey, DamagedLog>();
  readonly #creating = new Set<PartitionKey>();
  readonly #remnants: Set<string>;
  #meta: MetaProperties;
  /** One after the other, since they replace one file. */
  #metaWrites: Promise<void> = Promise.resolve();
  #entrySync: Promise<void> = Promise.resolve();
  /** Waits for the one that is under way. */
  #nextEntrySync: Promise<void> | undefined;
  /**
   * Invariant: closed once. A second last checkpoint beside the first one would know of nothing
   * that changed, and mark the states of an older one as those of a clean end (I25).
   */
  #closed: Promise<void> | undefined;

  private constructor(options: StartOptions, parts: JournaledParts) {
    const { ports, directory, limits, cache, salt, states } = options;
    const { journal, commits, tail } = parts;
    this.directoryId = options.meta.directoryId;
    this.#meta = options.meta;
    this.wasCleanShutdown = options.wasClean;
    this.#lock = options.lock;
    this.#journal = journal;
    this.#remnants = new Set(options.remnants);
    const onFailed = (reason: string) => commits.goOffline(reason);
    this.#checkpointer = new Checkpointer({ ports, directory, journal, salt, states, onFailed });
    commits.start(journal, this.#checkpointer);
    let identities = 0;
    const sealedIndexes = new SealedIndexes(sealedIndexesMax);
    const reportDamage = (id: LogId, reason: string) => this.#takeOutOfService(id, reason);
    this.#context = {
      ...ports,
      directory,
      limits,
      cache,
      tail,
      commits,
      sealedIndexes,
      nextIdentity: () => salt.high * 2 ** 20 + ++identities,
      reportDamage,
    };
    for (const state of states) this.#adopt(state, options.config);
  }

  static async start(options: StartOptions): Promise<DiskLogDirectory> {
    const { ports, directory, salt, limits, events } = options;
    const tail = new TailCache(limits.tailBytesMax);
    const commits = new GroupCommit({ ports, events, tail, limits });
    const journal = await Journal.open({
      files: ports.files,
      directory,
      salt,
      fileCount: limits.journalFileCount,
      fileBytes: limits.journalFileBytes,
      onFailed: (error) => {
        if (!(error instanceof FileError)) throw error;
        commits.goOffline(error.message);
      },
    });
    return new DiskLogDirectory(options, { journal, commits, tail });
  }

  get online(): boolean {
    return this.#context.commits.online;
  }

  get brokerEpoch(): BrokerEpoch {
    return this.#meta.brokerEpoch;
  }

  recordBrokerEpoch(brokerEpoch: BrokerEpoch): void {
    if (brokerEpoch <= this.#meta.brokerEpoch) return;
    const meta = { ...this.#meta, brokerEpoch };
    this.#meta = meta;
    this.#metaWrites = this.#metaWrites.then(() => this.#writeMeta(meta));
  }

  get queuedBytes(): number {
    return this.#context.commits.queuedBytes;
  }

  logs(): Iterable<PartitionLog> {
    return this.#logs.values();
  }

  get(id: LogId): PartitionLog | undefined {
    return this.#logs.get(keyOf(id));
  }

  damaged(): readonly DamagedLog[] {
    return [...this.#damaged.values()];
  }

  async create(id: LogId, config: LogConfig): Promise<PartitionLog | Failure> {
    assert(isUuid(id.topicId), `a topic id has 22 base64url characters: ${id.topicId}`);
    const key = keyOf(id);
    const name = logDirectoryName(id);
    const damage = this.#damaged.get(key);
    if (damage !== undefined) return storageFailure(`${name} is damaged: ${damage.reason}`);
    if (this.#logs.has(key) || this.#creating.has(key)) {
      return storageFailure(`${name} exists already in ${this.#context.directory}`);
    }
    this.#creating.add(key);
    try {
      return await this.#create(id, config);
    } catch (error) {
      if (!(error instanceof FileError || error instanceof DirectoryOfflineError)) throw error;
      return storageFailure(`${name} cannot be created: ${error.message}`);
    } finally {
      this.#creating.delete(key);
    }
  }

  async delete(id: LogId): Promise<void> {
    const key = keyOf(id);
    const log = this.#logs.get(key);
    if (log !== undefined) {
      await log.delete(() => {
        this.#logs.delete(key);
        this.#checkpointer.forget(id);
      });
      return;
    }
    if (!this.#damaged.has(key)) return;
    await this.#context.commits.commit({ kind: "delete", id }, () => {
      this.#damaged.delete(key);
      this.#checkpointer.forget(id);
    });
    await this.#removeFiles(logDirectoryName(id));
  }

  flush(): Promise<void> {
    return this.#context.commits.commit(null);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    try {
      await this.#metaWrites;
      if (this.online) await this.#closeCleanly();
    } finally {
      await this.#journal.close();
      await this.#context.cache.closeAll();
      await this.#lock.release();
    }
  }

  /** What came during the last checkpoint would be lost behind its clean-shutdown marker (I13). */
  async #closeCleanly(): Promise<void> {
    await this.#context.commits.close();
    for (const log of this.#logs.values()) await log.storeIndex();
    await this.#checkpointer.runLast();
  }

  async #writeMeta(meta: MetaProperties): Promise<void> {
    try {
      if (this.online) await writeMetaProperties(this.#context, meta);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.#context.commits.goOffline(error.message);
    }
  }

  async #create(id: LogId, config: LogConfig): Promise<PartitionLog> {
    const name = logDirectoryName(id);
    const { files, directory, commits } = this.#context;
    if (this.#remnants.delete(name)) await this.#removeFiles(name);
    await files.makeDirectory(`${directory}/${name}`);
    await this.#syncEntries();
    const state = emptyLogState(id, 0);
    const log = this.#newLog(state, config);
    await commits.commit({ kind: "create", id }, () => {
      this.#logs.set(keyOf(id), log);
      this.#checkpointer.setState(state);
      this.#checkpointer.noteDirty(log);
    });
    return log;
  }

  /**
   * Makes the entries of new logs durable before the journal names them: when it or the checkpoint
   * is damaged, they are all that tells which logs there were (I13). Whoever comes while a sync is
   * under way shares the next one.
   */
  #syncEntries(): Promise<void> {
    this.#nextEntrySync ??= this.#entrySync.then(() => {
      this.#nextEntrySync = undefined;
      const { files, directory, commits } = this.#context;
      const syncing = files.syncDirectory(directory).catch((error: unknown) => {
        if (error instanceof FileError) commits.goOffline(error.message); // never again (I26)
        throw error;
      });
      this.#entrySync = syncing.catch(() => undefined); // whoever asked for it hears of it
      return syncing;
    });
    return this.#nextEntrySync;
  }

  async #removeFiles(name: string): Promise<void> {
    const { files, directory } = this.#context;
    await files.remove(`${directory}/${name}`);
    await files.syncDirectory(directory);
  }

  #adopt(state: LogState, config: LogConfig): void {
    const key = keyOf(state.id);
    if (state.damage !== null) this.#damaged.set(key, { id: state.id, reason: state.damage });
    else this.#logs.set(key, this.#newLog(state, config));
  }

  #newLog(state: LogState, config: LogConfig): SegmentedLog {
    const noteDirty = (log: SegmentedLog) => this.#checkpointer.noteDirty(log);
    return new SegmentedLog(this.#context, { state, config, noteDirty });
  }

  #takeOutOfService(id: LogId, reason: string): void {
    const key = keyOf(id);
    const log = this.#logs.get(key);
    if (log === undefined) return;
    log.retire();
    this.#logs.delete(key);
    this.#damaged.set(key, { id, reason });
    const state = { ...log.writtenState(), damage: reason };
    this.#checkpointer.setState(state);
    this.#context.commits.enqueue({ kind: "synced", id, state });
    this.#context.log.error("log damaged", { log: logDirectoryName(id), reason });
  }
}

function keyOf(id: LogId): PartitionKey {
  return partitionKey(id.topicId, id.partition);
}
