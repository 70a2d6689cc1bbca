import { assert } from "@sordini/base";
import { turnOf } from "./checkpoint.ts";
import type { Checkpointer } from "./checkpointer.ts";
import { DirectoryOfflineError, type StoragePorts } from "./context.ts";
import { Deque } from "./deque.ts";
import { FileError } from "./files.ts";
import type { Journal } from "./journal.ts";
import type { ControlEntry, JournalEntry } from "./journal-format.ts";
import { filesWrittenPerTurnMax, type StorageLimits } from "./limits.ts";
import type { PlacedRun } from "./placed-run.ts";
import type { Segment } from "./segment.ts";
import type { SegmentedLog } from "./segmented-log.ts";
import type { TailCache } from "./tail-cache.ts";
import type { LogDirectoryEvents } from "./types.ts";

// The one place that writes appended bytes. What was appended while the last group was synced
// leaves as the next one: its journal write and sync run on another thread while this one hands the
// same bytes to the segment files. No promise per append: who waits is told by `onProgress`.

/**
 * A journal entry that is not an append, or (without an entry) a point in the queue to wait for.
 */
interface ControlOperation {
  readonly kind: "control";
  readonly entry: ControlEntry | null;
  /**
   * Called once the entry is durable, before anything else happens: a checkpoint sees its effect.
   */
  readonly onDurable: () => void;
  readonly onFailed: (error: Error) => void;
}

/** How a run becomes durable: by the journal, by a sync of its segments, or not at all. */
type Path = "journal" | "direct" | "page-cache";

interface Group {
  readonly runs: PlacedRun[];
  readonly journaled: JournalEntry[];
  readonly controls: ControlOperation[];
  readonly byLog: Map<SegmentedLog, PlacedRun[]>;
  /** How each log is treated in this group: decided once, since its configuration may change. */
  readonly paths: Map<SegmentedLog, Path>;
}

/**
 * Whether to sync the segments instead of journaling their bytes. The journal's second copy of the
 * bytes costs less than a sync a file until a file gets megabytes: on warm journal pages 3 x 1 MiB
 * took 5.7 ms against 7.4, 3 x 4 MiB 21 against 27. A device that is short of bandwidth, not of
 * syncs, would like the segments better, so very large groups of few files go there.
 */
export function shouldSyncDirectly(group: { fileCount: number; sizeBytes: number }): boolean {
  return group.fileCount <= 4 && group.sizeBytes / group.fileCount >= 2 * 1024 * 1024;
}

export class GroupCommit {
  readonly #ports: Pick<StoragePorts, "timers">;
  readonly #events: LogDirectoryEvents;
  readonly #tail: TailCache;
  readonly #groupBytesMax: number;
  readonly #checkpointBytes: number;
  readonly #checkpointBytesPerLog: number;
  readonly #queue = new Deque<PlacedRun | ControlOperation>();
  #journal: Journal | undefined;
  #checkpointer: Checkpointer | undefined;
  #queuedBytes = 0;
  #isRunning = false;
  #bytesSinceCheckpoint = 0;
  #wantsCheckpoint = false;
  #hasFailed = false;
  /** What whoever comes is told, once the directory failed or was closed. */
  #refusal: DirectoryOfflineError | undefined;

  constructor(options: {
    readonly ports: Pick<StoragePorts, "timers">;
    readonly events: LogDirectoryEvents;
    readonly tail: TailCache;
    readonly limits: StorageLimits;
  }) {
    this.#ports = options.ports;
    this.#events = options.events;
    this.#tail = options.tail;
    const { groupBytesMax, journalFileBytes, checkpointBytes } = options.limits;
    this.#checkpointBytesPerLog = options.limits.checkpointBytesPerLog;
    this.#groupBytesMax = Math.min(groupBytesMax, Math.floor(journalFileBytes / 4));
    this.#checkpointBytes = checkpointBytes;
  }

  start(journal: Journal, checkpointer: Checkpointer): void {
    this.#journal = journal;
    this.#checkpointer = checkpointer;
  }

  get online(): boolean {
    return this.#refusal === undefined;
  }

  /** Appended, and not yet handed to the operating system. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  append(run: PlacedRun): void {
    this.#queuedBytes += run.bytes.length;
    this.#queue.push(run);
    this.#schedule();
  }

  /** Queues an entry nobody waits for. */
  enqueue(entry: ControlEntry): void {
    this.#push(entry, { onDurable: () => undefined, onFailed: () => undefined });
  }

