import { ByteReader, ByteWriter, crc32c, type Millis, type Offset } from "@sordini/base";
import { indexEntriesMax } from "./limits.ts";

export interface IndexPoint {
  readonly offset: Offset;
  readonly position: number;
}

/**
 * Where some batches of one segment begin: the offset index and the time index in one, since both
 * are taken at the same batches. A hint only (I45): whoever uses it reads on from the point it
 * gives and compares offsets, and a missing or damaged file is rebuilt from the segment.
 *
 * Each point also holds the largest timestamp *before* it. Bounded: when there are too many points,
 * every second one goes and the distance between them doubles, so that an index never takes more
 * than some 200 KiB of memory however large its segment is.
 */
export class SparseIndex {
  readonly #segmentBase: Offset;
  #intervalBytes: number;
  #offsets: number[] = [];
  #positions: number[] = [];
  #timestampsBefore: number[] = [];
  /** Points describe the segment from here on; what lies before is in a file or must be scanned. */
  #coveredFrom: number;
  #coveredTo: number;
  #maxTimestamp: Millis = -1;

  constructor(options: {
    readonly segmentBase: Offset;
    readonly intervalBytes: number;
    readonly coveredFrom?: number;
  }) {
    this.#segmentBase = options.segmentBase;
    this.#intervalBytes = options.intervalBytes;
    this.#coveredFrom = options.coveredFrom ?? 0;
    this.#coveredTo = this.#coveredFrom;
  }

  get coveredFrom(): number {
    return this.#coveredFrom;
  }

  get coveredTo(): number {
    return this.#coveredTo;
  }

  get maxTimestamp(): Millis {
    return this.#maxTimestamp;
  }

  get pointCount(): number {
    return this.#offsets.length;
  }

  /** Takes note of a batch that begins where the last one ended. */
  add(batch: {
    readonly offset: Offset;
    readonly sizeBytes: number;
    readonly maxTimestamp: Millis;
  }): void {
    const position = this.#coveredTo;
    const lastPosition = this.#positions.at(-1);
    if (lastPosition === undefined || position - lastPosition >= this.#intervalBytes) {
      if (this.#offsets.length >= indexEntriesMax) this.#thin();
      this.#offsets.push(batch.offset);
      this.#positions.push(position);
      this.#timestampsBefore.push(this.#maxTimestamp);
    }
    this.#coveredTo = position + batch.sizeBytes;
    this.#maxTimestamp = Math.max(this.#maxTimestamp, batch.maxTimestamp);
  }

  /** The last point at or before `offset`; the segment's start when there is none. */
  lookup(offset: Offset): IndexPoint {
    return this.#point(lastAtMost(this.#offsets, offset));
  }

  /** The last point before which every timestamp is below `timestampMs`. */
  lookupTimestamp(timestampMs: Millis): IndexPoint {
    return this.#point(lastAtMost(this.#timestampsBefore, timestampMs - 1));
  }

  /** This index with `head`, which covers what lies before it, put in front. */
  withHead(head: SparseIndex): SparseIndex {
    const whole = new SparseIndex({
      segmentBase: this.#segmentBase,
      intervalBytes: Math.max(this.#intervalBytes, head.#intervalBytes),
      coveredFrom: head.#coveredFrom,
    });
    whole.#offsets = head.#offsets.concat(this.#offsets);
    whole.#positions = head.#positions.concat(this.#positions);
    whole.#timestampsBefore = head.#timestampsBefore.concat(
      this.#timestampsBefore.map((timestamp) => Math.max(timestamp, head.#maxTimestamp)),
    );
    whole.#coveredTo = this.#coveredTo;
    whole.#maxTimestamp = Math.max(head.#maxTimestamp, this.#maxTimestamp);
    while (whole.#offsets.length > indexEntriesMax) whole.#thin();
    return whole;
  }

  /** The two files: offset and position; timestamp before and offset. Each ends in its proof. */
  encode(identity: number): { readonly offsets: Uint8Array; readonly times: Uint8Array } {
    const offsets = new ByteWriter(8 * this.pointCount + trailerBytes);
    const times = new ByteWriter(12 * this.pointCount + trailerBytes);
    for (const [i, offset] of this.#offsets.entries()) {
      const relative = offset - this.#segmentBase;
      offsets.uint32(relative).uint32(this.#positions[i] as number);
      times.int64(this.#timestampsBefore[i] as number).uint32(relative);
    }
    return { offsets: this.#sealed(offsets, identity), times: this.#sealed(times, identity) };
  }

  #sealed(writer: ByteWriter, identity: number): Uint8Array {
    writer.int64(identity).uint32(this.#coveredTo).int64(this.#maxTimestamp);
    return writer.uint32(crc32c(writer.written)).written;
  }

  #point(index: number): IndexPoint {
    if (index < 0) return { offset: this.#segmentBase, position: 0 };
    return { offset: this.#offsets[index] as number, position: this.#positions[index] as number };
  }

  #thin(): void {
    const isKept = (_: number, index: number) => index % 2 === 0;
    this.#offsets = this.#offsets.filter(isKept);
    this.#positions = this.#positions.filter(isKept);
    this.#timestampsBefore = this.#timestampsBefore.filter(isKept);
    this.#intervalBytes *= 2;
  }

  /** The index in the two files; undefined when they do not prove to be of this segment. */
  static decode(
    { offsets, times }: { readonly offsets: Uint8Array; readonly times: Uint8Array },
    about: {
      readonly segmentBase: Offset;
      readonly intervalBytes: number;
      readonly sizeBytes: number;
      readonly identity: number;
    },
  ): SparseIndex | undefined {
    if (!isProven(offsets, about) || !isProven(times, about)) return undefined;
    const count = (offsets.length - trailerBytes) / 8;
    if ((times.length - trailerBytes) / 12 !== count) return undefined;
    const index = new SparseIndex(about);
    const offsetReader = new ByteReader(offsets);
    const timeReader = new ByteReader(times);
    for (let i = 0; i < count; i++) {
      index.#offsets.push(about.segmentBase + offsetReader.uint32());
      index.#positions.push(offsetReader.uint32());
      index.#timestampsBefore.push(timeReader.int64());
      timeReader.uint32();
    }
    timeReader.int64();
    index.#coveredTo = timeReader.uint32();
    index.#maxTimestamp = timeReader.int64();
    return index;
  }
}

/** The segment's identity, covered bytes, largest timestamp, CRC. */
const trailerBytes = 24;

function isProven(
  file: Uint8Array,
  { identity, sizeBytes }: { readonly identity: number; readonly sizeBytes: number },
): boolean {
  if (file.length < trailerBytes) return false;
  if (new ByteReader(file, file.length - 4).uint32() !== crc32c(file.subarray(0, -4))) return false;
  const reader = new ByteReader(file, file.length - trailerBytes);
  return reader.int64() === identity && reader.uint32() === sizeBytes;
}

/** Index of the last value <= `limit` in ascending `values`; -1 when all are larger. */
function lastAtMost(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
