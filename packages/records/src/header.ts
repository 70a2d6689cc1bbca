import { MalformedError, type Epoch, type Millis, type Offset } from "@sordini/base";
import { codecFromNumber, type CompressionCodec } from "./compression.ts";

/** Bytes of a record batch before its records. */
export const batchOverheadBytes = 61;

/** Where each field of a record batch v2 starts, counted from the batch's first byte. */
export const baseOffsetAtByte = 0;
export const batchLengthAtByte = 8;
export const leaderEpochAtByte = 12;
export const magicAtByte = 16;
export const crcAtByte = 17;
/** The CRC covers this byte to the end: base offset and leader epoch may change without it. */
export const attributesAtByte = 21;
export const lastOffsetDeltaAtByte = 23;
export const baseTimestampAtByte = 27;
export const maxTimestampAtByte = 35;
export const producerIdAtByte = 43;
export const producerEpochAtByte = 51;
export const baseSequenceAtByte = 53;
export const recordCountAtByte = 57;

/** `batchLength` counts the bytes that follow it. */
export const batchLengthEndsAtByte = 12;

export const compressionBits = 0b111;
export const logAppendTimeBit = 1 << 3;
export const transactionalBit = 1 << 4;
export const controlBit = 1 << 5;
/** What a producer may set; the other bits are the broker's or have no meaning yet. */
export const producerAttributeBits = compressionBits | transactionalBit;

/** The first 61 bytes of a record batch v2, and what follows from them. */
export interface BatchHeader {
  readonly baseOffset: Offset;
  /** Bytes after the length field itself; see `sizeBytes` for the whole batch. */
  readonly batchLength: number;
  readonly leaderEpoch: Epoch;
  readonly magic: 2;
  /** CRC-32C of the bytes from the attributes to the end of the batch. */
  readonly crc: number;
  readonly attributes: number;
  readonly compression: CompressionCodec;
  readonly timestampType: "createTime" | "logAppendTime";
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: Millis;
  readonly maxTimestamp: Millis;
  /** -1 without an idempotent producer; then epoch and sequence are -1 too. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  /** May be below lastOffsetDelta + 1, even 0, after compaction. */
  readonly recordCount: number;

  readonly sizeBytes: number;
  readonly lastOffset: Offset;
  /** The offset after this batch. */
  readonly nextOffset: Offset;
}

/** A batch inside a larger buffer. */
export interface LocatedBatch {
  /** Index of the batch's first byte. */
  readonly position: number;
  readonly header: BatchHeader;
}

/**
 * Reads the header at `position`; the records behind it need not be there. Checks neither the CRC
 * nor that fields agree with each other (see validate.ts).
 * Throws MalformedError when fewer than 61 bytes are left, the magic is not 2, the length is
 * impossible, the codec unknown, or a 64-bit field beyond 2^53 - 1.
 */
export function readBatchHeader(bytes: Uint8Array, position: number): BatchHeader {
  if (bytes.length - position < batchOverheadBytes) {
    throw new MalformedError(
      `a batch header needs ${batchOverheadBytes} bytes at ${position}, of ${bytes.length}`,
    );
  }
  const magic = magicAt(bytes, position);
  if (magic !== 2) throw new MalformedError(`batch at ${position} has magic ${magic}, not 2`);
  const sizeBytes = batchSizeAt(bytes, position);
  const attributes = int16At(bytes, position + attributesAtByte);
  const compression = codecFromNumber(codecNumberAt(bytes, position));
  if (compression === undefined) {
    throw new MalformedError(`batch at ${position} has an unknown compression codec`);
  }
  const baseOffset = baseOffsetAt(bytes, position);
  const nextOffset = nextOffsetAt(bytes, position);
  return {
    baseOffset,
    batchLength: sizeBytes - batchLengthEndsAtByte,
    leaderEpoch: int32At(bytes, position + leaderEpochAtByte),
    magic,
    crc: crcAt(bytes, position),
    attributes,
    compression,
    timestampType: (attributes & logAppendTimeBit) !== 0 ? "logAppendTime" : "createTime",
    isTransactional: (attributes & transactionalBit) !== 0,
    isControl: (attributes & controlBit) !== 0,
    lastOffsetDelta: int32At(bytes, position + lastOffsetDeltaAtByte),
    baseTimestamp: int64At(bytes, position + baseTimestampAtByte),
    maxTimestamp: maxTimestampAt(bytes, position),
    producerId: int64At(bytes, position + producerIdAtByte),
    producerEpoch: int16At(bytes, position + producerEpochAtByte),
    baseSequence: int32At(bytes, position + baseSequenceAtByte),
    recordCount: int32At(bytes, position + recordCountAtByte),
    sizeBytes,
    lastOffset: nextOffset - 1,
    nextOffset,
  };
}