  /**
   * Resolves once `entry` is durable, or without one everything queued before; `onDurable` is
   * called in the very moment. Rejects with DirectoryOfflineError.
   */
  commit(entry: ControlEntry | null, onDurable?: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#push(entry, {
        onDurable: () => {
          onDurable?.();
          resolve();
        },
        onFailed: reject,
      });
    });
  }

  /**
   * Resolves once everything queued before is durable; from that very moment on nothing is taken
   * any more. Rejects with DirectoryOfflineError.
   */
  close(): Promise<void> {
    return this.commit(null, () => this.#refuse("the log directory is closed"));
  }

  /** I26: once, for good. Nothing is written any more, whoever waits hears of it. */
  goOffline(reason: string): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#refuse(`the log directory is offline: ${reason}`);
    this.#events.onOffline(reason);
  }

  #refuse(message: string): void {
    const refusal = new DirectoryOfflineError(message);
    this.#refusal = refusal;
    for (let item = this.#queue.shift(); item !== undefined; item = this.#queue.shift()) {
      if (item.kind === "control") item.onFailed(refusal);
    }
  }

  #push(entry: ControlEntry | null, hooks: Pick<ControlOperation, "onDurable" | "onFailed">): void {
    if (this.#refusal !== undefined) {
      hooks.onFailed(this.#refusal);
      return;
    }
    this.#queue.push({ kind: "control", entry, ...hooks });
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#ports.timers.soon(() => void this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0 && this.online) {
      const group = this.#take();
      try {
        await this.#commit(group);
        this.#checkpointIfDue();
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        this.goOffline(error.message);
        const offline = this.#refusal as DirectoryOfflineError;
        for (const control of group.controls) control.onFailed(offline);
      }
    }
    this.#isRunning = false;
  }

  #take(): Group {
    const runs: PlacedRun[] = [];
    const controls: ControlOperation[] = [];
    const operations: (PlacedRun | ControlOperation)[] = [];
    const byLog = new Map<SegmentedLog, PlacedRun[]>();
    let sizeBytes = 0;
    for (let next = this.#queue.first; next !== undefined; next = this.#queue.first) {
      const isFull = next.kind === "append" && sizeBytes + next.bytes.length > this.#groupBytesMax;
      if (isFull && sizeBytes > 0) break;
      this.#queue.shift();
      operations.push(next);
      if (next.kind === "control") {
        controls.push(next);
        continue;
      }
      sizeBytes += next.bytes.length;
      runs.push(next);
      const sameLog = byLog.get(next.log);
      if (sameLog === undefined) byLog.set(next.log, [next]);
      else sameLog.push(next);
    }
    const paths = this.#choosePaths(byLog);
    const journaled = operations.flatMap((operation) => entryOf(operation, paths));
    return { runs, journaled, controls, byLog, paths };
  }

  #choosePaths(byLog: ReadonlyMap<SegmentedLog, readonly PlacedRun[]>): Map<SegmentedLog, Path> {
    const runBytesMax = this.#journalOrFail.runBytesMax;
    const paths = new Map<SegmentedLog, Path>();
    let fileCount = 0;
    let sizeBytes = 0;
    for (const [log, runs] of byLog) {
      if (log.config.durability === "page-cache") {
        paths.set(log, "page-cache");
        continue;
      }
      const logBytes = runs.reduce((sum, run) => sum + run.bytes.length, 0);
      paths.set(log, !log.isJournaled || logBytes > runBytesMax ? "direct" : "journal");
      fileCount += 1;
      sizeBytes += logBytes;
    }
    if (fileCount === 0 || !shouldSyncDirectly({ fileCount, sizeBytes })) return paths;
    for (const [log, path] of paths) if (path === "journal") paths.set(log, "direct");
    return paths;
  }

  async #commit(group: Group): Promise<void> {
    const logs = [...group.byLog.keys()];
    const durable = logs.filter((log) => group.paths.get(log) !== "page-cache");
    await this.#reserve(group.journaled);
    await Promise.all([this.#writeJournal(group.journaled), this.#writeSegments(group)]);
    // Before the states of directly synced logs are taken, which must show what is in the journal.
    for (const control of group.controls) if (control.entry !== null) control.onDurable();
    const isDirect = (log: SegmentedLog) => group.paths.get(log) === "direct" && !log.isGone;
    const direct = durable.filter(isDirect); // an entry for a log just deleted would revive it
    if (direct.length > 0) await this.#syncDirectly(direct);
    for (const log of durable) log.noteDurable((group.byLog.get(log) as PlacedRun[]).at(-1));
    for (const control of group.controls) if (control.entry === null) control.onDurable();
    if (durable.length > 0) this.#events.onProgress(new Set(durable));
  }

  /**
   * Waits until the ring may move on: only between groups, so that a checkpoint is of one moment.
   */
  async #reserve(entries: readonly JournalEntry[]): Promise<void> {
    if (entries.length === 0) return;
    while (!this.#journalOrFail.hasRoom(entries)) {
      this.#noteCheckpoint();
      await this.#checkpointerOrFail.run();
      if (this.#refusal !== undefined) throw new FileError("OTHER", this.#refusal.message);
    }
  }

  async #writeJournal(entries: readonly JournalEntry[]): Promise<void> {
    if (entries.length === 0) return;
    if (await this.#journalOrFail.write(entries)) this.#wantsCheckpoint = true;
  }

  async #writeSegments(group: Group): Promise<void> {
    if (group.runs.length === 0) return;
    const writes: Promise<void>[] = [];
    let writtenAtOnce = 0;
    for (const [segment, runs] of bySegment(group.runs)) {
      const buffers = runs.map((run) => run.bytes);
      const pending = segment.write(buffers, (runs[0] as PlacedRun).position);
      if (pending instanceof Promise) {
        pending.catch(() => undefined); // Promise.all below throws it, perhaps some turns later
        writes.push(pending);
      } else {
        writtenAtOnce += 1;
        if (writtenAtOnce % filesWrittenPerTurnMax === 0) await turnOf(this.#ports.timers);
      }
    }
    await Promise.all(writes);
    for (const run of group.runs) {
      run.log.noteWritten(run, { isCached: group.paths.get(run.log) === "page-cache" });
      this.#queuedBytes -= run.bytes.length;
      this.#bytesSinceCheckpoint += run.bytes.length;
    }
    this.#tail.evict();
    this.#events.onProgress(new Set(group.byLog.keys()));
  }

  async #syncDirectly(logs: readonly SegmentedLog[]): Promise<void> {
    await Promise.all(logs.map((log) => log.sync()));
    const entries = logs.map((log) => log.syncedEntry());
    await this.#reserve(entries);
    await this.#writeJournal(entries);
    for (const log of logs) log.isJournaled = true;
  }

  #checkpointIfDue(): void {
    if (!this.online) return;
    const dueBytes = this.#checkpointerOrFail.dirtyCount * this.#checkpointBytesPerLog;
    const isDue = this.#bytesSinceCheckpoint >= Math.min(dueBytes, this.#checkpointBytes);
    if (isDue && dueBytes > 0) this.#wantsCheckpoint = true;
    if (!this.#wantsCheckpoint || this.#checkpointerOrFail.isRunning) return;
    this.#noteCheckpoint();
    void this.#checkpointerOrFail.run();
  }

  #noteCheckpoint(): void {
    this.#wantsCheckpoint = false;
    this.#bytesSinceCheckpoint = 0;
  }

  get #journalOrFail(): Journal {
    assert(this.#journal !== undefined, "the directory is still being opened");
    return this.#journal;
  }

  get #checkpointerOrFail(): Checkpointer {
    assert(this.#checkpointer !== undefined, "the directory is still being opened");
    return this.#checkpointer;
  }
}

function entryOf(
  operation: PlacedRun | ControlOperation,
  paths: ReadonlyMap<SegmentedLog, Path>,
): JournalEntry[] {
  if (operation.kind === "control") return operation.entry === null ? [] : [operation.entry];
  return paths.get(operation.log) === "journal" ? [operation] : [];
}

function bySegment(runs: readonly PlacedRun[]): Map<Segment, PlacedRun[]> {
  const grouped = new Map<Segment, PlacedRun[]>();
  for (const run of runs) {
    const same = grouped.get(run.segment);
    if (same === undefined) grouped.set(run.segment, [run]);
    else same.push(run);
  }
  return grouped;
}
