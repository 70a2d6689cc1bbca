import { MalformedError } from "@sordini/base";
import { expect, test } from "vitest";
import { controlTypeOf } from "../src/control.ts";
import { iterateRecords, recordBytesOf } from "../src/records.ts";
import { buildBatch, firstBatch } from "./batch-arbitraries.ts";

function controlTypeOfKey(key: string | null): string {
  const text = key === null ? null : Buffer.from(key, "hex").toString();
  const bytes = buildBatch([{ timestamp: 1, key: text, value: "", headers: [] }]);
  const batch = firstBatch(bytes);
  const [record] = [...iterateRecords(recordBytesOf(bytes, batch), batch.header)];
  if (record === undefined) throw new Error("no record");
  return controlTypeOf(record);
}

test.each([
  ["00000000", "abort"],
  ["00000001", "commit"],
  ["00010001", "commit"], // a later version may append fields, not change these two
  ["0001000100000007", "commit"],
  ["00000002", "other"], // leader change, in Kafka's Raft log
  ["0000007f", "other"],
])("key %s is %s", (key, expected) => {
  expect(controlTypeOfKey(key)).toBe(expected);
});

test("a control record without a whole key is malformed", () => {
  expect(() => controlTypeOfKey(null)).toThrow("has no key");
  expect(() => controlTypeOfKey("000000")).toThrow(MalformedError);
});
