import type { Crc32c } from "@sordini/base";
import {
  attributesAtByte,
  batchLengthEndsAtByte,
  batchSizeAt,
  crcAt,
  type LocatedBatch,
  readBatchHeader,
} from "./header.ts";

/**
 * The whole batches of `bytes`, in order. A truncated tail ends the iteration; it is not an error,
 * since Kafka's fetch may cut the last batch anywhere and a crash may cut a file anywhere.
 * Throws MalformedError at a header that cannot be read (see readBatchHeader). No CRC is checked.
 */
export function* iterateBatches(bytes: Uint8Array, start = 0): Generator<LocatedBatch, void> {
  let position = start;
  while (holdsWholeBatch(bytes, position)) {
    const header = readBatchHeader(bytes, position);
    yield { position, header };
    position += header.sizeBytes;
  }
}

/** Where the last whole batch ends; `start` when there is none. Throws as iterateBatches does. */
export function wholeBatchesEnd(bytes: Uint8Array, start = 0): number {
  let position = start;
  while (holdsWholeBatch(bytes, position)) position += batchSizeAt(bytes, position);
  return position;
}

/** True when the CRC of the batch at `position`, which must be there whole, is right. */
export function isBatchIntact(bytes: Uint8Array, position: number, crc32c: Crc32c): boolean {
  const end = position + batchSizeAt(bytes, position);
  return crc32c(bytes.subarray(position + attributesAtByte, end)) === crcAt(bytes, position);
}

function holdsWholeBatch(bytes: Uint8Array, position: number): boolean {
  const remaining = bytes.length - position;
  return remaining >= batchLengthEndsAtByte && remaining >= batchSizeAt(bytes, position);
}
