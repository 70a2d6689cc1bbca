import { AssertionError, MalformedError } from "@sordini/base";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { batchOverheadBytes, type BatchHeader } from "../src/header.ts";
import { iterateRecords, recordBytesOf } from "../src/records.ts";
import { buildBatch, firstBatch, plainRecords, readBatch } from "./batch-arbitraries.ts";

function headerOf(changes: Partial<BatchHeader> = {}): BatchHeader {
  const bytes = buildBatch([{ timestamp: 1000, key: null, value: "v", headers: [] }]);
  return { ...firstBatch(bytes).header, ...changes };
}

/** Reads one record given in hex, without its length, in a batch of one. */
function readOne(body: string, header = headerOf()) {
  const bytes = Buffer.from(body, "hex");
  const [record] = [...iterateRecords(Uint8Array.of(bytes.length * 2, ...bytes), header)];
  return record;
}

describe("iterateRecords", () => {
  test("law: what was built is read back", () => {
    fc.assert(
      fc.property(plainRecords, (records) => {
        expect(readBatch(buildBatch(records))).toEqual(records);
      }),
    );
  });

  test("law: records cut at any byte give a prefix of the records, then MalformedError", () => {
    fc.assert(
      fc.property(plainRecords, (records) => {
        const bytes = buildBatch(records);
        const { header } = firstBatch(bytes);
        for (let end = batchOverheadBytes; end < bytes.length; end++) {
          const read: number[] = [];
          const readAll = () => {
            const cut = bytes.subarray(batchOverheadBytes, end);
            for (const record of iterateRecords(cut, header)) read.push(record.timestamp);
          };
          expect(readAll).toThrow(MalformedError);
          expect(read).toEqual(records.slice(0, read.length).map((r) => r.timestamp));
        }
      }),
      { numRuns: 15 },
    );
  });

  test("law: random bytes give records or MalformedError, nothing else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(5), (bytes, recordCount) => {
        const header = headerOf({ recordCount, lastOffsetDelta: 5 });
        expect(outcomeOf(() => [...iterateRecords(bytes, header)].map((r) => r.readHeaders())))
          // the two that a reader must expect
          .toMatch(/^(records|malformed)$/);
      }),
      { numRuns: 2000 },
    );
  });

  test("key and value are views into the batch, not copies", () => {
    const bytes = buildBatch([{ timestamp: 1, key: "key", value: "value", headers: [] }]);
    const batch = firstBatch(bytes);
    for (const record of iterateRecords(recordBytesOf(bytes, batch), batch.header)) {
      expect(record.key?.buffer).toBe(bytes.buffer);
      expect(record.value?.buffer).toBe(bytes.buffer);
    }
  });

  test("with LogAppendTime all records carry the batch's largest timestamp", () => {
    const header = headerOf({ timestampType: "logAppendTime", maxTimestamp: 5000 });
    expect(readOne("000600010100", header)?.timestamp).toBe(5000);
  });
});

function outcomeOf(read: () => unknown): string {
  try {
    read();
    return "records";
  } catch (error) {
    return error instanceof MalformedError ? "malformed" : String(error);
  }
}

describe("a record is refused", () => {
  test.each([
    ["shorter than its fixed fields", "0000000101", "record of 5 bytes"],
    ["key longer than the batch", "00000040010100", "needs 32 bytes"],
    ["value that runs over the record's end", "000000010200", "inside its own fields"],
    ["offset delta beyond the batch", "000002010100", "offset delta 1"],
    ["negative offset delta", "000001010100", "offset delta -1"],
    ["timestamp beyond 2^53", "00feffffffffffff1f00010100", "beyond 2^53 - 1"],
  ])("%s", (_, body, message) => {
    expect(() => readOne(body)).toThrow(message);
    expect(() => readOne(body)).toThrow(MalformedError);
  });

  test("bytes after the last record", () => {
    const bytes = Uint8Array.of(12, 0, 0, 0, 1, 1, 0, 99);
    expect(() => [...iterateRecords(bytes, headerOf())]).toThrow("1 bytes follow the last of 1");
  });
});

describe("headers are refused", () => {
  test.each([
    ["a count that no room is left for", "00000001010a0000", "5 headers in 2 bytes"],
    ["a negative count", "000000010101", "-1 headers"],
    ["a null key", "000000010102010000", "needs -1 bytes"],
    ["bytes after the last one", "00000001010000", "1 bytes follow the last of 0 headers"],
    ["a value that was cut", "00000001010202610a", "needs 5 bytes"],
  ])("%s", (_, body, message) => {
    const record = readOne(body);
    expect(() => record?.readHeaders()).toThrow(message);
    expect(() => record?.readHeaders()).toThrow(MalformedError);
  });
});

test("a compressed batch cannot be read without a Compression", () => {
  const bytes = buildBatch([{ timestamp: 1, key: null, value: "v", headers: [] }]);
  const { position, header } = firstBatch(bytes);
  const compressed = { position, header: { ...header, compression: "zstd" as const } };
  expect(() => recordBytesOf(bytes, compressed)).toThrow(AssertionError);
});
