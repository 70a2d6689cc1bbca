import { ByteReader, ByteWriter, MalformedError } from "@sordini/base";
import { UnpackedBytes } from "./unpacked-bytes.ts";

// Kafka's Java client and kafkajs wrap snappy in the block stream of the xerial library; librdkafka
// writes one raw block. Readers accept both, so do we, and we write xerial's.
const xerialMagic = [0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00];
const xerialHeaderBytes = 16; // magic, version, oldest compatible version
const xerialBlockBytes = 32 * 1024;

/** Packs `bytes` as a xerial stream; `compressBlock` makes one raw snappy block. */
export function snappyCompress(
  bytes: Uint8Array,
  compressBlock: (block: Uint8Array) => Uint8Array,
): Uint8Array {
  const writer = new ByteWriter(xerialHeaderBytes + bytes.length);
  writer.raw(Uint8Array.from(xerialMagic)).int32(1).int32(1);
  for (let start = 0; start < bytes.length; start += xerialBlockBytes) {
    const block = compressBlock(bytes.subarray(start, start + xerialBlockBytes));
    writer.int32(block.length).raw(block);
  }
  return writer.written;
}

/**
 * Reads a xerial stream or a raw snappy block.
 * Throws MalformedError on damaged input and on output beyond `bytesMax`.
 */
export function snappyDecompress(
  bytes: Uint8Array,
  { bytesMax }: { readonly bytesMax: number },
): Uint8Array {
  const blocks = isXerial(bytes) ? xerialBlocks(bytes) : [bytes];
  let bytesExpected = 0;
  for (const block of blocks) bytesExpected += new ByteReader(block).uvarint();
  if (bytesExpected > bytesMax) {
    throw new MalformedError(`${bytesExpected} bytes when decompressed, at most ${bytesMax}`);
  }
  const output = new UnpackedBytes({ bytesExpected, bytesMax });
  for (const block of blocks) readBlock(block, output);
  return output.written;
}

function isXerial(bytes: Uint8Array): boolean {
  return bytes.length >= xerialHeaderBytes && xerialMagic.every((byte, i) => bytes[i] === byte);
}

function xerialBlocks(bytes: Uint8Array): Uint8Array[] {
  const reader = new ByteReader(bytes, xerialHeaderBytes);
  const blocks: Uint8Array[] = [];
  while (reader.remaining > 0) blocks.push(reader.view(reader.int32()));
  return blocks;
}

/** A block: its length when unpacked, then elements, literal bytes or copies of earlier output. */
function readBlock(block: Uint8Array, output: UnpackedBytes): void {
  const reader = new ByteReader(block);
  const blockStart = output.length;
  const announced = reader.uvarint();
  while (reader.remaining > 0) readElement(reader, output);
  const held = output.length - blockStart;
  if (held !== announced) {
    throw new MalformedError(`snappy block announces ${announced} bytes, holds ${held}`);
  }
}

function readElement(reader: ByteReader, output: UnpackedBytes): void {
  const tag = reader.uint8();
  switch (tag & 0b11) {
    case 0: {
      const short = tag >> 2;
      const length = short < 60 ? short : littleEndian(reader, short - 59);
      output.append(reader.view(length + 1));
      return;
    }
    case 1: {
      const distance = ((tag & 0xe0) << 3) | littleEndian(reader, 1);
      output.repeat({ distance, length: ((tag >> 2) & 0b111) + 4 });
      return;
    }
    default: {
      const distance = littleEndian(reader, (tag & 0b11) === 2 ? 2 : 4);
      output.repeat({ distance, length: (tag >> 2) + 1 });
    }
  }
}

/** An unsigned integer of 1 to 4 bytes. */
function littleEndian(reader: ByteReader, byteCount: number): number {
  let value = 0;
  for (let i = 0; i < byteCount; i++) value += reader.uint8() * 2 ** (8 * i);
  return value;
}
