import type { Epoch, EpochHistory, EpochStart, Offset } from "@sordini/base";
import { leaderEpochAt } from "@sordini/records";
import { LogDamagedError, type StoragePorts } from "./context.ts";
import type { FileCache } from "./file-cache.ts";
import type { File } from "./files.ts";
import type { AppendEntry } from "./journal-format.ts";
import { readRun } from "./journal-scan.ts";
import { readBytesMax } from "./limits.ts";
import { emptyLogState, type LogState, type SegmentState } from "./log-state.ts";
import type { LogPlan } from "./recovery-plan.ts";
import { logDirectoryName, parseSegmentName, scanBatches, segmentPath } from "./segment.ts";

/** What recovery of a log needs. */
export interface RecoveryContext extends StoragePorts {
  readonly directory: string;
  readonly cache: FileCache;
}

/**
 * Brings one log's files to what `plan` says: journaled runs are written again, everything is
 * checked from the last synced point on, and what follows the first bad batch is cut away, unless
 * bytes that were durable would go with it: then the log is damaged and its files are left alone.
 * Can be repeated: a crash at any point leaves a log that the same plan recovers.
 */
export async function recoverLog(context: RecoveryContext, plan: LogPlan): Promise<LogState> {
  if (plan.state.damage !== null) return plan.state;
  const recovery = new LogRecovery(context, plan);
  try {
    return await recovery.run();
  } catch (error) {
    if (error instanceof LogDamagedError) return { ...plan.state, damage: error.message };
    throw error;
  }
}

interface FoundSegment {
  readonly baseOffset: Offset;
  sizeBytes: number;
}

interface LogEnd {
  readonly offset: Offset;
  /** The segment in which it lies, and where. */
  readonly segmentBase: Offset;
  readonly position: number;
}

class LogRecovery {
  readonly #context: RecoveryContext;
  readonly #plan: LogPlan;
  readonly #path: string;
  readonly #touched = new Set<Offset>();
  readonly #scanned = new Map<Offset, SegmentState>();
  readonly #epochs: EpochStart[];
  #durableEnd: Offset;
  #firstBase: Offset = 0;
  #found: FoundSegment[] = [];

  constructor(context: RecoveryContext, plan: LogPlan) {
    this.#context = context;
    this.#plan = plan;
    this.#path = `${context.directory}/${logDirectoryName(plan.id)}`;
    this.#epochs = [...plan.epochs];
    this.#durableEnd = plan.state.endOffset;
  }

