import { MalformedError } from "@sordini/base";
import { snappyCompress as rawSnappy } from "@platformatic/wasm-utils";
import { type CompressionCodec, compressionCodecs } from "@sordini/records";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nodeCompression } from "../src/node-compression.ts";

const codecs = compressionCodecs.filter((codec) => codec !== "none");

/** Bytes that repeat themselves near and far, and bytes that do not. */
const content = fc
  .array(
    fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      fc.record({ byte: fc.nat(255), count: fc.integer({ min: 1, max: 100_000 }) }),
      fc.constant("carrier=SK origin=OSL destination=BGO delay="),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => Uint8Array.from(Buffer.concat(parts.map((part) => bytesOf(part)))));

function bytesOf(part: Uint8Array | string | { byte: number; count: number }): Uint8Array {
  if (typeof part === "string") return Buffer.from(part.repeat(20));
  return part instanceof Uint8Array ? part : Buffer.alloc(part.count, part.byte);
}

function decompress(codec: CompressionCodec, bytes: Uint8Array, bytesMax = 1 << 24): Uint8Array {
  return nodeCompression.decompress(codec, bytes, { bytesMax });
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** "same", "malformed", "other bytes", or the error that should not have been. */
function outcome(read: () => Uint8Array, expected: Uint8Array): string {
  try {
    return isSame(read(), expected) ? "same" : "other bytes";
  } catch (error) {
    return error instanceof MalformedError ? "malformed" : String(error);
  }
}

describe.each(codecs)("%s", (codec) => {
  test("law: gives back what was compressed", () => {
    fc.assert(
      fc.property(content, (bytes) => {
        return isSame(decompress(codec, nodeCompression.compress(codec, bytes)), bytes);
      }),
    );
  });

  test("law: the bound is exact", () => {
    fc.assert(
      fc.property(content, (bytes) => {
        const packed = nodeCompression.compress(codec, bytes);
        expect(outcome(() => decompress(codec, packed, bytes.length), bytes)).toBe("same");
        if (bytes.length === 1) return; // Node's zlib takes no bound of 0
        const tight = () => decompress(codec, packed, bytes.length - 1);
        expect(outcome(tight, bytes)).toBe("malformed");
      }),
    );
  });

  test("law: cut anywhere it is malformed, at a block's end at most a prefix", () => {
    const bytes = bytesOf("carrier=SK origin=OSL destination=BGO delay=");
    const packed = nodeCompression.compress(codec, bytes);
    const ends = Array.from({ length: packed.length }, (_, end) => end);
    const outcomes = ends.map((end) =>
      outcome(() => decompress(codec, packed.subarray(0, end)), bytes),
    );
    const wrong = outcomes.filter((found) => found !== "malformed");
    // Xerial's stream has no end mark: after its header it may end, with nothing in it.
    expect(wrong).toEqual(codec === "snappy" ? ["other bytes"] : []);
  });

  test("law: flipped bits and random bytes are malformed or some bytes, never a crash", () => {
    fc.assert(
      fc.property(content, fc.uint8Array({ maxLength: 60 }), fc.nat(), (bytes, noise, bit) => {
        const flipped = Uint8Array.from(nodeCompression.compress(codec, bytes));
        const index = (bit >> 3) % flipped.length;
        flipped[index] = (flipped[index] as number) ^ (1 << (bit & 7));
        expect(outcome(() => decompress(codec, flipped), bytes)).not.toMatch(/Error/);
        expect(outcome(() => decompress(codec, noise), bytes)).not.toMatch(/Error/);
      }),
      { numRuns: 300 },
    );
  });
});

test("none is the bytes themselves", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  expect(nodeCompression.compress("none", bytes)).toBe(bytes);
  expect(decompress("none", bytes)).toBe(bytes);
});

describe("snappy", () => {
  test("a raw block, as librdkafka writes it, is read too", () => {
    fc.assert(
      fc.property(content, (bytes) => isSame(decompress("snappy", rawBlock(bytes)), bytes)),
    );
  });

  test("is written as xerial's stream of 32 KiB blocks", () => {
    const packed = Buffer.from(nodeCompression.compress("snappy", new Uint8Array(40_000)));
    expect(packed.subarray(0, 16).toString("hex")).toBe("82534e41505059000000000100000001");
    const firstBlockEnd = 20 + packed.readInt32BE(16);
    expect(firstBlockEnd + 4 + packed.readInt32BE(firstBlockEnd)).toBe(packed.length);
  });

  test("the announced length is refused before anything is allocated", () => {
    const huge = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0x00);
    expect(() => decompress("snappy", huge)).toThrow("4294967295 bytes when decompressed");
  });

  test.each([
    ["a length that the elements do not reach", "0500 61"],
    ["a copy from before the start", "0400 61 0502"],
    ["a copy from where it stands", "0500 61 0100"],
    ["a literal beyond the end", "0508 61"],
  ])("%s is malformed", (_, hex) => {
    const bytes = Buffer.from(hex.replaceAll(" ", ""), "hex");
    expect(() => decompress("snappy", bytes)).toThrow(MalformedError);
  });

  test("literals and copies of every form", () => {
    const forms = ["0c 08 616263", "f000 64", "01 04", "0a 0100", "03 01000000"];
    const bytes = Buffer.from(forms.join("").replaceAll(" ", ""), "hex");
    expect(Buffer.from(decompress("snappy", bytes)).toString()).toBe("abcdabcddddd");
  });
});

function rawBlock(bytes: Uint8Array): Uint8Array {
  return rawSnappy(Buffer.from(bytes));
}

describe("lz4", () => {
  const descriptor = "04224d18";
  const lz4 = (hex: string) =>
    Buffer.from(
      decompress("lz4", Buffer.from(descriptor + hex.replaceAll(" ", ""), "hex")),
    ).toString();

  test("blocks that are stored, and a frame with every option but a dictionary", () => {
    expect(lz4("60 40 82 03000080 616263 00000000")).toBe("abc");
    // Flags: independent, block checksums, content size, content checksum (none is verified).
    expect(lz4("7c 40 0300000000000000 00 03000080 616263 11111111 00000000 22222222")).toBe("abc");
  });

  test("a linked block may copy from the one before it", () => {
    expect(lz4("40 40 00 04000080 61626364 04000000 00 0400 00 00000000")).toBe("abcdabcd");
  });

  test.each([
    ["another magic number", "", "not an LZ4 frame"],
    ["an unknown version", "a0 40 00 00000000", "unknown version"],
    ["a dictionary", "61 40 00000000 00 00000000", "needs a dictionary"],
    ["no end mark", "60 40 82 03000080 616263", "only 0 are left"],
    ["bytes after the end mark", "60 40 82 00000000 00", "1 bytes after LZ4 frame"],
    ["a wrong content size", "68 40 0900000000000000 00 00000000", "announces 9 bytes, holds 0"],
    ["a copy from before the start", "60 40 82 05000000 10 61 0200 00 00000000", "from 2 back"],
  ])("%s is malformed", (_, hex, message) => {
    const read = () => (hex === "" ? decompress("lz4", Buffer.from("00000000", "hex")) : lz4(hex));
    expect(read).toThrow(message);
  });
});
