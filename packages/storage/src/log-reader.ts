import { assert, type Millis, type Offset } from "@sordini/base";
import {
  baseOffsetAt,
  batchSizeAt,
  isBatchIntact,
  iterateBatches,
  iterateRecords,
  leaderEpochAt,
  magicAt,
  nextOffsetAt,
  recordBytesOf,
} from "@sordini/records";
import { type DirectoryContext, LogDamagedError } from "./context.ts";
import { FileError } from "./files.ts";
import { readBytesMax, readBytesMin, readEndsMax } from "./limits.ts";
import type { PlacedRun } from "./placed-run.ts";
import { batchAt, type ScannedBatch, type Segment, scanBatches } from "./segment.ts";
import type { SegmentedLog } from "./segmented-log.ts";
import type { ReadRequest, ReadResult } from "./types.ts";

/** From memory, without a copy and without an index; undefined when the offset is not there. */
export function readTail(log: SegmentedLog, request: ReadRequest): ReadResult | undefined {
  const { offset, bytesMax } = request;
  const end = Math.min(request.end, log.logEnd);
  if (offset >= end) return { runs: [], sizeBytes: 0, nextOffset: offset };
  const first = log.tail.first;
  if (first === undefined || offset < first.baseOffset) return undefined;
  const runs: Uint8Array[] = [];
  let sizeBytes = 0;
  let nextOffset = offset;
  const firstIndex = log.tail.partitionPoint((run) => run.nextOffset > offset);
  for (let index = firstIndex; index < log.tail.length; index++) {
    const run = log.tail.at(index);
    const taken = takeBatches(run, { offset: nextOffset, end, bytesMax: bytesMax - sizeBytes });
    // The first batch comes whole even when it is too large (KIP-74).
    const isAll = taken.bytes.length > 0 && (sizeBytes === 0 || taken.fits);
    if (!isAll) break;
    runs.push(taken.bytes);
    sizeBytes += taken.bytes.length;
    nextOffset = taken.nextOffset;
    if (nextOffset < run.nextOffset) break;
  }
  return { runs, sizeBytes, nextOffset };
}

interface Taken {
  readonly bytes: Uint8Array;
  readonly nextOffset: Offset;
  /** False for a first batch that is larger than what was asked for. */
  readonly fits: boolean;
}

/**
 * The batches of `run` from the one that contains `offset`: at least one if it begins below `end`.
 */
function takeBatches(
  run: Pick<PlacedRun, "bytes" | "baseOffset" | "nextOffset">,
  { offset, end, bytesMax }: ReadRequest,
): Taken {
  const { bytes } = run;
  if (offset <= run.baseOffset && run.nextOffset <= end && bytes.length <= bytesMax) {
    return { bytes, nextOffset: run.nextOffset, fits: true };
  }
  let start = 0;
  while (start < bytes.length && nextOffsetAt(bytes, start) <= offset) {
    start += batchSizeAt(bytes, start);
  }
  let at = start;
  let nextOffset = offset;
  while (at < bytes.length && baseOffsetAt(bytes, at) < end) {
    const size = batchSizeAt(bytes, at);
    if (at > start && at + size - start > bytesMax) break;
    nextOffset = nextOffsetAt(bytes, at);
    at += size;
  }
  return { bytes: bytes.subarray(start, at), nextOffset, fits: at - start <= bytesMax };
}

interface Place {
  readonly segment: Segment;
  readonly position: number;
  readonly offset: Offset;
}

/** Reads the segment files of one log. */
export class LogReader {
  readonly #context: DirectoryContext;
  readonly #log: SegmentedLog;
  /** Where recent reads ended: a sequential reader goes on there without asking an index. */
  readonly #readEnds = new Map<Offset, Place>();
  /** Truncations until now. */
  #truncations = 0;

  constructor(context: DirectoryContext, log: SegmentedLog) {
    this.#context = context;
    this.#log = log;
  }

  /** Everything known about places in files is void: the log was truncated. */
  forget(): void {
    this.#readEnds.clear();
    this.#truncations++;
  }

