import { crc32c as nativeCrc32c } from "@node-rs/crc32";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8Encode } from "../src/bytes.ts";
import { crc32c } from "../src/crc32c.ts";

const bytes = fc.uint8Array({ maxLength: 300 });

describe("crc32c", () => {
  // The check value of the CRC catalogue, and the vectors of RFC 3720 (iSCSI), appendix B.4.
  test.each([
    ["", utf8Encode(""), 0x00000000],
    ["123456789", utf8Encode("123456789"), 0xe3069283],
    ["32 zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ["32 incrementing", Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ["32 decrementing", Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ])("of %s", (_, input, expected) => {
    expect(crc32c(input)).toBe(expected);
  });

  test("continues from the CRC of what came before", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(crc32c(b, crc32c(a))).toBe(crc32c(Uint8Array.of(...a, ...b)));
      }),
    );
  });

  test("equals the native one, at any alignment, continued or not", () => {
    fc.assert(
      fc.property(bytes, fc.nat(9), fc.nat(), (input, start, seed) => {
        const part = input.subarray(start);
        expect(crc32c(part)).toBe(nativeCrc32c(part));
        expect(crc32c(part, seed)).toBe(nativeCrc32c(part, seed));
      }),
    );
  });
});
