import { viewOf } from "@sordini/base";
import {
  attributesAtByte,
  type BatchBuilder,
  batchLengthAtByte,
  batchLengthEndsAtByte,
  batchOverheadBytes,
  codecNumber,
  type CompressionCodec,
  crcAtByte,
} from "@sordini/records";
import { nodeCompression } from "@sordini/compression";
import { systemCrc32c } from "../crc.ts";
import { offLoopBytesMin } from "../limits.ts";
import { compressOffLoop, hasOffLoopForm } from "../off-loop.ts";

/**
 * Closes a batch. Compression of a small one happens at once; that of a large one on another
 * thread, where the codec has such a form: then a promise comes back, and the builder is free at
 * once.
 */
export function pack(
  builder: BatchBuilder,
  codec: CompressionCodec,
): Uint8Array | Promise<Uint8Array> {
  if (builder.sizeBytes < offLoopBytesMin || !hasOffLoopForm(codec)) {
    const packing = { codec, compression: nodeCompression };
    return builder.build({ crc32c: systemCrc32c, packing });
  }
  const plain = builder.build({ crc32c: () => 0 }); // the CRC comes with the final bytes
  const records = plain.subarray(batchOverheadBytes);
  return compressOffLoop(codec, records).then((block) => assemble(plain, block, codec));
}

function assemble(plain: Uint8Array, block: Uint8Array, codec: CompressionCodec): Uint8Array {
  const bytes = new Uint8Array(batchOverheadBytes + block.length);
  bytes.set(plain.subarray(0, batchOverheadBytes));
  bytes.set(block, batchOverheadBytes);
  const view = viewOf(bytes);
  view.setInt32(batchLengthAtByte, bytes.length - batchLengthEndsAtByte);
  view.setInt16(attributesAtByte, codecNumber(codec));
  view.setUint32(crcAtByte, systemCrc32c(bytes.subarray(attributesAtByte)));
  return bytes;
}
