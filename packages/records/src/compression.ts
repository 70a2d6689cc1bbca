/** How the records of a batch are packed, by the names that Kafka's `compression.type` uses. */
export type CompressionCodec = "none" | "gzip" | "snappy" | "lz4" | "zstd";

/** A codec's position is its number in the low three attribute bits. */
export const compressionCodecs: readonly CompressionCodec[] = [
  "none",
  "gzip",
  "snappy",
  "lz4",
  "zstd",
];

export function codecNumber(codec: CompressionCodec): number {
  return compressionCodecs.indexOf(codec);
}

/** The codec of a number; undefined for 5 to 7, which nobody has given a meaning yet. */
export function codecFromNumber(number: number): CompressionCodec | undefined {
  return compressionCodecs[number];
}

/**
 * The port to the compression libraries. Formats are those of Kafka's Java client: a gzip member,
 * snappy in xerial's block stream (a single raw block is read too), an LZ4 frame, a zstd frame.
 */
export interface Compression {
  /** Codec `none` gives `bytes` itself back. */
  compress(codec: CompressionCodec, bytes: Uint8Array): Uint8Array;
  /**
   * Throws MalformedError when `bytes` do not follow the codec's format, or hold more than
   * `bytesMax` bytes: a bound that is checked before the output is allocated.
   */
  decompress(
    codec: CompressionCodec,
    bytes: Uint8Array,
    limits: { readonly bytesMax: number },
  ): Uint8Array;
}
