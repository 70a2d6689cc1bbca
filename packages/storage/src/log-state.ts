import {
  type ByteReader,
  type ByteWriter,
  EpochHistory,
  type Millis,
  type Offset,
  utf8Encode,
} from "@sordini/base";
import type { LogId } from "./types.ts";

/** A segment file as far as it is known to be on the device. */
export interface SegmentState {
  readonly baseOffset: Offset;
  readonly sizeBytes: number;
  /** Of its records; -1 when it has none. */
  readonly maxTimestamp: Millis;
  /** Wall clock. */
  readonly createdMs: Millis;
  /**
   * Of these very bytes: another one after a truncation, so that old index files do not fit. 0:
   * none.
   */
  readonly identity: number;
}

/**
 * What the device surely holds of one log: every byte that it names was synced. Recovery starts
 * here and adds what the journal knows. Written into the checkpoint file, and into the journal when
 * a change could not be replayed from journal entries alone (a truncation, a direct sync).
 */
export interface LogState {
  readonly id: LogId;
  readonly logStart: Offset;
  /** Offset after the last record of the last segment. */
  readonly endOffset: Offset;
  readonly epochs: EpochHistory;
  /**
   * In offset order without gaps; the last one is active. None: the log is empty at `endOffset`.
   */
  readonly segments: readonly SegmentState[];
  /** A truncation that is decided and may be half done: recovery ends it. */
  readonly cut: LogCut | null;
  /** Why this log must not be used, once damage was found; kept until it is deleted. */
  readonly damage: string | null;
}

/** The log ends at `offset`, a batch's edge; with `isReset` it even starts there, empty. */
export interface LogCut {
  readonly offset: Offset;
  readonly isReset: boolean;
}

export function emptyLogState(id: LogId, start: Offset): LogState {
  return {
    id,
    logStart: start,
    endOffset: start,
    epochs: EpochHistory.empty,
    segments: [],
    cut: null,
    damage: null,
  };
}

/** Topic ids are 22 ASCII characters everywhere, so that is what stands on disk. */
export function writeLogId(writer: ByteWriter, id: LogId): void {
  writer.raw(utf8Encode(id.topicId)).int32(id.partition);
}

export function readLogId(reader: ByteReader): LogId {
  return { topicId: reader.string(22), partition: reader.int32() };
}

export function writeLogState(writer: ByteWriter, state: LogState): void {
  writeLogId(writer, state.id);
  writer.int64(state.logStart).int64(state.endOffset);
  writer.uvarint(state.epochs.entries.length);
  for (const { epoch, start } of state.epochs.entries) writer.int32(epoch).int64(start);
  writer.uvarint(state.segments.length);
  for (const segment of state.segments) {
    writer.int64(segment.baseOffset).uint32(segment.sizeBytes);
    writer.int64(segment.maxTimestamp).int64(segment.createdMs).int64(segment.identity);
  }
  writer.int8(state.cut === null ? 0 : state.cut.isReset ? 2 : 1).int64(state.cut?.offset ?? 0);
  const damage = utf8Encode(state.damage ?? "");
  writer.uvarint(damage.length).raw(damage);
}

export function readLogState(reader: ByteReader): LogState {
  const id = readLogId(reader);
  const logStart = reader.int64();
  const endOffset = reader.int64();
  const epochs = readMany(reader, () => ({ epoch: reader.int32(), start: reader.int64() }));
  const segments = readMany(reader, () => ({
    baseOffset: reader.int64(),
    sizeBytes: reader.uint32(),
    maxTimestamp: reader.int64(),
    createdMs: reader.int64(),
    identity: reader.int64(),
  }));
  const cutKind = reader.int8();
  const cutOffset = reader.int64();
  const damage = reader.string(reader.uvarint());
  return {
    id,
    logStart,
    endOffset,
    epochs: new EpochHistory(epochs),
    segments,
    cut: cutKind === 0 ? null : { offset: cutOffset, isReset: cutKind === 2 },
    damage: damage === "" ? null : damage,
  };
}

function readMany<T>(reader: ByteReader, readOne: () => T): T[] {
  const count = reader.uvarint();
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(readOne());
  return items;
}
