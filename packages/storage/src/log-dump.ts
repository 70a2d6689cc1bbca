import type { Crc32c, Epoch, Millis, Offset } from "@sordini/base";
import {
  batchOverheadBytes,
  type CompressionCodec,
  isBatchIntact,
  readBatchHeader,
} from "@sordini/records";
import type { Files } from "./files.ts";
import { readBytesMax } from "./limits.ts";

/** One batch of a segment file, for people. */
export interface DumpedBatch {
  readonly position: number;
  readonly baseOffset: Offset;
  readonly lastOffset: Offset;
  readonly leaderEpoch: Epoch;
  readonly recordCount: number;
  readonly compression: CompressionCodec;
  readonly crcValid: boolean;
  readonly maxTimestamp: Millis;
  readonly sizeBytes: number;
}

/**
 * The batches of the segment file at `path`, in order, damaged ones too. Ends at the end of the
 * file or before a batch that is not there whole. Throws MalformedError where no batch header
 * stands: the next one cannot be found from there.
 */
export async function* dumpLogFile(
  { files, crc32c }: { readonly files: Files; readonly crc32c: Crc32c },
  path: string,
): AsyncGenerator<DumpedBatch, void> {
  const file = await files.open(path, "read");
  try {
    let position = 0;
    for (;;) {
      let bytes = await file.read({ position, length: readBytesMax });
      let at = 0;
      while (bytes.length - at >= batchOverheadBytes) {
        const header = readBatchHeader(bytes, at);
        if (at + header.sizeBytes > bytes.length) break;
        yield dumped(bytes, { at, position: position + at, crc32c });
        at += header.sizeBytes;
      }
      if (at === 0 && bytes.length >= batchOverheadBytes) {
        const { sizeBytes } = readBatchHeader(bytes, 0); // larger than one read
        bytes = await file.read({ position, length: sizeBytes });
        if (bytes.length < sizeBytes) return;
        yield dumped(bytes, { at, position, crc32c });
        at = sizeBytes;
      }
      if (at === 0) return;
      position += at;
    }
  } finally {
    await file.close();
  }
}

function dumped(
  bytes: Uint8Array,
  { at, position, crc32c }: { at: number; position: number; crc32c: Crc32c },
): DumpedBatch {
  const header = readBatchHeader(bytes, at);
  const { baseOffset, lastOffset, leaderEpoch, recordCount, compression } = header;
  return {
    position,
    baseOffset,
    lastOffset,
    leaderEpoch,
    recordCount,
    compression,
    crcValid: isBatchIntact(bytes, at, crc32c),
    maxTimestamp: header.maxTimestamp,
    sizeBytes: header.sizeBytes,
  };
}
