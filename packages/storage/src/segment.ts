import { MalformedError, type Millis, type Offset, viewOf } from "@sordini/base";
import {
  baseOffsetAt,
  batchLengthAtByte,
  batchLengthEndsAtByte,
  batchSizeAt,
  isBatchIntact,
  maxTimestampAt,
  nextOffsetAt,
} from "@sordini/records";
import { type DirectoryContext, LogDamagedError } from "./context.ts";
import { FileError, readWhole, withFile } from "./files.ts";
import { sizeOfPossibleBatch } from "./journal-format.ts";
import { readBytesMax } from "./limits.ts";
import type { SegmentState } from "./log-state.ts";
import { type IndexPoint, SparseIndex } from "./sparse-index.ts";
import type { LogId } from "./types.ts";

export function logDirectoryName(id: LogId): string {
  return `${id.topicId}-${id.partition}`;
}

/** The path of one of a segment's files: 20 digits, so that names sort as offsets do. */
export function segmentPath(
  logPath: string,
  { baseOffset, kind }: { readonly baseOffset: Offset; readonly kind: SegmentFileKind },
): string {
  return `${logPath}/${String(baseOffset).padStart(20, "0")}.${kind}`;
}

export type SegmentFileKind = "log" | "index" | "timeindex";

/** What a file name in a log's directory means; undefined for a foreign one. */
export function parseSegmentName(
  name: string,
): { readonly baseOffset: Offset; readonly kind: SegmentFileKind } | undefined {
  const match = /^(\d{20})\.(log|index|timeindex)$/.exec(name);
  if (match === null) return undefined;
  return { baseOffset: Number(match[1]), kind: match[2] as SegmentFileKind };
}

/** One file of a log and its index. Writing is the log's and the group commit's business. */
export class Segment {
  readonly baseOffset: Offset;
  readonly createdMs: Millis;
  readonly #logPath: string;
  readonly #context: DirectoryContext;
  readonly #intervalBytes: number;
  /** With what is only queued. */
  sizeBytes: number;
  /** Handed to the operating system. */
  writtenBytes: number;
  maxTimestamp: Millis;
  /** There is a file, at least in the page cache. */
  exists: boolean;
  /** Written, truncated or made since its last sync. */
  isDirty = false;
  /** Nothing is appended any more. */
  isSealed = false;
  isIndexStored = false;
  #identity: number;
  /** Covers the segment's end; its beginning may have to be fetched first (completeIndex). */
  #index: SparseIndex;
  #completing: Promise<SparseIndex> | undefined;

  constructor(
    context: DirectoryContext,
    options: {
      readonly logPath: string;
      readonly intervalBytes: number;
      readonly state: SegmentState;
      readonly exists: boolean;
    },
  ) {
    const { baseOffset, sizeBytes, maxTimestamp, createdMs, identity } = options.state;
    this.#identity = identity === 0 ? context.nextIdentity() : identity;
    this.#context = context;
    this.#logPath = options.logPath;
    this.#intervalBytes = options.intervalBytes;
    this.baseOffset = baseOffset;
    this.createdMs = createdMs;
    this.sizeBytes = sizeBytes;
    this.writtenBytes = sizeBytes;
    this.maxTimestamp = maxTimestamp;
    this.exists = options.exists;
    this.#index = this.#newIndex(sizeBytes);
  }

  get path(): string {
    return this.#pathOf("log");
  }

