import { crc32c, isFailure, viewOf } from "@sordini/base";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  attributesAtByte,
  baseSequenceAtByte,
  baseTimestampAtByte,
  batchLengthAtByte,
  batchOverheadBytes,
  crcAtByte,
  lastOffsetDeltaAtByte,
  magicAtByte,
  producerEpochAtByte,
  producerIdAtByte,
  recordCountAtByte,
} from "../src/header.ts";
import { recordBytesOf } from "../src/records.ts";
import { type ProduceLimits, validateProduced, validateRecords } from "../src/validate.ts";
import { buildBatch, firstBatch, plainRecords, withFlippedBit } from "./batch-arbitraries.ts";

const record = { timestamp: 1000, key: "k", value: "v", headers: [] };
const producer = { id: 9, epoch: 2, baseSequence: 5 };
const oneBatch: ProduceLimits = { batchBytesMax: 1 << 20, batchCountMax: 1 };

/** A sound batch of two records, changed; the CRC is made right again. */
function changed(change: (view: DataView) => void): Uint8Array {
  const bytes = buildBatch([record, record], { producer });
  const view = viewOf(bytes);
  change(view);
  view.setUint32(crcAtByte, crc32c(bytes.subarray(attributesAtByte)));
  return bytes;
}

function outcome(bytes: Uint8Array, limits = oneBatch): string {
  const result = validateProduced(bytes, crc32c, limits);
  return isFailure(result) ? `${result.error}: ${result.message}` : `${result.length} taken`;
}

function check(name: string, bytes: Uint8Array, expected: string): void {
  test(name, () => {
    expect(outcome(bytes)).toBe(expected);
  });
}

describe("validateProduced takes", () => {
  test("what a builder builds, and gives its header", () => {
    fc.assert(
      fc.property(plainRecords, (records) => {
        const bytes = buildBatch(records, { producer });
        expect(validateProduced(bytes, crc32c, oneBatch)).toEqual([firstBatch(bytes)]);
      }),
    );
  });

  test("a run of batches where the limit allows it", () => {
    const batch = buildBatch([record]);
    const run = Uint8Array.from([...batch, ...batch, ...batch]);
    expect(outcome(run, { ...oneBatch, batchCountMax: 3 })).toBe("3 taken");
    expect(outcome(run, { ...oneBatch, batchCountMax: 2 })).toBe(
      `INVALID_RECORD: ${batch.length} bytes follow the last of 2 allowed batches`,
    );
    const cut = run.subarray(0, run.length - 1);
    expect(outcome(cut, { ...oneBatch, batchCountMax: 3 })).toMatch(/^CORRUPT_MESSAGE/);
  });

  check(
    "a transactional batch",
    changed((v) => v.setInt16(attributesAtByte, 0x10)),
    "1 taken",
  );
  check(
    "any known codec",
    changed((v) => v.setInt16(attributesAtByte, 4)),
    "1 taken",
  );
  // kafkajs and @platformatic/kafka write epoch 0 and sequence 0 beside producer id -1.
  check(
    "epoch and sequence without producer id",
    changed((v) => v.setBigInt64(producerIdAtByte, -1n)),
    "1 taken",
  );
});