  async read(request: ReadRequest): Promise<ReadResult> {
    const truncations = this.#truncations;
    try {
      const result = await this.#readFrom(await this.#placeOf(request.offset), request);
      // What a truncation cut away may have been overwritten during the read: read again.
      if (truncations !== this.#truncations) return nothing(request);
      this.#checkIntact(result);
      return result;
    } catch (error) {
      // Not damage but a cut meanwhile, also one to this very offset.
      const wasRemoved = request.offset < this.#log.logStart || truncations !== this.#truncations;
      if (wasRemoved && (error instanceof FileError || error instanceof LogDamagedError)) {
        return nothing(request);
      }
      if (error instanceof LogDamagedError) {
        this.#context.reportDamage(this.#log.id, error.message);
      }
      throw error;
    }
  }

  /** The place of the batch that contains `offset`. */
  async batchAt(offset: Offset): Promise<Place> {
    const { segment, position, offset: first } = await this.#placeOf(offset);
    for await (const batch of this.#scan({ segment, position, offset: first })) {
      if (batch.nextOffset > offset) return { segment, ...batch };
    }
    throw new LogDamagedError(`${segment.path} should hold offset ${offset} and does not`);
  }

  async offsetForTimestamp(
    timestampMs: Millis,
  ): Promise<{ offset: Offset; timestampMs: Millis } | null> {
    const segment = this.#log.segments.find((each) => each.maxTimestamp >= timestampMs);
    if (segment === undefined) return null;
    const point = await segment.lookupTimestamp(timestampMs);
    let offset = Math.max(point.offset, this.#log.logStart);
    while (offset < this.#log.logEnd) {
      const request = { offset, bytesMax: readBytesMax, end: this.#log.logEnd };
      const result = await this.#log.read(request);
      for (const run of result.runs) {
        const found = this.#firstRecordFrom(run, timestampMs);
        if (found !== undefined) return found;
      }
      assert(result.nextOffset > offset, "a read below the log end makes progress");
      offset = result.nextOffset;
    }
    return null;
  }

  #firstRecordFrom(
    run: Uint8Array,
    timestampMs: Millis,
  ): { offset: Offset; timestampMs: Millis } | undefined {
    for (const batch of iterateBatches(run)) {
      const { header } = batch;
      if (header.maxTimestamp < timestampMs) continue;
      const recordBytes = recordBytesOf(run, batch, this.#context.unpack);
      for (const record of iterateRecords(recordBytes, header)) {
        if (record.offset < this.#log.logStart || record.timestamp < timestampMs) continue;
        return { offset: record.offset, timestampMs: record.timestamp };
      }
    }
    return undefined;
  }

  async #placeOf(offset: Offset): Promise<Place> {
    const known = this.#readEnds.get(offset);
    if (known !== undefined) return known;
    const segment = this.#log.segments.findLast((each) => each.baseOffset <= offset);
    assert(segment !== undefined, `no segment holds offset ${offset}`);
    const point = await segment.lookup(offset);
    return { segment, position: point.position, offset: point.offset };
  }

  async #readFrom(place: Place, request: ReadRequest): Promise<ReadResult> {
    const { segment } = place;
    const available = segment.writtenBytes - place.position;
    const wanted = Math.min(Math.max(request.bytesMax, readBytesMin), readBytesMax);
    const bytes = await segment.read({
      position: place.position,
      length: Math.min(wanted, available),
    });
    const run = wholeBatches(bytes, place.offset);
    if (run === undefined || run.nextOffset <= request.offset) {
      return this.#readSlowly(place, request);
    }
    const taken = takeBatches(run, request);
    const start = taken.bytes.byteOffset - bytes.byteOffset;
    const position = place.position + start + taken.bytes.length;
    this.#remember({ segment, position, offset: taken.nextOffset });
    return resultOf(taken, request);
  }

  /** The batch is further on than one read, or larger. */
  async #readSlowly(place: Place, request: ReadRequest): Promise<ReadResult> {
    const { segment } = place;
    for await (const batch of this.#scan(place)) {
      if (batch.nextOffset <= request.offset) continue;
      const { bytes, offset: baseOffset, nextOffset } = batch;
      const taken = takeBatches({ bytes, baseOffset, nextOffset }, request);
      const position = batch.position + taken.bytes.length;
      this.#remember({ segment, position, offset: taken.nextOffset });
      return resultOf(taken, request);
    }
    throw new LogDamagedError(
      `${place.segment.path} should hold offset ${request.offset} after byte ${place.position}`,
    );
  }

  /**
   * Bits may flip at rest (F15). Bytes from memory were checked when they were appended; those from
   * a disk are checked here, before a consumer or a follower is given them: then it is this replica
   * that is replaced, and not every reader that fails. Format and leader epoch stand outside of
   * the CRC, but only one format is ever appended, and the log's own history knows the epoch.
   */
  #checkIntact({ runs }: ReadResult): void {
    for (const run of runs) {
      for (let at = 0; at < run.length; at += batchSizeAt(run, at)) {
        const base = baseOffsetAt(run, at);
        if (!isBatchIntact(run, at, this.#context.crc32c)) {
          throw new LogDamagedError(`the CRC-32C of the batch at offset ${base} does not match`);
        }
        const format = magicAt(run, at);
        if (format !== 2) {
          throw new LogDamagedError(`the batch at offset ${base} claims format ${format}, not 2`);
        }
        const epoch = leaderEpochAt(run, at);
        const expected = this.#log.epochs.epochOf(nextOffsetAt(run, at) - 1);
        if (epoch === expected) continue;
        const what = `claims leader epoch ${epoch} instead of ${expected}`;
        throw new LogDamagedError(`the batch at offset ${base} ${what}`);
      }
    }
  }

  #scan({ segment, position, offset }: Place): AsyncGenerator<ScannedBatch, void> {
    const end = segment.writtenBytes;
    return scanBatches(this.#context, { segment, position, offset, end, checksCrc: false });
  }

  #remember(place: Place): void {
    if (place.position >= place.segment.writtenBytes) return; // the next offset may be elsewhere
    if (this.#readEnds.size >= readEndsMax) {
      const [oldest] = this.#readEnds.keys();
      if (oldest !== undefined) this.#readEnds.delete(oldest);
    }
    this.#readEnds.set(place.offset, place);
  }
}

function nothing({ offset }: ReadRequest): ReadResult {
  return { runs: [], sizeBytes: 0, nextOffset: offset };
}

function resultOf(taken: Taken, request: ReadRequest): ReadResult {
  if (taken.bytes.length === 0) return nothing(request);
  const { bytes, nextOffset } = taken;
  return { runs: [bytes], sizeBytes: bytes.length, nextOffset };
}

/**
 * The leading whole batches of bytes read at a place; undefined when the first is not there whole.
 */
function wholeBatches(
  bytes: Uint8Array,
  baseOffset: Offset,
): { bytes: Uint8Array; baseOffset: Offset; nextOffset: Offset } | undefined {
  let end = 0;
  let nextOffset = baseOffset;
  for (;;) {
    const batch = batchAt(bytes, { at: end, offset: nextOffset });
    if (batch === undefined) break;
    end += batch.sizeBytes;
    nextOffset = batch.nextOffset;
  }
  return end === 0 ? undefined : { bytes: bytes.subarray(0, end), baseOffset, nextOffset };
}
