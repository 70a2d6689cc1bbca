import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AssertionError } from "../src/assert.ts";
import {
  ByteReader,
  ByteWriter,
  MalformedError,
  utf8Decode,
  utf8Encode,
  utf8EncodeInto,
  viewOf,
} from "../src/bytes.ts";

const safeInteger = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -300, max: 300 }),
  fc.constantFrom(2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 31, -(2 ** 31), 2 ** 30, -(2 ** 30), 2 ** 32),
);
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** One way to write a value, the way to read it back, and the values that it takes. */
const fields = {
  int8: fc.integer({ min: -128, max: 127 }),
  int16: fc.integer({ min: -32_768, max: 32_767 }),
  int32,
  uint32,
  int64: safeInteger,
  varint: int32,
  uvarint: uint32,
  varlong: safeInteger,
} satisfies Partial<Record<keyof ByteReader & keyof ByteWriter, fc.Arbitrary<number>>>;

type FieldType = keyof typeof fields;

const anyField = fc.oneof(
  ...Object.entries(fields).map(([type, values]) =>
    values.map((value) => ({ type: type as FieldType, value })),
  ),
);

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function unhex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "hex"));
}

describe("fields", () => {
  test("what is written in any order, into a buffer of any size, is read back", () => {
    fc.assert(
      fc.property(fc.array(anyField), fc.integer({ min: 0, max: 40 }), (written, capacity) => {
        const writer = new ByteWriter(capacity);
        for (const { type, value } of written) writer[type](value);
        const reader = new ByteReader(writer.written);
        for (const { type, value } of written) expect(reader[type]()).toBe(value);
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  test("cut at every byte, the field that was cut is refused", () => {
    fc.assert(
      fc.property(anyField, ({ type, value }) => {
        const whole = new ByteWriter()[type](value).written;
        for (let end = 0; end < whole.length; end++) {
          expect(() => new ByteReader(whole.subarray(0, end))[type]()).toThrow(MalformedError);
        }
      }),
    );
  });
});

describe("varints", () => {
  // Vectors of the Protocol Buffers encoding, which Kafka's zigzag varints follow.
  test.each([
    [0, "00"],
    [-1, "01"],
    [1, "02"],
    [63, "7e"],
    [-64, "7f"],
    [64, "8001"],
    [2 ** 31 - 1, "feffffff0f"],
    [-(2 ** 31), "ffffffff0f"],
  ])("%d is %s", (value, expected) => {
    expect(hex(new ByteWriter().varint(value).written)).toBe(expected);
    expect(hex(new ByteWriter().varlong(value).written)).toBe(expected);
    expect(new ByteReader(unhex(expected)).varint()).toBe(value);
    expect(new ByteReader(unhex(expected)).varlong()).toBe(value);
  });

  test("a varlong agrees with 64-bit arithmetic", () => {
    fc.assert(
      fc.property(safeInteger, (value) => {
        let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
        const expected: number[] = [];
        for (; rest >= 0x80n; rest >>= 7n) expected.push(Number(rest & 0x7fn) | 0x80);
        expected.push(Number(rest));
        expect([...new ByteWriter().varlong(value).written]).toEqual(expected);
      }),
    );
  });

  test("longer forms of a small number are read, as other clients do", () => {
    expect(new ByteReader(unhex("828000")).varint()).toBe(1);
    expect(new ByteReader(unhex("82808080808080808000")).varlong()).toBe(1);
  });

  test.each([
    ["varint", "ffffffff1f"],
    ["varint", "ffffffffff"],
    ["uvarint", "808080808001"],
    ["varlong", "feffffffffffffffff01"], // 2^63 - 1
    ["varlong", "ffffffffffffffffff01"], // -2^63
    ["varlong", "80808080808080808080"],
  ] as const)("%s %s is out of range", (type, bytes) => {
    expect(() => new ByteReader(unhex(bytes))[type]()).toThrow(MalformedError);
  });

  test("a value that does not fit is a bug of the writer", () => {
    expect(() => new ByteWriter().varint(2 ** 31)).toThrow(AssertionError);
    expect(() => new ByteWriter().uvarint(-1)).toThrow(AssertionError);
    expect(() => new ByteWriter().varlong(2 ** 53)).toThrow(AssertionError);
    expect(() => new ByteWriter().varlong(0.5)).toThrow(AssertionError);
  });
});

describe("int64", () => {
  test.each([
    [2 ** 53 - 1, "001fffffffffffff"],
    [-1, "ffffffffffffffff"],
    [-(2 ** 53) + 1, "ffe0000000000001"],
  ])("%d is %s", (value, expected) => {
    expect(hex(new ByteWriter().int64(value).written)).toBe(expected);
    expect(new ByteReader(unhex(expected)).int64()).toBe(value);
  });

  test.each(["0020000000000000", "7fffffffffffffff", "8000000000000000", "ffe0000000000000"])(
    "%s is beyond 2^53 - 1",
    (bytes) => {
      expect(() => new ByteReader(unhex(bytes)).int64()).toThrow("beyond 2^53 - 1");
    },
  );

  test("a number that is not safe is never written", () => {
    expect(() => new ByteWriter().int64(2 ** 53)).toThrow(AssertionError);
    expect(() => new ByteWriter().int64(Number.NaN)).toThrow(AssertionError);
  });
});

describe("ByteReader", () => {
  test("starts where it is told and counts what is left", () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3, 4), 2);
    expect(reader.remaining).toBe(2);
    expect(reader.uint8()).toBe(3);
    reader.skip(1);
    expect(reader.remaining).toBe(0);
  });

  test("a view shares the bytes and may not be longer than they are", () => {
    const bytes = Uint8Array.of(1, 2, 3, 4);
    const reader = new ByteReader(bytes);
    const view = reader.view(3);
    bytes[0] = 9;
    expect([...view]).toEqual([9, 2, 3]);
    expect(() => reader.view(2)).toThrow("needs 2 bytes at 3, only 1 are left");
    expect(() => reader.view(-1)).toThrow(MalformedError);
    expect(() => reader.skip(-1)).toThrow(MalformedError);
    expect(reader.remaining).toBe(1);
  });
});

describe("ByteWriter", () => {
  test("keeps what was written when any field makes the buffer grow", () => {
    for (const type of Object.keys(fields) as FieldType[]) {
      const writer = new ByteWriter(1).int8(7)[type](1);
      const reader = new ByteReader(writer.written);
      expect({ type, read: [reader.int8(), reader[type]()] }).toEqual({ type, read: [7, 1] });
    }
  });

  test("reserves, patches, truncates and starts over", () => {
    const writer = new ByteWriter(2);
    writer.reserve(4).fill(0xaa);
    writer.raw(Uint8Array.of(1, 2));
    writer.view.setInt16(0, 0x0102);
    expect(hex(writer.written)).toBe("0102aaaa0102");
    writer.truncate(3);
    expect(hex(writer.written)).toBe("0102aa");
    expect(() => writer.truncate(4)).toThrow(AssertionError);
    writer.reset();
    expect(writer.length).toBe(0);
  });
});

describe("utf8", () => {
  test("every well-formed text comes back, a leading byte order mark too", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, (t) => {
        expect(utf8Decode(utf8Encode(t))).toBe(t);
      }),
    );
    expect(utf8Decode(utf8Encode("\ufeffkey"))).toBe("\ufeffkey");
  });

  test.each(["", "a", "aé", "\ud800", "x".repeat(64), "x".repeat(65)])(
    "%j has the bytes that the platform gives it",
    (text) => {
      expect(utf8Encode(text)).toEqual(new TextEncoder().encode(text));
    },
  );

  test("invalid bytes become U+FFFD", () => {
    expect(utf8Decode(Uint8Array.of(0x61, 0xff, 0x62))).toBe("a\ufffdb");
  });

  test("encoding into a buffer says what did not fit", () => {
    const into = new Uint8Array(3);
    expect(utf8EncodeInto("aéx", into)).toEqual({ read: 2, written: 3 });
    expect(hex(into)).toBe("61c3a9");
  });
});

test("viewOf covers exactly the bytes of a subarray", () => {
  const view = viewOf(Uint8Array.of(0, 1, 2, 3).subarray(1, 3));
  expect([view.byteLength, view.getInt16(0)]).toEqual([2, 0x0102]);
});
