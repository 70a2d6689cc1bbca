import {
  type Crc32c,
  type Failure,
  failure,
  isFailure,
  MalformedError,
  viewOf,
} from "@sordini/base";
import { isBatchIntact } from "./batches.ts";
import { codecFromNumber } from "./compression.ts";
import {
  type BatchHeader,
  batchLengthAtByte,
  batchLengthEndsAtByte,
  batchOverheadBytes,
  codecNumberAt,
  type LocatedBatch,
  magicAt,
  readBatchHeader,
  producerAttributeBits,
} from "./header.ts";
import { iterateRecords } from "./records.ts";

export interface ProduceLimits {
  /** `max.message.bytes` of the topic: the largest batch, as it arrives. */
  readonly batchBytesMax: number;
  /** Kafka's protocol allows one batch a partition and request; the SDK may send a run. */
  readonly batchCountMax: number;
}

/**
 * Checks what a producer sent for one partition, as far as headers and CRC tell: no record is
 * parsed and nothing is decompressed. Gives the batches, or why they cannot be taken: nothing of
 * them may be appended then.
 */
export function validateProduced(
  bytes: Uint8Array,
  crc32c: Crc32c,
  limits: ProduceLimits,
): readonly LocatedBatch[] | Failure {
  if (bytes.length === 0) return failure("INVALID_RECORD", "no record batch was sent");
  const batches: LocatedBatch[] = [];
  for (let position = 0; position < bytes.length; ) {
    if (batches.length === limits.batchCountMax) {
      const rest = bytes.length - position;
      const what = `${rest} bytes follow the last of ${limits.batchCountMax} allowed batches`;
      return failure("INVALID_RECORD", what);
    }
    const header = validateBatch(bytes.subarray(position), crc32c, limits.batchBytesMax);
    if (isFailure(header)) return header;
    batches.push({ position, header });
    position += header.sizeBytes;
  }
  return batches;
}

/** Checks the batch that `bytes` begins with. */
function validateBatch(
  bytes: Uint8Array,
  crc32c: Crc32c,
  batchBytesMax: number,
): BatchHeader | Failure {
  if (bytes.length < batchOverheadBytes) {
    const what = `batch of ${bytes.length} bytes, its header alone has ${batchOverheadBytes}`;
    return failure("CORRUPT_MESSAGE", what);
  }
  const magic = magicAt(bytes, 0);
  if (magic !== 2) {
    return failure("INVALID_RECORD", `record format ${magic}, only format 2 is supported`);
  }
  const sizeBytes = batchLengthEndsAtByte + viewOf(bytes).getInt32(batchLengthAtByte);
  if (sizeBytes < batchOverheadBytes || sizeBytes > bytes.length) {
    const what = `batch says it has ${sizeBytes} bytes, ${bytes.length} were sent`;
    return failure("CORRUPT_MESSAGE", what);
  }
  if (sizeBytes > batchBytesMax) {
    const what = `batch of ${sizeBytes} bytes, max.message.bytes is ${batchBytesMax}`;
    return failure("MESSAGE_TOO_LARGE", what);
  }
  if (!isBatchIntact(bytes, 0, crc32c)) {
    return failure("CORRUPT_MESSAGE", "CRC-32C of the batch does not match its bytes");
  }
  return validateHeader(bytes);
}

/** The bytes arrived as they were sent; what is wrong from here on is the producer's doing. */
function validateHeader(bytes: Uint8Array): BatchHeader | Failure {
  const codec = codecNumberAt(bytes, 0);
  if (codecFromNumber(codec) === undefined) {
    return failure("UNSUPPORTED_COMPRESSION_TYPE", `compression codec ${codec} is unknown`);
  }
  try {
    const header = readBatchHeader(bytes, 0);
    return findFault(header) ?? header;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return failure("INVALID_RECORD", error.message);
  }
}

function findFault(header: BatchHeader): Failure | undefined {
  const { recordCount, lastOffsetDelta, attributes, producerId } = header;
  const invalid = (what: string) => failure("INVALID_RECORD", what);
  if (recordCount <= 0) return invalid(`batch says it holds ${recordCount} records`);
  if (lastOffsetDelta !== recordCount - 1) {
    return invalid(`last offset delta ${lastOffsetDelta} in a batch of ${recordCount} records`);
  }
  if (header.isControl) return invalid("control batches are written by brokers only");
  if (header.timestampType === "logAppendTime") {
    return failure("INVALID_TIMESTAMP", "LogAppendTime is set by brokers only");
  }
  if ((attributes & ~producerAttributeBits) !== 0) {
    return invalid(`reserved attribute bits are set: 0x${(attributes & 0xffff).toString(16)}`);
  }
  if (producerId < -1) return invalid(`producer id ${producerId}`);
  if (producerId === -1) {
    return header.isTransactional ? invalid("transactional batch without producer id") : undefined;
  }
  if (header.producerEpoch < 0) {
    return invalid(`producer epoch ${header.producerEpoch} with producer id ${producerId}`);
  }
  if (header.baseSequence < 0) {
    return invalid(`base sequence ${header.baseSequence} with producer id ${producerId}`);
  }
  return undefined;
}

/**
 * Parses every record of a batch that a producer made: offset deltas 0 to n - 1, all lengths and
 * headers, no byte left over. For tests, tools and recovery; produce trusts the CRC instead.
 * A compacted batch has gaps, so it fails here by design.
 */
export function validateRecords(recordBytes: Uint8Array, header: BatchHeader): Failure | undefined {
  let expected = header.baseOffset;
  try {
    for (const record of iterateRecords(recordBytes, header)) {
      if (record.offset !== expected) {
        const what = `record with offset delta ${record.offset - header.baseOffset}`;
        return failure("INVALID_RECORD", `${what} where ${expected - header.baseOffset} is due`);
      }
      record.readHeaders();
      expected += 1;
    }
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return failure("INVALID_RECORD", error.message);
  }
  if (expected === header.nextOffset) return undefined;
  const count = expected - header.baseOffset;
  return failure("INVALID_RECORD", `${count} records, last offset delta ${header.lastOffsetDelta}`);
}
