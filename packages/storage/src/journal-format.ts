import {
  ByteReader,
  ByteWriter,
  crc32c as portableCrc32c,
  type Crc32c,
  type Epoch,
  type Offset,
  unreachable,
} from "@sordini/base";
import {
  attributesAtByte,
  batchLengthAtByte,
  batchLengthEndsAtByte,
  batchOverheadBytes,
  batchSizeAt,
  isBatchIntact,
} from "@sordini/records";
import { type LogState, readLogId, readLogState, writeLogId, writeLogState } from "./log-state.ts";
import type { LogId } from "./types.ts";

// The journal is a row of groups, each one write and one sync, at a sector boundary:
//
//   magic 4 | salt 8 | number 8 | entries 4 | table 4 | payload 4 | crc 4 | table | payload
//
// The table holds the entries, the payload the runs of the append entries in the same order, and
// the CRC covers header and table. A run is not summed up a second time: its batches carry their
// own CRCs, and its entry one over their heads, the 21 bytes of each that the batch's CRC leaves
// out. The salt is random and new at each start, and a group's number never returns under one salt:
// stale groups of an earlier round, and records that look like a group, are never taken for new
// ones.

export interface AppendEntry {
  readonly kind: "append";
  readonly id: LogId;
  readonly segmentBase: Offset;
  /** In the segment file. */
  readonly position: number;
  readonly nextOffset: Offset;
  readonly bytes: Uint8Array;
  /** See headsCheckOf. */
  readonly headsCheck: number;
}

export type ControlEntry =
  | { readonly kind: "create"; readonly id: LogId }
  | { readonly kind: "delete"; readonly id: LogId }
  | { readonly kind: "truncate"; readonly id: LogId; readonly offset: Offset }
  /** Everything goes, and an empty log starts at `offset`. */
  | { readonly kind: "reset"; readonly id: LogId; readonly offset: Offset }
  | { readonly kind: "log-start"; readonly id: LogId; readonly offset: Offset }
  | {
      readonly kind: "begin-epoch";
      readonly id: LogId;
      readonly epoch: Epoch;
      readonly start: Offset;
    }
  /** `state` is on the device: all earlier entries of this log are to be ignored. */
  | { readonly kind: "synced"; readonly id: LogId; readonly state: LogState };

export type JournalEntry = AppendEntry | ControlEntry;

export interface Salt {
  readonly high: number;
  readonly low: number;
}

export const sectorBytes = 512;
export const groupHeaderBytes = 36;
const magic = 0x53_52_4a_31;
const crcAtByte = 32;

/** Never below what encodeGroup returns: for reserving room before encoding. */
export function groupBytesAtMost(entries: readonly JournalEntry[]): number {
  let size = groupHeaderBytes + sectorBytes;
  for (const entry of entries) {
    if (entry.kind === "append") size += appendEntryBytes + entry.bytes.length;
    else if (entry.kind === "synced") size += syncedEntryBytesAtMost(entry.state);
    else size += controlEntryBytesMax;
  }
  return size;
}

const appendEntryBytes = 64;
const controlEntryBytesMax = 64;

function syncedEntryBytesAtMost(state: LogState): number {
  return 128 + 12 * state.epochs.entries.length + 36 * state.segments.length;
}

/**
 * The group as buffers to be written in a row; the padding up to the next sector is not written.
 */
export function encodeGroup(
  { salt, number }: { readonly salt: Salt; readonly number: number },
  entries: readonly JournalEntry[],
): { readonly buffers: Uint8Array[]; readonly sizeBytes: number } {
  const writer = new ByteWriter(groupHeaderBytes + 64 * entries.length);
  writer.uint32(magic).uint32(salt.high).uint32(salt.low).int64(number);
  writer.uint32(entries.length).uint32(0).uint32(0).uint32(0);
  const buffers: Uint8Array[] = [];
  let payloadBytes = 0;
  for (const entry of entries) {
    writeEntry(writer, entry);
    if (entry.kind !== "append") continue;
    buffers.push(entry.bytes);
    payloadBytes += entry.bytes.length;
  }
  const head = writer.written;
  const view = writer.view;
  view.setUint32(24, head.length - groupHeaderBytes);
  view.setUint32(28, payloadBytes);
  view.setUint32(crcAtByte, headCrc(head));
  buffers.unshift(head);
  return { buffers, sizeBytes: head.length + payloadBytes };
}

function headCrc(head: Uint8Array): number {
  const table = head.subarray(groupHeaderBytes);
  return portableCrc32c(table, portableCrc32c(head.subarray(0, crcAtByte)));
}

const kinds = [
  "append",
  "create",
  "delete",
  "truncate",
  "reset",
  "log-start",
  "begin-epoch",
  "synced",
] as const satisfies readonly JournalEntry["kind"][];

