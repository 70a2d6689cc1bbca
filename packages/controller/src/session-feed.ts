import type { Offset } from "@sordini/base";
import {
  type CommittedEntry,
  encodeRecords,
  type Image,
  imageToRecords,
  type MetadataRecord,
} from "@sordini/metadata";
import type { Entry } from "@sordini/raft";
import type { EntryLog } from "./entry-log.ts";
import { sessionPushBytesMax, snapshotPartBytesMax, snapshotRecordsPerPart } from "./limits.ts";

/** One part of an image for a broker that is too far behind for the log. */
export interface SnapshotPart {
  /** Offset after the last entry that the snapshot covers; the same in all its parts. */
  readonly nextOffset: Offset;
  readonly records: Uint8Array;
  readonly more: boolean;
}

/** Where the feed pushes to. False: the transport is full, hold back until it has drained. */
export interface FeedSink {
  snapshot(part: SnapshotPart): boolean;
  /** `highWatermark`: committed entries end here. Perhaps no entries, at the start of a session. */
  entries(entries: readonly CommittedEntry[], highWatermark: Offset): boolean;
}

/** What is committed on this controller. */
export interface CommittedLog {
  readonly log: EntryLog;
  readonly applied: Offset;
  readonly image: Image;
}

const noRecords = encodeRecords([]);

/**
 * Pushes the committed metadata log to one broker: from the offset that it asked for, or, where the
 * log does not reach back that far, first the whole image in parts.
 */
export class SessionFeed {
  readonly #sink: FeedSink;
  #next: Offset;
  #full = false;
  /** The broker was told where the committed log ends, which it waits for to be unfenced. */
  #announced = false;
  /** The parts of a snapshot that are still to be sent. */
  #snapshot: { readonly nextOffset: Offset; readonly records: readonly MetadataRecord[] } | null =
    null;

  constructor(sink: FeedSink, next: Offset) {
    this.#sink = sink;
    // Entries count from 1; a broker without any metadata asks from 0.
    this.#next = Math.max(1, next);
  }

  onDrain(committed: CommittedLog): void {
    this.#full = false;
    this.pump(committed);
  }

  /** Pushes what there is, as far as the transport takes it. */
  pump(committed: CommittedLog): void {
    while (!this.#full) {
      if (this.#snapshot !== null) this.#pushPart(this.#snapshot);
      else if (this.#next <= committed.log.base) this.#beginSnapshot(committed);
      else if (this.#next <= committed.applied || !this.#announced) this.#pushEntries(committed);
      else return;
    }
  }

  #beginSnapshot({ image, applied }: CommittedLog): void {
    this.#snapshot = { nextOffset: applied + 1, records: imageToRecords(image) };
  }

  #pushPart({ nextOffset, records }: { nextOffset: Offset; records: readonly MetadataRecord[] }) {
    let count = Math.min(records.length, snapshotRecordsPerPart);
    let part = encodeRecords(records.slice(0, count));
    while (part.length > snapshotPartBytesMax && count > 1) {
      count = Math.ceil(count / 2);
      part = encodeRecords(records.slice(0, count));
    }
    const rest = records.slice(count);
    const more = rest.length > 0;
    this.#full = !this.#sink.snapshot({ nextOffset, records: part, more });
    this.#snapshot = more ? { nextOffset, records: rest } : null;
    if (!more) this.#next = nextOffset;
  }

  #pushEntries({ log, applied }: CommittedLog): void {
    const entries: CommittedEntry[] = [];
    let bytes = 0;
    for (const entry of log.range({ from: this.#next, to: applied })) {
      const committed = toCommittedEntry(entry);
      bytes += committed.records.length;
      if (entries.length > 0 && bytes > sessionPushBytesMax) break;
      entries.push(committed);
    }
    this.#next += entries.length;
    this.#announced = true;
    this.#full = !this.#sink.entries(entries, applied + 1);
  }
}

/** Entries of the quorum itself change no metadata, but keep the offsets without a gap. */
function toCommittedEntry({ index, term, body }: Entry): CommittedEntry {
  const records = body.kind === "records" ? body.payload : noRecords;
  return { offset: index, epoch: term, records };
}
