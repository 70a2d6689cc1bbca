import { assert, type Epoch, EpochHistory, type Millis, type Offset } from "@sordini/base";
import { baseOffsetAt, batchSizeAt, leaderEpochAt, nextOffsetAt } from "@sordini/records";
import type { DirectoryContext } from "./context.ts";
import { Deque } from "./deque.ts";
import { FileError } from "./files.ts";
import { type ControlEntry, headsCheckOf } from "./journal-format.ts";
import { segmentOffsetsLimit } from "./limits.ts";
import { LogReader, readTail } from "./log-reader.ts";
import { type LogCut, type LogState } from "./log-state.ts";
import { PlacedRun } from "./placed-run.ts";
import { logDirectoryName, Segment } from "./segment.ts";
import type {
  AppendRun,
  LogConfig,
  LogId,
  PartitionLog,
  ReadRequest,
  ReadResult,
} from "./types.ts";

/**
 * One partition's log: segments on disk, the newest runs in the tail, the rest of the work queued
 * at the directory's group commit.
 *
 * Invariant: logStart <= durableEnd <= writtenEnd <= logEnd, each monotone but for a truncation,
 * which waits until all three ends are one, so that no sync that is under way can vouch for other
 * bytes than those it was asked for (B9).
 */
export class SegmentedLog implements PartitionLog {
  readonly id: LogId;
  /** Of the directory's tail cache, which alone adds and evicts. */
  readonly tail = new Deque<PlacedRun>();
  readonly #context: DirectoryContext;
  readonly #noteDirty: (log: SegmentedLog) => void;
  readonly #path: string;
  readonly #reader: LogReader;
  #config: LogConfig;
  #segments: Segment[];
  #logStart: Offset;
  #logEnd: Offset;
  #writtenEnd: Offset;
  #durableEnd: Offset;
  #epochs: EpochHistory;
  /** A truncation decided in the journal and not yet done. */
  #cut: LogCut | null = null;
  /** Maintenance in order, one at a time. */
  #maintenance: Promise<void> = Promise.resolve();
  #syncing: Promise<void> = Promise.resolve();
  #truncations = 0;
  /** Segment files were made or removed since this log's directory was synced. */
  #isDirectoryDirty = true;
  /**
   * The journal and synced segments together hold everything. False after unjournaled appends: then
   * the next group syncs the segments before the journal may be relied upon again.
   */
  isJournaled: boolean;
  #isDeleting = false;
  /** Deleted or damaged, and durably so: the directory does not know it any more. */
  isGone = false;

