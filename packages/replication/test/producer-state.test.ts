import { isFailure } from "@sordini/base";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ProducerTable,
  sequenceAfter,
  type LoggedBatch,
  type ProducerBatch,
} from "../src/index.ts";

const sequenceMax = 2 ** 31 - 1;

/** Batches as `producer/epoch:first-last`, timestamp optional: `7/0:0-4@1000`. */
function batch(text: string): ProducerBatch {
  const match = /^(\d+)\/(\d+):(\d+)-(\d+)(?:@(\d+))?$/.exec(text);
  const [producerId, producerEpoch, baseSequence, last, time] = match!.slice(1).map(Number);
  const span = last! - baseSequence!;
  return {
    producerId: producerId!,
    producerEpoch: producerEpoch!,
    baseSequence: baseSequence!,
    lastOffsetDelta: span < 0 ? span + sequenceMax + 1 : span,
    maxTimestamp: time === undefined || Number.isNaN(time) ? 0 : time,
  };
}

/** Appends what the table allows and tells what became of each batch. */
function feed(table: ProducerTable, texts: string): string[] {
  return texts.split(" ").map((text) => {
    const verdict = table.check(batch(text));
    if (isFailure(verdict)) return verdict.error;
    if (verdict.kind === "duplicate") return `=${verdict.baseOffset}`;
    const baseOffset = table.snapshot().end;
    table.replay({ ...batch(text), baseOffset });
    return `@${baseOffset}`;
  });
}

function check(batches: string, expected: string): void {
  expect(feed(new ProducerTable(), batches).join(" ")).toBe(expected);
}

const gap = "OUT_OF_ORDER_SEQUENCE_NUMBER";
const fenced = "INVALID_PRODUCER_EPOCH";

describe("I27: sequences", () => {
  test("a retry gets the offset of the first copy", () => {
    check("7/0:0-4 7/0:5-9 7/0:0-4 7/0:5-9 7/0:10-10", "@0 @5 =0 =5 @10");
  });

  test("five batches are remembered, a sixth is too old", () => {
    check(
      "7/0:0-0 7/0:1-1 7/0:2-2 7/0:3-3 7/0:4-4 7/0:5-5 7/0:1-1 7/0:0-0",
      `@0 @1 @2 @3 @4 @5 =1 ${gap}`,
    );
  });

  test("a gap or an overlap is refused, and refused again", () => {
    check("7/0:0-4 7/0:6-9 7/0:6-9 7/0:3-6 7/0:5-9", `@0 ${gap} ${gap} ${gap} @5`);
  });

  test("the same first sequence with another length is no duplicate", () => {
    check("7/0:0-4 7/0:0-3", `@0 ${gap}`);
  });

  test("after 2147483647 comes 0, also inside a batch", () => {
    check(`7/0:2147483640-2147483647 7/0:0-1 7/0:2147483640-2147483647`, "@0 @8 =0");
    check("7/0:2147483646-1 7/0:2-2 7/0:2146483646-1", `@0 @4 ${gap}`);
    expect(sequenceAfter(sequenceMax, 1)).toBe(0);
  });

  test("a newer epoch starts at 0 and fences the older one", () => {
    check("7/0:0-4 7/1:5-9 7/1:0-4 7/0:5-9 7/1:0-4", `@0 ${gap} @5 ${fenced} =5`);
  });

  test("producers do not disturb each other, nor do batches without one", () => {
    check("7/0:0-4 8/0:0-4 7/0:5-5 8/0:0-4", "@0 @5 @10 =5");
    const table = new ProducerTable();
    const plain = { ...batch("1/0:0-4"), producerId: -1, producerEpoch: -1, baseSequence: -1 };
    expect(table.check(plain)).toEqual({ kind: "append" });
    table.replay({ ...plain, baseOffset: 0 });
    expect(table.snapshot()).toEqual({ end: 5, newestTimestamp: 0, entries: [] });
  });

  test("a control batch with a newer epoch fences, and the next sequence is 0", () => {
    const table = new ProducerTable();
    feed(table, "7/0:0-4");
    const marker = { ...batch("7/1:0-0"), baseSequence: -1 };
    expect(table.check(marker)).toEqual({ kind: "append" });
    table.replay({ ...marker, baseOffset: 5 });
    expect(feed(table, "7/0:5-9 7/1:1-1 7/1:0-0").join(" ")).toBe(`${fenced} ${gap} @6`);
  });
});

describe("I28: the table is a function of the log", () => {
  const limits = { idleMsMax: 1_000, producersMax: 3 };

  test("an idle producer is forgotten by log timestamps, whoever wrote them", () => {
    const table = new ProducerTable(undefined, limits);
    expect(feed(table, "7/0:0-4@0 8/0:0-0@1000 7/0:0-4@0 8/0:1-1@1001 7/0:9-9@1001")).toEqual([
      "@0",
      "@5",
      "=0",
      "@6",
      "@7",
    ]);
  });

  test("of too many producers the one that wrote longest ago is forgotten", () => {
    const table = new ProducerTable(undefined, limits);
    feed(table, "1/0:0-0 2/0:0-0 3/0:0-0 1/0:1-1 4/0:0-0");
    expect(table.snapshot().entries.map((entry) => entry.producerId)).toEqual([3, 1, 4]);
  });

  test("a batch below the end is a bug of the caller", () => {
    const table = new ProducerTable();
    feed(table, "7/0:0-4");
    expect(() => table.replay({ ...batch("7/0:5-5"), baseOffset: 4 })).toThrow(/I28/);
  });

  const log = fc
    .array(
      fc.record({
        producerId: fc.integer({ min: -1, max: 5 }),
        producerEpoch: fc.integer({ min: 0, max: 2 }),
        baseSequence: fc.constantFrom(0, 1, 5, sequenceMax - 1, -1),
        lastOffsetDelta: fc.integer({ min: 0, max: 4 }),
        maxTimestamp: fc.integer({ min: 0, max: 5_000 }),
      }),
      { maxLength: 60 },
    )
    .map((batches) => {
      let next = 0;
      return batches.map((one): LoggedBatch => {
        const baseOffset = next;
        next += one.lastOffsetDelta + 1;
        return { ...one, baseOffset };
      });
    });

  test("snapshot and replay of the rest equals full replay, whatever was asked between", () => {
    fc.assert(
      fc.property(log, fc.nat(60), (batches, cut) => {
        const full = new ProducerTable(undefined, limits);
        for (const one of batches) {
          full.check(one);
          full.replay(one);
        }
        const first = new ProducerTable(undefined, limits);
        for (const one of batches.slice(0, cut)) first.replay(one);
        const stored = JSON.parse(JSON.stringify(first.snapshot()));
        const second = new ProducerTable(stored, limits);
        for (const one of batches.slice(cut)) second.replay(one);
        expect(second.snapshot()).toEqual(full.snapshot());
      }),
    );
  });

  test("every remembered batch is answered as a duplicate of itself", () => {
    fc.assert(
      fc.property(log, (batches) => {
        const table = new ProducerTable(undefined, { ...limits, idleMsMax: 10_000 });
        for (const one of batches) table.replay(one);
        for (const entry of table.snapshot().entries) {
          const last = entry.batches.at(-1);
          if (last === undefined) continue;
          const retry = {
            producerId: entry.producerId,
            producerEpoch: entry.epoch,
            baseSequence: last.firstSequence,
            lastOffsetDelta: last.nextOffset - last.baseOffset - 1,
            maxTimestamp: 0,
          };
          expect(table.check(retry)).toMatchObject({ kind: "duplicate" });
        }
      }),
    );
  });
});
