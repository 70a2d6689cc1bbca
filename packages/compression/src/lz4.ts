import { ByteReader, MalformedError, viewOf } from "@sordini/base";
import { UnpackedBytes } from "./unpacked-bytes.ts";

/**
 * Reads one LZ4 frame (independent or linked blocks). Its xxHash checksums are not verified: the
 * record batch around it has a CRC of its own.
 * Throws MalformedError on damaged input and on output beyond `bytesMax`.
 */
export function lz4Decompress(
  frame: Uint8Array,
  { bytesMax }: { readonly bytesMax: number },
): Uint8Array {
  const reader = new ByteReader(frame);
  const descriptor = readDescriptor(reader);
  const output = new UnpackedBytes({
    bytesExpected: descriptor.contentBytes ?? frame.length * 4,
    bytesMax,
  });
  for (;;) {
    const sizeAndFlag = littleEndian32(reader);
    if (sizeAndFlag === 0) break;
    const block = reader.view(sizeAndFlag & 0x7fff_ffff);
    if (sizeAndFlag >= 0x8000_0000) output.append(block);
    else readBlock(block, output);
    if (descriptor.hasBlockChecksums) reader.skip(4);
  }
  if (descriptor.hasContentChecksum) reader.skip(4);
  if (reader.remaining > 0) throw new MalformedError(`${reader.remaining} bytes after LZ4 frame`);
  if (descriptor.contentBytes !== undefined && descriptor.contentBytes !== output.length) {
    throw new MalformedError(
      `LZ4 frame announces ${descriptor.contentBytes} bytes, holds ${output.length}`,
    );
  }
  return output.written;
}

interface Descriptor {
  readonly hasBlockChecksums: boolean;
  readonly hasContentChecksum: boolean;
  readonly contentBytes: number | undefined;
}

function readDescriptor(reader: ByteReader): Descriptor {
  const magic = littleEndian32(reader);
  if (magic !== 0x184d_2204) throw new MalformedError(`not an LZ4 frame: 0x${magic.toString(16)}`);
  const flags = reader.uint8();
  if ((flags & 0xc0) !== 0x40) throw new MalformedError("LZ4 frame of an unknown version");
  if ((flags & 0x01) !== 0) throw new MalformedError("LZ4 frame needs a dictionary");
  reader.skip(1); // largest block size
  const hasContentSize = (flags & 0x08) !== 0;
  const contentBytes = hasContentSize
    ? littleEndian32(reader) + littleEndian32(reader) * 0x1_0000_0000
    : undefined;
  reader.skip(1); // header checksum
  return {
    hasBlockChecksums: (flags & 0x10) !== 0,
    hasContentChecksum: (flags & 0x04) !== 0,
    contentBytes,
  };
}

/** A block is a run of sequences: literals, then a copy of earlier output; the last has no copy. */
function readBlock(block: Uint8Array, output: UnpackedBytes): void {
  const reader = new ByteReader(block);
  for (;;) {
    const token = reader.uint8();
    output.append(reader.view(readLength(reader, token >> 4)));
    if (reader.remaining === 0) return;
    const low = reader.uint8();
    const distance = (reader.uint8() << 8) | low;
    output.repeat({ distance, length: readLength(reader, token & 0x0f) + 4 });
  }
}

function readLength(reader: ByteReader, nibble: number): number {
  if (nibble < 15) return nibble;
  let length = nibble;
  for (;;) {
    const byte = reader.uint8();
    length += byte;
    if (byte < 255) return length;
  }
}

function littleEndian32(reader: ByteReader): number {
  return viewOf(reader.view(4)).getUint32(0, true);
}
