import { describe, expect, test } from "vitest";
import {
  acknowledgements,
  bootstrapAddresses,
  collected,
  setting,
  startPosition,
  wholeNumber,
} from "../src/arguments.ts";

describe("whole numbers", () => {
  const partition = wholeNumber(0, 10);

  test.each([
    ["0", 0],
    ["10", 10],
    ["007", 7],
  ])("%s", (text, expected) => {
    expect(partition(text)).toBe(expected);
  });

  test.each(["", "-1", "11", "1.5", "1e1", "0x1", "ten", " 1", "99999999999999999999"])(
    "%j is refused",
    (text) => {
      expect(() => partition(text)).toThrow("Expected a whole number, from 0 to 10.");
    },
  );
});

describe("addresses", () => {
  test.each(["127.0.0.1:9092", "a:1,b:2", "[::1]:9092", "broker-1.example.org:65535"])(
    "%s",
    (text) => {
      expect(bootstrapAddresses(text)).toBe(text);
    },
  );

  test.each(["", "localhost", "localhost:", "a:0", "a:65536", "a:1,", "http://a:1", ":9092"])(
    "%j is refused",
    (text) => {
      expect(() => bootstrapAddresses(text)).toThrow("Expected HOST:PORT");
    },
  );
});

describe("where to start", () => {
  const noon = Date.parse("2026-11-01T12:00:00Z");
  const parse = startPosition(() => noon);

  test.each([
    ["start", "earliest"],
    ["end", "latest"],
    ["0", 0],
    ["42", 42],
    ["@1700000000000", { timestampMs: 1_700_000_000_000 }],
    ["@2026-11-01T12:00Z", { timestampMs: noon }],
    ["@2026-11-01T13:00:00.5+01:00", { timestampMs: noon + 500 }],
    ["@2026-11-01", { timestampMs: noon - 12 * 3_600_000 }],
    ["@-30s", { timestampMs: noon - 30_000 }],
    ["@-1h", { timestampMs: noon - 3_600_000 }],
    ["@-2d", { timestampMs: noon - 2 * 86_400_000 }],
  ])("%s", (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  test.each(["", "beginning", "-1", "1.5", "@", "@yesterday", "@2026-13-01", "@-1y", "@1h"])(
    "%j is refused",
    (text) => {
      expect(() => parse(text)).toThrow(/^Expected (start, end|a time after @)/);
    },
  );
});

test("acks are all, 1 or 0", () => {
  expect(["all", "-1", "1", "0"].map(acknowledgements)).toEqual(["all", "all", 1, 0]);
  for (const text of ["2", "3", "", "ALL", "one"]) {
    expect(() => acknowledgements(text)).toThrow("Expected all (every in-sync replica)");
  }
});

test("settings are split at the first equals sign", () => {
  expect(setting("a=b=c")).toEqual(["a", "b=c"]);
  expect(setting("a=")).toEqual(["a", ""]);
  for (const text of ["", "a", "=b"]) expect(() => setting(text)).toThrow("Expected KEY=VALUE.");
});

test("repeated options are collected in order", () => {
  const collect = collected(wholeNumber(0));
  expect(collect("2", collect("1", undefined))).toEqual([1, 2]);
});
