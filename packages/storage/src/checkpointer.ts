import { type PartitionKey, partitionKey } from "@sordini/base";
import { writeCheckpoint } from "./checkpoint.ts";
import type { StoragePorts } from "./context.ts";
import { FileError } from "./files.ts";
import type { Journal } from "./journal.ts";
import type { Salt } from "./journal-format.ts";
import { checkpointSyncsMax } from "./limits.ts";
import type { LogState } from "./log-state.ts";
import type { SegmentedLog } from "./segmented-log.ts";
import type { LogId } from "./types.ts";

/**
 * Moves the beginning of recovery forward: the states of all logs at one moment between two groups
 * are noted, the segments that changed are synced in the background, then the states are written
 * down and the journal may overwrite what came before that moment.
 *
 * The order is the point: a checkpoint that is written before the segments are synced names bytes
 * that a power loss can take, and a journal file that is released before the checkpoint is durable
 * holds the only copy of acknowledged records.
 */
export class Checkpointer {
  readonly #ports: StoragePorts;
  readonly #directory: string;
  readonly #journal: Journal;
  readonly #salt: Salt;
  readonly #onFailed: (reason: string) => void;
  readonly #states: Map<PartitionKey, LogState>;
  #dirty = new Set<SegmentedLog>();
  #running: Promise<void> | undefined;

  constructor(options: {
    readonly ports: StoragePorts;
    readonly directory: string;
    readonly journal: Journal;
    readonly salt: Salt;
    /** As the last checkpoint has them. */
    readonly states: readonly LogState[];
    readonly onFailed: (reason: string) => void;
  }) {
    this.#ports = options.ports;
    this.#directory = options.directory;
    this.#journal = options.journal;
    this.#salt = options.salt;
    this.#onFailed = options.onFailed;
    this.#states = new Map(
      options.states.map((state) => [partitionKey(state.id.topicId, state.id.partition), state]),
    );
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Logs that differ from their states in the last checkpoint. */
  get dirtyCount(): number {
    return this.#dirty.size;
  }

  /** The log differs from its state in the last checkpoint. */
  noteDirty(log: SegmentedLog): void {
    this.#dirty.add(log);
  }

  /** The next checkpoint does not know this log any more. */
  forget(id: LogId): void {
    this.#states.delete(partitionKey(id.topicId, id.partition));
    for (const log of this.#dirty) {
      if (log.id.topicId === id.topicId && log.id.partition === id.partition) {
        this.#dirty.delete(log);
      }
    }
  }

  setState(state: LogState): void {
    this.#states.set(partitionKey(state.id.topicId, state.id.partition), state);
  }

  /** Takes a checkpoint, or waits for the one that is under way. Called between two groups. */
  run(): Promise<void> {
    this.#running ??= this.#take(false).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** The last checkpoint of a run, with the clean-shutdown marker; nothing is appended any more. */
  async runLast(): Promise<void> {
    await this.#running;
    await this.#take(true);
  }

  async #take(isClean: boolean): Promise<void> {
    const firstGroup = this.#journal.lastNumber + 1;
    const logs = [...this.#dirty];
    this.#dirty = new Set();
    const captured = logs.map((log) => ({ log, state: log.writtenState() }));
    try {
      await inParallel(logs, checkpointSyncsMax, (log) => log.sync());
      for (const { log, state } of captured) if (!log.isGone) this.setState(state);
      const bounds = { salt: this.#salt, firstGroup, durableGroup: this.#journal.lastNumber };
      await writeCheckpoint(
        { ...this.#ports, directory: this.#directory },
        { ...bounds, isClean, logs: [...this.#states.values()] },
      );
      this.#journal.release(firstGroup);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.#onFailed(error.message);
    }
  }
}

/** Calls `action` on each item, on at most `countMax` of them at a time. */
export async function inParallel<T>(
  items: readonly T[],
  countMax: number,
  action: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const workers = Array.from({ length: Math.min(countMax, items.length) }, async () => {
    for (const item of queue) await action(item);
  });
  await Promise.all(workers);
}
