import { createRequire } from "node:module";
import type * as WasmUtils from "@platformatic/wasm-utils";
import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { MalformedError, unreachable } from "@sordini/base";
import type { Compression, CompressionCodec } from "@sordini/records";
import { lz4Decompress } from "./lz4.ts";
import { snappyCompress, snappyDecompress } from "./snappy.ts";

type WasmCodecs = typeof WasmUtils;

const require = createRequire(import.meta.url);
let wasmCodecs: WasmCodecs | undefined;

/** Compiled when first used: that takes longer than a server's whole start. */
function wasm(): WasmCodecs {
  wasmCodecs ??= require("@platformatic/wasm-utils") as WasmCodecs;
  return wasmCodecs;
}

/** Kafka's four codecs: gzip and zstd by Node, snappy and LZ4 without a native build. */
export const nodeCompression: Compression = { compress, decompress };

// Levels by measurement on JSON-like records (64 KiB): zstd 1 is the quickest codec here and packs
// better than gzip 1, whose higher levels cost three times as much for a few per cent.
const gzipOptions = { level: 1 };
const zstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

function compress(codec: CompressionCodec, bytes: Uint8Array): Uint8Array {
  switch (codec) {
    case "none":
      return bytes;
    case "gzip":
      return gzipSync(bytes, gzipOptions);
    case "snappy":
      return snappyCompress(bytes, (block) => wasm().snappyCompress(asBuffer(block)));
    case "lz4":
      return wasm().lz4Compress(asBuffer(bytes));
    case "zstd":
      return zstdCompressSync(bytes, zstdOptions);
    default:
      return unreachable(codec);
  }
}

function decompress(
  codec: CompressionCodec,
  bytes: Uint8Array,
  limits: { readonly bytesMax: number },
): Uint8Array {
  switch (codec) {
    case "none":
      return bytes;
    case "gzip":
      return withZlib(() => gunzipSync(bytes, { maxOutputLength: limits.bytesMax }));
    case "snappy":
      return snappyDecompress(bytes, limits);
    case "lz4":
      return lz4Decompress(bytes, limits);
    case "zstd":
      return withZlib(() => zstdDecompressSync(bytes, { maxOutputLength: limits.bytesMax }));
    default:
      return unreachable(codec);
  }
}

/** Node's zlib refuses damaged input, and output beyond its limit, with errors of its own. */
function withZlib(inflate: () => Uint8Array): Uint8Array {
  try {
    return inflate();
  } catch (error) {
    throw new MalformedError(`cannot be decompressed: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
