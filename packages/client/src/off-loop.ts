import { promisify } from "node:util";
import { constants, gunzip, gzip, zstdCompress, zstdDecompress } from "node:zlib";
import { MalformedError } from "@sordini/base";
import type { CompressionCodec } from "@sordini/records";

// gzip and zstd on Node's thread pool, for blocks that would hold up the event loop. The other two
// codecs have no such form.

// The levels of @sordini/compression, so that a batch's size does not depend on where it was
// packed.
const gzipOptions = { level: 1 };
const zstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

type Codec = "gzip" | "zstd";

const pack = { gzip: promisify(gzip), zstd: promisify(zstdCompress) };
const unpack = { gzip: promisify(gunzip), zstd: promisify(zstdDecompress) };

export function hasOffLoopForm(codec: CompressionCodec): codec is Codec {
  return codec === "gzip" || codec === "zstd";
}

export function compressOffLoop(codec: Codec, bytes: Uint8Array): Promise<Uint8Array> {
  return codec === "gzip" ? pack.gzip(bytes, gzipOptions) : pack.zstd(bytes, zstdOptions);
}

/** Rejects with MalformedError for damaged input and for more than `bytesMax` of output. */
export async function decompressOffLoop(
  codec: Codec,
  { bytes, bytesMax }: { readonly bytes: Uint8Array; readonly bytesMax: number },
): Promise<Uint8Array> {
  try {
    return await unpack[codec](bytes, { maxOutputLength: bytesMax });
  } catch (error) {
    throw new MalformedError(`cannot be decompressed: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