// Single fields for paths that need no more. The caller knows that the field lies inside `bytes`.

/** Size of the whole batch, the length field included. Throws MalformedError below 61 bytes. */
export function batchSizeAt(bytes: Uint8Array, position: number): number {
  const size = batchLengthEndsAtByte + int32At(bytes, position + batchLengthAtByte);
  if (size < batchOverheadBytes) {
    throw new MalformedError(`batch at ${position} says ${size} bytes, less than its header`);
  }
  return size;
}

export function baseOffsetAt(bytes: Uint8Array, position: number): Offset {
  return int64At(bytes, position + baseOffsetAtByte);
}

/** The offset after the batch at `position`. */
export function nextOffsetAt(bytes: Uint8Array, position: number): Offset {
  const next = baseOffsetAt(bytes, position) + int32At(bytes, position + lastOffsetDeltaAtByte) + 1;
  if (Number.isSafeInteger(next)) return next;
  throw new MalformedError(`batch at ${position} ends at an offset beyond 2^53 - 1`);
}

export function leaderEpochAt(bytes: Uint8Array, position: number): Epoch {
  return int32At(bytes, position + leaderEpochAtByte);
}

export function maxTimestampAt(bytes: Uint8Array, position: number): Millis {
  return int64At(bytes, position + maxTimestampAtByte);
}

export function magicAt(bytes: Uint8Array, position: number): number {
  return ((bytes[position + magicAtByte] as number) << 24) >> 24;
}

/** The CRC that the batch claims to have. */
export function crcAt(bytes: Uint8Array, position: number): number {
  return int32At(bytes, position + crcAtByte) >>> 0;
}

/** Number of the compression codec; 5 to 7 belong to none. */
export function codecNumberAt(bytes: Uint8Array, position: number): number {
  return (bytes[position + attributesAtByte + 1] as number) & compressionBits;
}

/**
 * Gives the batch at `position` its place in the log, in the buffer itself. Both fields lie before
 * the bytes that the CRC covers, so the producer's CRC stays valid and records stay untouched.
 */
export function stampBatch(
  bytes: Uint8Array,
  position: number,
  { baseOffset, leaderEpoch }: { baseOffset: Offset; leaderEpoch: Epoch },
): void {
  setInt32At(bytes, position + baseOffsetAtByte, Math.floor(baseOffset / 0x1_0000_0000));
  setInt32At(bytes, position + baseOffsetAtByte + 4, baseOffset >>> 0);
  setInt32At(bytes, position + leaderEpochAtByte, leaderEpoch);
}

// Byte arithmetic instead of a DataView: making a view costs more than the read, and callers have
// plain arrays.

function int16At(bytes: Uint8Array, position: number): number {
  return (((bytes[position] as number) << 24) >> 16) | (bytes[position + 1] as number);
}

function int32At(bytes: Uint8Array, position: number): number {
  return (
    ((bytes[position] as number) << 24) |
    ((bytes[position + 1] as number) << 16) |
    ((bytes[position + 2] as number) << 8) |
    (bytes[position + 3] as number)
  );
}

function int64At(bytes: Uint8Array, position: number): number {
  const value = int32At(bytes, position) * 0x1_0000_0000 + (int32At(bytes, position + 4) >>> 0);
  if (Number.isSafeInteger(value)) return value;
  throw new MalformedError(`64-bit value at byte ${position} is beyond 2^53 - 1`);
}

function setInt32At(bytes: Uint8Array, position: number, value: number): void {
  bytes[position] = value >>> 24;
  bytes[position + 1] = value >>> 16;
  bytes[position + 2] = value >>> 8;
  bytes[position + 3] = value;
}
