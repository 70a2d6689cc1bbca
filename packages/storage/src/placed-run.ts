import type { Offset } from "@sordini/base";
import type { AppendEntry } from "./journal-format.ts";
import type { Segment } from "./segment.ts";
import type { SegmentedLog } from "./segmented-log.ts";
import type { LogId } from "./types.ts";

/**
 * An appended run with its place in a segment. One object for all its stations: the queue, its
 * entry in the journal, the write to its segment, and the tail, where it stays until it is evicted.
 */
export class PlacedRun implements AppendEntry {
  readonly kind = "append";
  readonly log: SegmentedLog;
  readonly segment: Segment;
  readonly position: number;
  readonly bytes: Uint8Array;
  readonly baseOffset: Offset;
  readonly nextOffset: Offset;
  readonly headsCheck: number;
  /** The operating system has it in the segment file. */
  isWritten = false;
  /** No longer part of its log's tail. */
  isDropped = false;
  /** Bytes that the tail cache counts for it. */
  tailCharge = 0;

  constructor(fields: {
    readonly log: SegmentedLog;
    readonly segment: Segment;
    readonly bytes: Uint8Array;
    readonly baseOffset: Offset;
    readonly nextOffset: Offset;
    readonly headsCheck: number;
  }) {
    this.log = fields.log;
    this.segment = fields.segment;
    this.position = fields.segment.sizeBytes;
    this.bytes = fields.bytes;
    this.baseOffset = fields.baseOffset;
    this.nextOffset = fields.nextOffset;
    this.headsCheck = fields.headsCheck;
  }

  get id(): LogId {
    return this.log.id;
  }

  get segmentBase(): Offset {
    return this.segment.baseOffset;
  }
}