  async run(): Promise<LogState> {
    await this.#context.files.makeDirectory(this.#path);
    if (this.#plan.cut?.isReset === true) return this.#reset(this.#plan.cut.offset);
    this.#firstBase = await this.#findFirstBase();
    if (await this.#isAllBelowStart()) return this.#startEmpty();
    await this.#checkSynced();
    await this.#replay();
    await this.#findSegments();
    const end = await this.#scan();
    this.#checkEnd(end);
    if (this.#plan.logStart > end.offset) return this.#startEmpty();
    return this.#finish(end);
  }

  /**
   * Writes the journaled runs to their segments again; those there already become the same bytes.
   */
  async #replay(): Promise<void> {
    const endMax = this.#plan.cut?.offset ?? Number.MAX_SAFE_INTEGER;
    for (const { group, entry, isSurelyDurable } of this.#plan.runs) {
      // Segments outside of the log's new bounds may be removed already.
      if (entry.segmentBase < this.#firstBase || entry.segmentBase >= endMax) continue;
      const run = await readRun(this.#context, group, entry);
      if (run !== null) await this.#write(run);
      else if (!isSurelyDurable) return; // the last group is torn here: it was never reported
      // A durable run that the journal has lost may still be in the segment; else the scan says so.
      this.#durableEnd = entry.nextOffset;
    }
  }

  async #write({ segmentBase, position, bytes }: AppendEntry): Promise<void> {
    await this.#ensureSegment(segmentBase);
    await this.#use(segmentBase, (file) => file.write([bytes], position));
    this.#touched.add(segmentBase);
  }

  async #ensureSegment(baseOffset: Offset): Promise<void> {
    if (this.#touched.has(baseOffset)) return;
    const isThere = (await this.#listed()).some((found) => found.baseOffset === baseOffset);
    if (!isThere) await this.#context.cache.create(this.#pathOf(baseOffset));
  }

  /**
   * The first segment that the log's start leaves; those before it may or may not be removed yet.
   */
  async #findFirstBase(): Promise<Offset> {
    const { state, runs, logStart } = this.#plan;
    const known = state.segments.map(({ baseOffset }) => baseOffset);
    const journaled = runs.map(({ entry }) => entry.segmentBase);
    const listed = (await this.#listed()).map(({ baseOffset }) => baseOffset);
    const below = [...known, ...journaled, ...listed].filter((base) => base <= logStart);
    return Math.max(known[0] ?? state.endOffset, ...below);
  }

  /**
   * The log's start rose to its durable end or beyond, and the file to go on from is not there: not
   * made yet, or already removed by a recovery that crashed in its turn.
   */
  async #isAllBelowStart(): Promise<boolean> {
    const { state, runs, logStart } = this.#plan;
    const lastEnd = runs.at(-1)?.entry.nextOffset ?? state.endOffset;
    const listed = await this.#listed();
    return lastEnd <= logStart && !listed.some(({ baseOffset }) => baseOffset === this.#firstBase);
  }

  async #startEmpty(): Promise<LogState> {
    const { logStart } = this.#plan;
    const epochs = this.#historyUpTo(logStart).startFrom(logStart);
    return { ...(await this.#reset(logStart)), epochs };
  }

  async #findSegments(): Promise<void> {
    for (const { baseOffset } of await this.#listed()) {
      if (baseOffset < this.#firstBase) await this.#remove(baseOffset);
    }
    this.#found = await this.#listed();
  }

  async #listed(): Promise<FoundSegment[]> {
    const found: FoundSegment[] = [];
    for (const { name, sizeBytes } of await this.#context.files.list(this.#path)) {
      const parsed = parseSegmentName(name);
      if (parsed?.kind === "log") found.push({ baseOffset: parsed.baseOffset, sizeBytes });
    }
    return found.toSorted((a, b) => a.baseOffset - b.baseOffset);
  }

  /** What was synced before must be there, before anything is written over a gap (F15, F16). */
  async #checkSynced(): Promise<void> {
    const { segments, endOffset } = this.#plan.state;
    const { cut } = this.#plan;
    const isCutBelow = cut !== null && cut.offset < endOffset;
    this.#found = await this.#listed();
    for (const [index, { baseOffset, sizeBytes }] of segments.entries()) {
      if (baseOffset < this.#firstBase) continue;
      if (isCutBelow && baseOffset >= this.#scanStart.segmentBase) return; // perhaps cut already
      this.#expectSize(baseOffset, { sizeBytes, isExact: index < segments.length - 1 });
    }
  }

  #expectSize(
    baseOffset: Offset,
    { sizeBytes, isExact }: { sizeBytes: number; isExact: boolean },
  ): void {
    const path = this.#pathOf(baseOffset);
    const actual = this.#found.find((found) => found.baseOffset === baseOffset)?.sizeBytes;
    if (actual === undefined) throw new LogDamagedError(`${path} is missing`);
    if (actual === sizeBytes || (!isExact && actual > sizeBytes)) return;
    throw new LogDamagedError(`${path} has ${actual} bytes instead of ${sizeBytes}`);
  }

  /** The last synced point; for a truncation below it, the start of the segment to be cut. */
  get #scanStart(): LogEnd {
    const { state, cut } = this.#plan;
    const active = state.segments.at(-1);
    if (active === undefined || active.baseOffset < this.#firstBase) {
      return { offset: this.#firstBase, segmentBase: this.#firstBase, position: 0 };
    }
    if (cut !== null && cut.offset < state.endOffset) {
      const holder = state.segments.findLast((segment) => segment.baseOffset <= cut.offset);
      const segmentBase = holder?.baseOffset ?? active.baseOffset;
      return { offset: segmentBase, segmentBase, position: 0 };
    }
    const { baseOffset: segmentBase, sizeBytes: position } = active;
    return { offset: state.endOffset, segmentBase, position };
  }

  /** Follows valid batches from segment to segment, as far as they go or the truncation allows. */
  async #scan(): Promise<LogEnd> {
    let end = this.#scanStart;
    const endMax = this.#plan.cut?.offset ?? Number.MAX_SAFE_INTEGER;
    for (;;) {
      end = await this.#scanSegment(end, endMax);
      const next = this.#found.find((found) => found.baseOffset === end.offset);
      const isWhole = this.#sizeOf(end.segmentBase) === end.position;
      if (next === undefined || next.baseOffset === end.segmentBase) return end;
      if (!isWhole || end.offset >= endMax) return end;
      end = { offset: end.offset, segmentBase: next.baseOffset, position: 0 };
    }
  }

  async #scanSegment(from: LogEnd, endMax: Offset): Promise<LogEnd> {
    const { segmentBase } = from;
    let { offset, position } = from;
    const known = this.#plan.state.segments.find((each) => each.baseOffset === segmentBase);
    let maxTimestamp = position === 0 ? -1 : (known?.maxTimestamp ?? -1);
    const segment = { read: this.#reader(segmentBase) };
    const end = this.#sizeOf(segmentBase);
    let epoch: Epoch | undefined;
    const begun = new Set([...this.#plan.state.epochs.entries, ...this.#plan.epochs].map(startOf));
    const scan = { segment, position, offset, end, checksCrc: true };
    for await (const batch of scanBatches(this.#context, scan)) {
      if (batch.nextOffset > endMax) break;
      const batchEpoch = leaderEpochAt(batch.bytes, 0);
      if (batchEpoch !== epoch || begun.has(batch.offset)) {
        this.#epochs.push({ epoch: batchEpoch, start: batch.offset });
      }
      epoch = batchEpoch;
      offset = batch.nextOffset;
      position = batch.position + batch.sizeBytes;
      maxTimestamp = Math.max(maxTimestamp, batch.maxTimestamp);
    }
    const createdMs = known?.createdMs ?? this.#context.clock.wallMs();
    const identity = known?.sizeBytes === position ? known.identity : 0;
    this.#scanned.set(segmentBase, {
      baseOffset: segmentBase,
      sizeBytes: position,
      maxTimestamp,
      createdMs,
      identity,
    });
    return { offset, segmentBase, position };
  }

  #checkEnd(end: LogEnd): void {
    const expected = Math.min(this.#durableEnd, this.#plan.cut?.offset ?? this.#durableEnd);
    if (end.offset >= expected) return;
    const place = `${this.#pathOf(end.segmentBase)} at byte ${end.position}`;
    const lost = `records from offset ${end.offset} to ${expected} were durable`;
    throw new LogDamagedError(`no valid batch in ${place}, though ${lost}`);
  }

  async #finish(end: LogEnd): Promise<LogState> {
    const { state, logStart } = this.#plan;
    await this.#cutAt(end);
    const before = state.segments.filter((each) => !this.#scanned.has(each.baseOffset));
    const segments = [
      ...before.filter((each) => each.baseOffset < end.segmentBase),
      ...this.#scanned.values(),
    ].filter((each) => this.#found.some((found) => found.baseOffset === each.baseOffset));
    segments.sort((a, b) => a.baseOffset - b.baseOffset);
    await this.#syncTouched();
    const epochs = this.#historyUpTo(end.offset).startFrom(logStart);
    return { ...state, logStart, endOffset: end.offset, epochs, segments, cut: null };
  }

  /** Removes what lies behind the end. */
  async #cutAt(end: LogEnd): Promise<void> {
    for (const { baseOffset } of this.#found) {
      if (baseOffset > end.segmentBase) await this.#remove(baseOffset);
    }
    if (this.#sizeOf(end.segmentBase) > end.position) {
      await this.#use(end.segmentBase, (file) => file.truncate(end.position));
      this.#touched.add(end.segmentBase);
    }
  }

  async #reset(offset: Offset): Promise<LogState> {
    for (const { baseOffset } of await this.#listed()) await this.#remove(baseOffset);
    await this.#context.files.syncDirectory(this.#path);
    return emptyLogState(this.#plan.id, offset);
  }

  async #remove(baseOffset: Offset): Promise<void> {
    await this.#context.cache.forget(this.#pathOf(baseOffset));
    for (const kind of ["log", "index", "timeindex"] as const) {
      await this.#context.files.remove(segmentPath(this.#path, { baseOffset, kind }));
    }
    this.#found = this.#found.filter((found) => found.baseOffset !== baseOffset);
    this.#touched.delete(baseOffset);
  }

  /** Everything that was scanned may be in the page cache only. */
  async #syncTouched(): Promise<void> {
    for (const [baseOffset, { sizeBytes }] of this.#scanned) {
      const known = this.#plan.state.segments.find((each) => each.baseOffset === baseOffset);
      if (known?.sizeBytes === sizeBytes) continue;
      await this.#writeAgain(baseOffset, { from: known?.sizeBytes ?? 0, to: sizeBytes });
      this.#touched.add(baseOffset);
    }
    const present = this.#found.filter((found) => this.#touched.has(found.baseOffset));
    for (const { baseOffset } of present) await this.#use(baseOffset, (file) => file.sync());
    await this.#context.files.syncDirectory(this.#path);
  }

  /**
   * After a sync that failed, pages are clean that the device never got: no other sync brings them
   * there, until they are written again (B37, ATC'20).
   */
  async #writeAgain(
    baseOffset: Offset,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<void> {
    for (let position = from; position < to; position += readBytesMax) {
      const length = Math.min(readBytesMax, to - position);
      await this.#use(baseOffset, async (file) => {
        await file.write([await file.read({ position, length })], position);
      });
    }
  }

  /**
   * Epochs of the last synced point, of the journal and of the batches themselves, in the order of
   * their starts; none that begins beyond the end (I21). At one offset a batch has the last word:
   * an epoch that only began there wrote nothing.
   */
  #historyUpTo(end: Offset): EpochHistory {
    const added = this.#epochs.toSorted((a, b) => a.start - b.start);
    const { cut, state } = this.#plan;
    let history = cut === null ? state.epochs : state.epochs.truncateTo(cut.offset);
    history = history.truncateTo(end + 1);
    for (const { epoch, start } of added) {
      const isWithin = start < end || (start === end && cut === null);
      const isNews = start >= (history.entries.at(-1)?.start ?? 0);
      if (!isWithin || !isNews || epoch < history.truncateTo(start).lastEpoch) continue;
      history = history.assign({ epoch, start });
    }
    return history;
  }

  #sizeOf(baseOffset: Offset): number {
    return this.#found.find((found) => found.baseOffset === baseOffset)?.sizeBytes ?? 0;
  }

  #reader(
    baseOffset: Offset,
  ): (range: { position: number; length: number }) => Promise<Uint8Array> {
    return (range) => Promise.resolve(this.#use(baseOffset, (file) => file.read(range)));
  }

  #use<T>(baseOffset: Offset, action: (file: File) => T | Promise<T>): T | Promise<T> {
    return this.#context.cache.use(this.#pathOf(baseOffset), action);
  }

  #pathOf(baseOffset: Offset): string {
    return segmentPath(this.#path, { baseOffset, kind: "log" });
  }
}

function startOf({ start }: EpochStart): Offset {
  return start;
}