  constructor(
    context: DirectoryContext,
    options: {
      readonly state: LogState;
      readonly config: LogConfig;
      readonly noteDirty: (log: SegmentedLog) => void;
    },
  ) {
    const { state, config } = options;
    this.#context = context;
    this.#noteDirty = options.noteDirty;
    this.id = state.id;
    this.#config = config;
    this.#path = `${context.directory}/${logDirectoryName(state.id)}`;
    this.#logStart = state.logStart;
    this.#logEnd = state.endOffset;
    this.#writtenEnd = state.endOffset;
    this.#durableEnd = state.endOffset;
    this.#epochs = state.epochs;
    this.isJournaled = true;
    this.#segments = state.segments.map((segment, index) => {
      const found = this.#newSegment({ ...segment, exists: true });
      found.isSealed = index < state.segments.length - 1;
      found.isIndexStored = found.isSealed;
      return found;
    });
    if (this.#segments.length === 0) this.#addSegment();
    this.#reader = new LogReader(context, this);
  }

  get config(): LogConfig {
    return this.#config;
  }

  get logStart(): Offset {
    return this.#logStart;
  }

  get logEnd(): Offset {
    return this.#logEnd;
  }

  get writtenEnd(): Offset {
    return this.#writtenEnd;
  }

  get durableEnd(): Offset {
    return this.#durableEnd;
  }

  get epochs(): EpochHistory {
    return this.#epochs;
  }

  get sizeBytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
  }

  get online(): boolean {
    return this.#context.commits.online && !this.#isDeleting && !this.isGone;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  append(run: AppendRun): void {
    assert(this.online, "append to a log directory that is offline (I26)");
    assert(this.#truncations === 0, "append to a log that is being truncated");
    assert(run.baseOffset === this.#logEnd, `run at ${run.baseOffset}, log end ${this.#logEnd}`);
    this.#assignEpochs(run);
    const bytes = this.#context.tail.compacted(run.bytes);
    const segment = this.#segmentFor(run);
    const headsCheck = headsCheckOf(bytes);
    const { baseOffset, nextOffset } = run;
    const placed = new PlacedRun({ log: this, segment, bytes, baseOffset, nextOffset, headsCheck });
    segment.place(bytes);
    this.#logEnd = nextOffset;
    this.#context.tail.add(placed);
    this.#context.commits.append(placed);
  }

  beginEpoch(epoch: Epoch): void {
    assert(this.online, "an epoch begins in a log directory that is offline (I26)");
    const start = this.#logEnd;
    const epochs = this.#epochs.assign({ epoch, start });
    if (epochs === this.#epochs) return;
    this.#epochs = epochs;
    this.#noteDirty(this);
    this.#context.commits.enqueue({ kind: "begin-epoch", id: this.id, epoch, start });
  }

  read(request: ReadRequest): ReadResult | Promise<ReadResult> {
    const { offset } = request;
    assert(offset >= this.#logStart, `read at ${offset}, log start ${this.#logStart}`);
    assert(offset <= this.#logEnd, `read at ${offset}, log end ${this.#logEnd}`);
    return readTail(this, request) ?? this.#reader.read(request);
  }

  offsetForTimestamp(timestampMs: Millis): Promise<{ offset: Offset; timestampMs: Millis } | null> {
    return this.#reader.offsetForTimestamp(timestampMs);
  }

  truncateTo(offset: Offset): Promise<void> {
    assert(offset >= this.#logStart, `truncation to ${offset}, log start ${this.#logStart}`);
    if (offset >= this.#logEnd) return Promise.resolve();
    return this.#truncate(async () => {
      const cut = await this.#reader.batchAt(offset);
      // The log may start inside of this batch: then nothing is left of it.
      if (cut.offset < this.#logStart) return this.#resetTo(this.#logStart);
      await this.#decideCut({ kind: "truncate", id: this.id, offset: cut.offset });
      return this.#cutTo(cut);
    });
  }

  truncateFullyAndStartAt(offset: Offset): Promise<void> {
    return this.#truncate(() => this.#resetTo(offset));
  }

  raiseLogStart(offset: Offset): Promise<void> {
    assert(offset <= this.#logEnd, `log start ${offset} beyond the log end ${this.#logEnd}`);
    return this.#inOrder(async () => {
      if (offset <= this.#logStart || offset > this.#logEnd) return; // truncated in the meantime
      let removed: Segment[] = [];
      await this.#context.commits.commit({ kind: "log-start", id: this.id, offset }, () => {
        removed = this.#raise(offset);
      });
      await this.#remove(removed);
    });
  }

  async applyRetention(highWatermark: Offset): Promise<void> {
    let start = this.#logStart;
    let rest = this.sizeBytes;
    const { retentionMs, retentionBytes } = this.#config;
    const now = this.#context.clock.wallMs();
    for (const [index, segment] of this.#segments.entries()) {
      const next = this.#segments[index + 1];
      if (next === undefined || next.baseOffset > highWatermark) break;
      const isTooOld = retentionMs >= 0 && now - segment.maxTimestamp > retentionMs;
      const isTooMuch = retentionBytes >= 0 && rest - segment.sizeBytes >= retentionBytes;
      if (!isTooOld && !isTooMuch) break;
      rest -= segment.sizeBytes;
      start = next.baseOffset;
    }
    if (start > this.#logStart) await this.raiseLogStart(start);
  }

  reconfigure(config: LogConfig): void {
    this.#config = config;
  }

  /** Called by the group commit when the operating system has `run`, and if `isCached` only it. */
  noteWritten(run: PlacedRun, { isCached }: { readonly isCached: boolean }): void {
    run.isWritten = true;
    run.segment.noteWritten(run.position + run.bytes.length);
    if (run.position === 0) this.#isDirectoryDirty = true; // the write made the file
    this.#writtenEnd = run.nextOffset;
    this.#noteDirty(this);
    if (!isCached) return;
    this.isJournaled = false;
    this.#durableEnd = run.nextOffset;
  }

  /** Called by the group commit when everything up to `run` is durable. */
  noteDurable(run: PlacedRun | undefined): void {
    this.#durableEnd = Math.max(this.#durableEnd, run?.nextOffset ?? 0);
  }

  /**
   * Makes everything written durable in the segments themselves. One at a time: a second sync that
   * finds nothing left to do must not be done before the first, whose bytes it vouches for too. One
   * that failed fails all that follow, it is never tried again (I26).
   */
  sync(): Promise<void> {
    this.#syncing = this.#syncing.then(() => this.#syncNow());
    return this.#syncing;
  }

  /** The log as it is written now: what the device holds once `sync` is done. */
  writtenState(): LogState {
    const segments = this.#segments.filter((segment) => segment.exists);
    return {
      id: this.id,
      logStart: this.#logStart,
      endOffset: this.#writtenEnd,
      epochs: this.#epochs.truncateTo(this.#writtenEnd + 1), // never ahead of the log (I21)
      segments: segments.map((segment) => segment.writtenState),
      cut: this.#cut,
      damage: null,
    };
  }

  /** The journal entry that says: `sync` was done. */
  syncedEntry(): ControlEntry {
    return { kind: "synced", id: this.id, state: this.writtenState() };
  }

  /** Writes the active segment's index, so that the next start finds it. */
  async storeIndex(): Promise<void> {
    const active = this.#segments.at(-1);
    if (active?.exists === true) await active.storeIndex();
  }

  /** Takes the log out of service: nothing is appended or read any more. Its files stay. */
  retire(): void {
    this.isGone = true;
    this.#context.tail.drop(this.tail);
  }

  /** Deletes the log, durably; `onDurable` is called when that can no longer fail. */
  delete(onDurable: () => void): Promise<void> {
    this.#isDeleting = true;
    return this.#inOrder(async () => {
      await this.#context.commits.commit({ kind: "delete", id: this.id }, () => {
        this.retire();
        onDurable();
      });
      for (const segment of this.#segments) {
        segment.exists = false;
        await this.#context.cache.forget(segment.path);
      }
      await this.#context.files.remove(this.#path);
      await this.#context.files.syncDirectory(this.#context.directory);
    });
  }

  async #syncNow(): Promise<void> {
    const written = this.#segments.filter((segment) => segment.isDirty);
    await Promise.all(written.map((segment) => segment.sync()));
    await this.#syncDirectory();
    for (const segment of written) if (segment.isSealed) await segment.storeIndex();
  }

  #assignEpochs(run: AppendRun): void {
    let offset = run.baseOffset;
    for (let at = 0; at < run.bytes.length; at += batchSizeAt(run.bytes, at)) {
      const baseOffset = baseOffsetAt(run.bytes, at);
      assert(baseOffset === offset, `batch at offset ${baseOffset} instead of ${offset}`);
      this.#epochs = this.#epochs.assign({ epoch: leaderEpochAt(run.bytes, at), start: offset });
      offset = nextOffsetAt(run.bytes, at);
    }
    assert(offset === run.nextOffset, `the run ends at ${offset}, not at ${run.nextOffset}`);
  }

  #segmentFor(run: AppendRun): Segment {
    const active = this.#segments.at(-1) as Segment;
    if (active.sizeBytes === 0) return active;
    const { segmentBytesMax, segmentAgeMsMax } = this.#config;
    const size = active.sizeBytes + run.bytes.length;
    const isFull =
      size > Math.min(segmentBytesMax, this.#context.limits.segmentBytesMax) ||
      run.nextOffset - active.baseOffset > segmentOffsetsLimit ||
      this.#context.clock.wallMs() - active.createdMs > segmentAgeMsMax;
    if (!isFull) return active;
    active.isSealed = true;
    return this.#addSegment();
  }

  #addSegment(): Segment {
    const createdMs = this.#context.clock.wallMs();
    const state = {
      baseOffset: this.#logEnd,
      sizeBytes: 0,
      maxTimestamp: -1,
      createdMs,
      identity: 0,
    };
    const segment = this.#newSegment({ ...state, exists: false });
    this.#segments.push(segment);
    return segment;
  }

  #newSegment({ exists, ...state }: LogState["segments"][number] & { exists: boolean }): Segment {
    const intervalBytes = this.#config.indexIntervalBytes;
    return new Segment(this.#context, { logPath: this.#path, intervalBytes, state, exists });
  }

  // A truncation holds back appends (asserted), waits until all that was appended is durable,
  // writes down what it will do, does it, syncs, and writes down that it is done: from there on
  // earlier journal entries of this log are void. Recovery ends one that was only written down.
  #truncate(action: () => Promise<void>): Promise<void> {
    this.#truncations += 1;
    return this.#inOrder(async () => {
      await this.#context.commits.commit(null);
      await action();
      await this.sync();
      this.#cut = null;
      await this.#context.commits.commit(this.syncedEntry());
      this.isJournaled = true;
    }).finally(() => {
      this.#truncations -= 1;
    });
  }

  async #decideCut(entry: ControlEntry & { kind: "truncate" | "reset" }): Promise<void> {
    await this.#context.commits.commit(entry, () => {
      this.#cut = { offset: entry.offset, isReset: entry.kind === "reset" };
      this.#noteDirty(this);
    });
  }

  async #cutTo(cut: { segment: Segment; position: number; offset: Offset }): Promise<void> {
    const kept = this.#segments.indexOf(cut.segment) + 1;
    const removed = this.#segments.slice(kept);
    this.#segments = this.#segments.slice(0, kept);
    this.#setEnd({ offset: cut.offset, epochs: this.#epochs.truncateTo(cut.offset) });
    await this.#remove(removed);
    cut.segment.isSealed = false;
    cut.segment.isIndexStored = false;
    await cut.segment.truncate(cut.position);
  }

  async #resetTo(offset: Offset): Promise<void> {
    await this.#decideCut({ kind: "reset", id: this.id, offset });
    const removed = this.#segments;
    this.#logStart = offset;
    this.#segments = [];
    this.#setEnd({ offset, epochs: EpochHistory.empty });
    this.#addSegment();
    await this.#remove(removed);
  }

  #setEnd({ offset, epochs }: { offset: Offset; epochs: EpochHistory }): void {
    this.#context.tail.drop(this.tail);
    this.#reader.forget();
    this.#logEnd = offset;
    this.#writtenEnd = offset;
    this.#durableEnd = offset;
    this.#epochs = epochs;
    this.#noteDirty(this);
  }

  #raise(offset: Offset): Segment[] {
    this.#logStart = offset;
    this.#epochs = this.#epochs.startFrom(offset);
    this.#noteDirty(this);
    const firstKept = this.#segments.findIndex((_, index) => {
      const next = this.#segments[index + 1];
      return next === undefined || next.baseOffset > offset;
    });
    return this.#segments.splice(0, firstKept);
  }

  async #remove(segments: readonly Segment[]): Promise<void> {
    for (const segment of segments) await segment.remove();
    if (segments.length > 0) this.#isDirectoryDirty = true;
  }

  async #syncDirectory(): Promise<void> {
    if (!this.#isDirectoryDirty) return;
    this.#isDirectoryDirty = false;
    const { files } = this.#context;
    try {
      await files.syncDirectory(this.#path);
    } catch (error) {
      const wasRemoved = error instanceof FileError && error.code === "ENOENT" && this.isGone;
      if (!wasRemoved) throw error;
    }
  }

  /** What fails half-way leaves files that nobody may trust: the directory goes offline (I26). */
  #inOrder(action: () => Promise<void>): Promise<void> {
    const done = this.#maintenance.then(action).catch((error: unknown) => {
      if (error instanceof FileError) this.#context.commits.goOffline(error.message);
      throw error;
    });
    this.#maintenance = done.catch(() => undefined); // whoever asked for it hears of it
    return done;
  }
}