  /** The file as far as it is written. */
  get writtenState(): SegmentState {
    const { baseOffset, writtenBytes: sizeBytes, maxTimestamp, createdMs } = this;
    return { baseOffset, sizeBytes, maxTimestamp, createdMs, identity: this.#identity };
  }

  /** Takes the place of the next `run` in this segment and notes its batches in the index. */
  place(run: Uint8Array): void {
    for (let at = 0; at < run.length; at += batchSizeAt(run, at)) {
      const maxTimestamp = maxTimestampAt(run, at);
      this.#index.add({
        offset: baseOffsetAt(run, at),
        sizeBytes: batchSizeAt(run, at),
        maxTimestamp,
      });
      this.maxTimestamp = Math.max(this.maxTimestamp, maxTimestamp);
    }
    this.sizeBytes += run.length;
  }

  write(buffers: readonly Uint8Array[], position: number): void | Promise<void> {
    if (!this.exists) return this.#create().then(() => this.write(buffers, position));
    return this.#context.cache.use(this.path, (file) => file.write(buffers, position));
  }

  read(range: { readonly position: number; readonly length: number }): Promise<Uint8Array> {
    return Promise.resolve(this.#context.cache.use(this.path, (file) => file.read(range)));
  }

  /** All that `noteWritten` has named is on the device afterwards. */
  async sync(): Promise<void> {
    if (!this.isDirty) return;
    this.isDirty = false; // a write that ends during the sync makes it dirty again
    try {
      await this.#context.cache.use(this.path, (file) => file.sync());
    } catch (error) {
      const wasRemoved = error instanceof FileError && error.code === "ENOENT" && !this.exists;
      if (!wasRemoved) throw error;
    }
  }

  /** A write up to `writtenBytes` has ended. */
  noteWritten(writtenBytes: number): void {
    this.writtenBytes = writtenBytes;
    this.isDirty = true;
  }

  async truncate(sizeBytes: number): Promise<void> {
    await this.#context.cache.use(this.path, (file) => file.truncate(sizeBytes));
    this.isDirty = true; // only now: a sync that is under way does not cover it
    this.sizeBytes = sizeBytes;
    this.writtenBytes = sizeBytes;
    this.#identity = this.#context.nextIdentity();
    this.#index = this.#newIndex(sizeBytes);
  }

  async remove(): Promise<void> {
    const { cache, files } = this.#context;
    this.exists = false;
    this.isDirty = false;
    await cache.forget(this.path);
    for (const kind of ["log", "index", "timeindex"] as const) {
      await files.remove(this.#pathOf(kind));
    }
  }

  /** Where to start reading for a batch that holds `offset`. */
  async lookup(offset: Offset): Promise<IndexPoint> {
    const known = this.#index.lookup(offset);
    if (known.position > 0 || this.#index.coveredFrom === 0) return known;
    return (await this.#completeIndex()).lookup(offset);
  }

  /** Where to start reading for the first timestamp at or above `timestampMs`. */
  async lookupTimestamp(timestampMs: Millis): Promise<IndexPoint> {
    return (await this.#completeIndex()).lookupTimestamp(timestampMs);
  }

  /** Writes the index files of a segment that is written. Not synced: they prove themselves. */
  async storeIndex(): Promise<void> {
    const { coveredFrom, coveredTo } = this.#index;
    if (this.isIndexStored || coveredFrom > 0 || coveredTo !== this.writtenBytes) return;
    this.isIndexStored = this.isSealed;
    if (this.isSealed) this.#context.sealedIndexes.touch(this);
    const { offsets, times } = this.#index.encode(this.#identity);
    try {
      await this.#replace("index", offsets);
      await this.#replace("timeindex", times);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      // Costs a rebuild one day (I45). A disk that is full or failing shows where it matters.
      this.#context.log.warn("index not stored", { path: this.path, reason: error.message });
    }
  }

  releaseIndex(): void {
    if (this.isSealed) this.#index = this.#newIndex(this.writtenBytes);
  }

  async #create(): Promise<void> {
    await this.#context.cache.create(this.path);
    this.exists = true;
  }

  async #replace(kind: SegmentFileKind, bytes: Uint8Array): Promise<void> {
    const path = this.#pathOf(kind);
    await withFile(this.#context.files, { path, mode: "create" }, async (file) => {
      await file.write([bytes], 0);
    });
  }

  #completeIndex(): Promise<SparseIndex> {
    if (this.isSealed) this.#context.sealedIndexes.touch(this);
    if (this.#index.coveredFrom === 0) return Promise.resolve(this.#index);
    this.#completing ??= this.#fetchHead().finally(() => {
      this.#completing = undefined;
    });
    return this.#completing;
  }

  async #fetchHead(): Promise<SparseIndex> {
    const sizeBytes = this.#index.coveredFrom;
    const head = (await this.#loadIndex(sizeBytes)) ?? (await this.#rebuildIndex(sizeBytes));
    // Appended meanwhile: the index may have grown, but begins where it did unless it was replaced.
    if (this.#index.coveredFrom !== sizeBytes) return this.#index;
    this.#index = this.#index.withHead(head);
    if (this.isSealed) await this.storeIndex();
    return this.#index;
  }

  async #loadIndex(sizeBytes: number): Promise<SparseIndex | undefined> {
    const { files } = this.#context;
    try {
      const offsets = await readWhole(files, this.#pathOf("index"));
      const times = await readWhole(files, this.#pathOf("timeindex"));
      return SparseIndex.decode(
        { offsets, times },
        { ...this.#indexOptions, sizeBytes, identity: this.#identity },
      );
    } catch (error) {
      if (error instanceof FileError) return undefined; // a hint that cannot be read is none (I45)
      throw error;
    }
  }

  async #rebuildIndex(sizeBytes: number): Promise<SparseIndex> {
    const index = new SparseIndex(this.#indexOptions);
    const scan = { segment: this, position: 0, offset: this.baseOffset, end: sizeBytes };
    for await (const batch of scanBatches(this.#context, { ...scan, checksCrc: false })) {
      index.add(batch);
    }
    if (index.coveredTo === sizeBytes) return index;
    throw new LogDamagedError(`${this.path} holds no batch at ${index.coveredTo} of ${sizeBytes}`);
  }

  get #indexOptions(): { segmentBase: Offset; intervalBytes: number } {
    return { segmentBase: this.baseOffset, intervalBytes: this.#intervalBytes };
  }

  #newIndex(coveredFrom: number): SparseIndex {
    return new SparseIndex({ ...this.#indexOptions, coveredFrom });
  }

  #pathOf(kind: SegmentFileKind): string {
    return segmentPath(this.#logPath, { baseOffset: this.baseOffset, kind });
  }
}

export interface ScannedBatch {
  readonly offset: Offset;
  readonly nextOffset: Offset;
  readonly position: number;
  readonly sizeBytes: number;
  readonly maxTimestamp: Millis;
  /** The whole batch, valid until the next one is asked for. */
  readonly bytes: Uint8Array;
}

/**
 * The batches of a segment from `position`, where the batch that begins at `offset` stands, as long
 * as they are whole, in a row and, if asked for, have the right CRC. Ends at the first that is not.
 */
export async function* scanBatches(
  { crc32c }: Pick<DirectoryContext, "crc32c">,
  from: {
    readonly segment: Pick<Segment, "read">;
    readonly position: number;
    readonly offset: Offset;
    /** Of the file. */
    readonly end: number;
    readonly checksCrc: boolean;
  },
): AsyncGenerator<ScannedBatch, void> {
  let { position, offset } = from;
  let length = readBytesMax;
  while (position < from.end) {
    const window = { position, length: Math.min(length, from.end - position) };
    const bytes = await from.segment.read(window);
    let at = 0;
    for (;;) {
      const batch = batchAt(bytes, { at, offset });
      if (batch === undefined) break;
      if (from.checksCrc && !isBatchIntact(bytes, at, crc32c)) return;
      yield { ...batch, position: position + at };
      at += batch.sizeBytes;
      offset = batch.nextOffset;
    }
    position += at;
    length = readBytesMax;
    if (at > 0) continue;
    length = claimedSize(bytes); // a batch larger than the window, or no batch at all
    if (length <= window.length || position + length > from.end) return;
  }
}

function claimedSize(bytes: Uint8Array): number {
  if (bytes.length < batchLengthEndsAtByte) return 0;
  return viewOf(bytes).getInt32(batchLengthAtByte) + batchLengthEndsAtByte;
}

/**
 * The whole batch at `at`, if the one that begins at `offset` stands there; its CRC is not checked.
 */
export function batchAt(
  bytes: Uint8Array,
  { at, offset }: { readonly at: number; readonly offset: Offset },
): Omit<ScannedBatch, "position"> | undefined {
  const sizeBytes = sizeOfPossibleBatch(bytes, at);
  if (sizeBytes === undefined) return undefined;
  const view = bytes.subarray(at, at + sizeBytes);
  try {
    if (baseOffsetAt(view, 0) !== offset) return undefined;
    const nextOffset = nextOffsetAt(view, 0);
    if (nextOffset <= offset) return undefined;
    return { offset, nextOffset, sizeBytes, maxTimestamp: maxTimestampAt(view, 0), bytes: view };
  } catch (error) {
    if (error instanceof MalformedError) return undefined; // bytes that are no batch
    throw error;
  }
}