function writeEntry(writer: ByteWriter, entry: JournalEntry): void {
  writer.int8(kinds.indexOf(entry.kind));
  writeLogId(writer, entry.id);
  switch (entry.kind) {
    case "append":
      writer.int64(entry.segmentBase).uint32(entry.position).int64(entry.nextOffset);
      writer.uint32(entry.bytes.length).uint32(entry.headsCheck);
      return;
    case "create":
    case "delete":
      return;
    case "truncate":
    case "reset":
    case "log-start":
      writer.int64(entry.offset);
      return;
    case "begin-epoch":
      writer.int32(entry.epoch).int64(entry.start);
      return;
    case "synced":
      writeLogState(writer, entry.state);
      return;
    default:
      unreachable(entry);
  }
}

/** What the first 36 bytes of a group say; nothing of it is proven before readGroupTable. */
export interface GroupHeader {
  readonly number: number;
  readonly entryCount: number;
  readonly tableBytes: number;
  readonly payloadBytes: number;
}

/** The header at the start of `bytes`, or undefined when no group of this salt starts there. */
export function readGroupHeader(bytes: Uint8Array, salt: Salt): GroupHeader | undefined {
  if (bytes.length < groupHeaderBytes) return undefined;
  const reader = new ByteReader(bytes);
  if (reader.uint32() !== magic) return undefined;
  if (reader.uint32() !== salt.high || reader.uint32() !== salt.low) return undefined;
  if (bytes[12] !== 0 || (bytes[13] as number) >= 0x20) return undefined; // beyond 2^53
  return {
    number: reader.int64(),
    entryCount: reader.uint32(),
    tableBytes: reader.uint32(),
    payloadBytes: reader.uint32(),
  };
}

/** An entry as read back. The bytes of an append are still in the file, from `payloadAt` on. */
export type ReadEntry =
  | ControlEntry
  | (Omit<AppendEntry, "bytes"> & { readonly payloadAt: number; readonly length: number });

/** The entries of a group from its header and table, or undefined when their CRC is wrong. */
export function readGroupTable(head: Uint8Array, header: GroupHeader): ReadEntry[] | undefined {
  const reader = new ByteReader(head, crcAtByte);
  if (reader.uint32() !== headCrc(head)) return undefined;
  const entries: ReadEntry[] = [];
  let payloadAt = 0;
  for (let i = 0; i < header.entryCount; i++) {
    const entry = readEntry(reader, payloadAt);
    entries.push(entry);
    if (entry.kind === "append") payloadAt += entry.length;
  }
  return entries;
}

function readEntry(reader: ByteReader, payloadAt: number): ReadEntry {
  const kind = kinds[reader.int8()] as JournalEntry["kind"]; // the CRC was right
  const id = readLogId(reader);
  switch (kind) {
    case "append":
      return {
        kind,
        id,
        segmentBase: reader.int64(),
        position: reader.uint32(),
        nextOffset: reader.int64(),
        length: reader.uint32(),
        headsCheck: reader.uint32(),
        payloadAt,
      };
    case "create":
    case "delete":
      return { kind, id };
    case "truncate":
    case "reset":
    case "log-start":
      return { kind, id, offset: reader.int64() };
    case "begin-epoch":
      return { kind, id, epoch: reader.int32(), start: reader.int64() };
    case "synced":
      return { kind, id, state: readLogState(reader) };
    default:
      return unreachable(kind);
  }
}

/**
 * A CRC over what the CRCs of the run's batches do not cover. Throws MalformedError on no batches.
 */
export function headsCheckOf(run: Uint8Array): number {
  let check = 0;
  for (let position = 0; position < run.length; position += batchSizeAt(run, position)) {
    check = portableCrc32c(run.subarray(position, position + attributesAtByte), check);
  }
  return check;
}

/** True when `run` is, byte for byte, what was journaled with `headsCheck`. */
export function isRunIntact(
  run: Uint8Array,
  { headsCheck, crc32c }: { readonly headsCheck: number; readonly crc32c: Crc32c },
): boolean {
  let check = 0;
  let position = 0;
  while (position < run.length) {
    if (run.length - position < attributesAtByte) return false;
    check = portableCrc32c(run.subarray(position, position + attributesAtByte), check);
    const size = sizeOfPossibleBatch(run, position);
    if (size === undefined || !isBatchIntact(run, position, crc32c)) return false;
    position += size;
  }
  return check === headsCheck;
}

/** Size of the batch at `position` if one that is whole can be there: the bytes may be anything. */
export function sizeOfPossibleBatch(bytes: Uint8Array, position: number): number | undefined {
  const remaining = bytes.length - position;
  if (remaining < batchOverheadBytes) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset + position).getInt32(
    batchLengthAtByte,
  );
  const size = length + batchLengthEndsAtByte;
  return size >= batchOverheadBytes && size <= remaining ? size : undefined;
}