describe("validateProduced refuses", () => {
  const sound = buildBatch([record, record], { producer });

  check("nothing", new Uint8Array(0), "INVALID_RECORD: no record batch was sent");
  check(
    "less than a header",
    sound.subarray(0, 60),
    "CORRUPT_MESSAGE: batch of 60 bytes, its header alone has 61",
  );
  check(
    "a batch that was cut",
    sound.subarray(0, 70),
    `CORRUPT_MESSAGE: batch says it has ${sound.length} bytes, 70 were sent`,
  );
  check(
    "a length below the header's",
    changed((v) => v.setInt32(batchLengthAtByte, 0)),
    `CORRUPT_MESSAGE: batch says it has 12 bytes, ${sound.length} were sent`,
  );
  check(
    "an old format",
    changed((v) => v.setInt8(magicAtByte, 1)),
    "INVALID_RECORD: record format 1, only format 2 is supported",
  );
  check(
    "a wrong CRC",
    withFlippedBit(sound, sound.length * 8 - 1),
    "CORRUPT_MESSAGE: CRC-32C of the batch does not match its bytes",
  );
  check(
    "an unknown codec",
    changed((v) => v.setInt16(attributesAtByte, 5)),
    "UNSUPPORTED_COMPRESSION_TYPE: compression codec 5 is unknown",
  );
  check(
    "no records",
    changed((v) => v.setInt32(recordCountAtByte, 0)),
    "INVALID_RECORD: batch says it holds 0 records",
  );
  check(
    "a last offset delta that does not fit the count",
    changed((v) => v.setInt32(lastOffsetDeltaAtByte, 7)),
    "INVALID_RECORD: last offset delta 7 in a batch of 2 records",
  );
  check(
    "a control batch",
    changed((v) => v.setInt16(attributesAtByte, 0x30)),
    "INVALID_RECORD: control batches are written by brokers only",
  );
  check(
    "LogAppendTime",
    changed((v) => v.setInt16(attributesAtByte, 0x08)),
    "INVALID_TIMESTAMP: LogAppendTime is set by brokers only",
  );
  check(
    "reserved attribute bits",
    changed((v) => v.setInt16(attributesAtByte, -0x8000)),
    "INVALID_RECORD: reserved attribute bits are set: 0x8000",
  );
  check(
    "a delete horizon, which only the cleaner sets",
    changed((v) => v.setInt16(attributesAtByte, 0x40)),
    "INVALID_RECORD: reserved attribute bits are set: 0x40",
  );
  check(
    "a producer id without sequence",
    changed((v) => v.setInt32(baseSequenceAtByte, -1)),
    "INVALID_RECORD: base sequence -1 with producer id 9",
  );
  check(
    "a producer id without epoch",
    changed((v) => v.setInt16(producerEpochAtByte, -1)),
    "INVALID_RECORD: producer epoch -1 with producer id 9",
  );
  check(
    "a negative producer id",
    changed((v) => v.setBigInt64(producerIdAtByte, -2n)),
    "INVALID_RECORD: producer id -2",
  );
  check(
    "a transaction without producer id",
    changed((v) => {
      v.setInt16(attributesAtByte, 0x10);
      v.setBigInt64(producerIdAtByte, -1n);
    }),
    "INVALID_RECORD: transactional batch without producer id",
  );
  check(
    "a timestamp beyond 2^53 - 1",
    changed((v) => v.setBigInt64(baseTimestampAtByte, 2n ** 60n)),
    "INVALID_RECORD: 64-bit value at byte 27 is beyond 2^53 - 1",
  );

  test("a batch above max.message.bytes, before its CRC is computed", () => {
    const limits = { batchBytesMax: sound.length - 1, batchCountMax: 1 };
    const neverCrc = () => expect.unreachable();
    expect(validateProduced(sound, neverCrc, limits)).toEqual({
      error: "MESSAGE_TOO_LARGE",
      message: `batch of ${sound.length} bytes, max.message.bytes is ${sound.length - 1}`,
    });
  });

  test("law: any flipped bit outside base offset and leader epoch", () => {
    const free = new Set([0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15]);
    const bits = Array.from({ length: sound.length * 8 }, (_, bit) => bit);
    const taken = bits.filter((bit) => outcome(withFlippedBit(sound, bit)) === "1 taken");
    expect(taken.filter((bit) => !free.has(bit >> 3))).toEqual([]);
  });
});

describe("validateRecords", () => {
  test("passes what a builder builds", () => {
    fc.assert(
      fc.property(plainRecords, (records) => {
        const bytes = buildBatch(records);
        const batch = firstBatch(bytes);
        expect(validateRecords(recordBytesOf(bytes, batch), batch.header)).toBeUndefined();
      }),
    );
  });

  // A record here: length 7, attributes, two deltas, null key, value "v" with length, no headers.
  const bytes = buildBatch([record, record].map((r) => ({ ...r, key: null })));
  const { header } = firstBatch(bytes);

  test.each([
    ["offset deltas that are not 0 to n - 1", 8 + 3, 0, "offset delta 0 where 1 is due"],
    ["a record that does not parse", 8 + 0, 120, "needs"],
    ["headers that do not parse", 7, 2, "1 headers in 0 bytes"],
  ])("refuses %s", (...[, position, byte, message]) => {
    const damaged = bytes.slice(batchOverheadBytes);
    damaged[position] = byte;
    const found = validateRecords(damaged, header);
    expect(found?.error).toBe("INVALID_RECORD");
    expect(found?.message).toContain(message);
  });

  test("refuses fewer records than the offsets they claim, as compaction leaves them", () => {
    const gaps = { ...header, lastOffsetDelta: 4, nextOffset: 5 };
    const found = validateRecords(bytes.subarray(batchOverheadBytes), gaps);
    expect(found?.message).toBe("2 records, last offset delta 4");
  });
});
