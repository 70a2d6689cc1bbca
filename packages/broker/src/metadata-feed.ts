import { assert, MalformedError, type Offset } from "@sordini/base";
import {
  applyBatch,
  type CommittedEntry,
  decodeRecords,
  deltaBetween,
  emptyImage,
  type Image,
  type MetadataDelta,
  type MetadataRecord,
  replay,
} from "@sordini/metadata";
import { snapshotBytesMax } from "./limits.ts";

export interface MetadataChange {
  readonly delta: MetadataDelta;
  readonly image: Image;
}

/**
 * Turns what the controllers' sessions bring into one image and tells of each step. Invariant I12:
 * `nextOffset` never goes back in the life of the process, whichever controller is asked; entries
 * that were applied before are passed over.
 */
export class MetadataFeed {
  readonly #onChange: (change: MetadataChange) => void;
  #image: Image = emptyImage;
  #nextOffset: Offset = 0;
  #snapshot: PartialSnapshot | undefined;

  constructor(onChange: (change: MetadataChange) => void) {
    this.#onChange = onChange;
  }

  /** The offset of the first entry that has not been applied. */
  get nextOffset(): Offset {
    return this.#nextOffset;
  }

  /** A new stream begins: a snapshot that the last one left unfinished is dropped. */
  beginSession(): void {
    this.#snapshot = undefined;
  }

  /**
   * B25: nothing of a snapshot is seen before its last part has come. Throws MalformedError for
   * bytes that are no records.
   */
  onSnapshot(part: { nextOffset: Offset; records: Uint8Array; more: boolean }): void {
    this.#snapshot ??= { nextOffset: part.nextOffset, image: emptyImage, sizeBytes: 0 };
    const snapshot = this.#snapshot;
    assert(part.nextOffset === snapshot.nextOffset, "parts of two snapshots are mixed");
    snapshot.sizeBytes += part.records.length;
    assert(snapshot.sizeBytes <= snapshotBytesMax, "the metadata snapshot is too large");
    snapshot.image = decodeRecords(part.records).reduce(replay, snapshot.image);
    if (part.more) return;
    this.#snapshot = undefined;
    if (snapshot.nextOffset < this.#nextOffset) return; // an older one than what we have
    const before = this.#image;
    this.#image = snapshot.image;
    this.#nextOffset = snapshot.nextOffset;
    this.#publish(deltaBetween({ before, after: this.#image }));
  }

  /** Applies a message's entries as one step. MalformedError: as onSnapshot, and for a gap. */
  onEntries(entries: readonly CommittedEntry[]): void {
    const records: MetadataRecord[] = [];
    let nextOffset = this.#nextOffset;
    for (const entry of entries) {
      if (entry.offset < nextOffset) continue;
      // The quorum counts its entries from 1, and a broker that has none asks from 0.
      if (entry.offset !== nextOffset && nextOffset + entry.offset !== 1) {
        throw new MalformedError(`metadata entry ${entry.offset} where ${nextOffset} was due`);
      }
      records.push(...decodeRecords(entry.records));
      nextOffset = entry.offset + 1;
    }
    this.#nextOffset = nextOffset;
    if (records.length === 0) return;
    const { image, delta } = applyBatch(this.#image, records);
    this.#image = image;
    this.#publish(delta);
  }

  #publish(delta: MetadataDelta): void {
    this.#onChange({ delta, image: this.#image });
  }
}

interface PartialSnapshot {
  readonly nextOffset: Offset;
  image: Image;
  sizeBytes: number;
}
