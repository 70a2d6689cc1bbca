import { describe, expect, test } from "vitest";
import { ByteSink } from "../../src/output/byte-sink.ts";
import { compileFormat } from "../../src/output/record-format.ts";
import { writeJsonLine } from "../../src/output/record-json.ts";
import { Recorder } from "../support/console.ts";
import { type FakeRecord, recordOf } from "../support/fake-client.ts";

const record: FakeRecord = {
  partition: 2,
  offset: 7,
  key: "SFO",
  value: "ü!",
  headers: [
    ["trace", "1"],
    ["trace", null],
  ],
};

async function format(template: string, fake: FakeRecord = record): Promise<Buffer> {
  const output = new Recorder();
  const sink = new ByteSink(output);
  compileFormat(template)(recordOf(fake), sink);
  await sink.flush();
  return Buffer.concat(output.pieces);
}

describe("a format string", () => {
  test.each([
    ["%t %p %o %k %v", "flights 2 7 SFO ü!"],
    ["%s|%S|%K", "ü!|3|3"],
    ["%T", "1700000000007"],
    ["%h", "trace=1,trace="],
    ["100%% of %k", "100% of SFO"],
    ["%k\\t%v\\n", "SFO\tü!\n"],
    ["\\x41\\\\n", "A\\n"],
    ["", ""],
    ["plain", "plain"],
  ])("%s", async (template, expected) => {
    expect((await format(template)).toString()).toBe(expected);
  });

  test("writes nothing for null, whose length is -1", async () => {
    expect((await format("[%k|%v|%K|%S]", { offset: 0 })).toString()).toBe("[||-1|-1]");
  });

  test("keeps bytes that are no text", async () => {
    const value = Uint8Array.of(0xff, 0x00, 0x80);
    expect(await format("%v", { offset: 0, value })).toEqual(Buffer.from(value));
  });

  test.each([
    ["%x", "Unknown token %x; known are %t topic;"],
    ["%", "Unknown token %;"],
    ["\\q", "Unknown escape \\q;"],
    ["a\\", "Unknown escape \\;"],
  ])("%s is refused with what is known", (template, message) => {
    expect(() => compileFormat(template)).toThrow(message);
  });
});

describe("a record as JSON", () => {
  async function json(fake: FakeRecord): Promise<unknown> {
    const output = new Recorder();
    const sink = new ByteSink(output);
    writeJsonLine(recordOf(fake), sink);
    await sink.flush();
    expect(output.text.indexOf("\n")).toBe(output.text.length - 1);
    return JSON.parse(output.text);
  }

  test("has its place, its time, and text as text", async () => {
    expect(await json(record)).toEqual({
      topic: "flights",
      partition: 2,
      offset: 7,
      timestampMs: 1_700_000_000_007,
      key: "SFO",
      value: "ü!",
      headers: [
        { name: "trace", value: "1" },
        { name: "trace", value: null },
      ],
    });
  });

  test("says null for null and base64 for what is no text", async () => {
    const value = Uint8Array.of(0xff);
    expect(await json({ offset: 0, value })).toMatchObject({ key: null, valueBase64: "/w==" });
  });

  test("keeps a byte order mark", async () => {
    expect(await json({ offset: 0, value: "\uFEFFa" })).toMatchObject({ value: "\uFEFFa" });
  });
});
