import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { Recorder, runIn } from "../support/console.ts";
import { FakeClient, type FakeParts } from "../support/fake-client.ts";

const batches = [
  [
    { offset: 0, key: "SFO", value: "a" },
    { offset: 1, key: "OAK", value: "b" },
  ],
  [{ partition: 1, offset: 0, key: null, value: "c" }],
];

async function consume(options: readonly string[], parts: FakeParts = { batches }) {
  const client = new FakeClient(parts);
  const ran = await runIn({ client }, ["consume", "flights", ...options]);
  return { ...ran, consumerOptions: client.consumerOptions, sources: client.sources };
}

describe("sordini consume", () => {
  test("prints values, a line each, from the start", async () => {
    const { stdout, stderr, exitCode, consumerOptions, sources } = await consume([]);
    expect([stdout, stderr, exitCode]).toEqual(["a\nb\nc\n", "", 0]);
    expect(consumerOptions).toEqual({ from: "earliest", stopAtEnd: false });
    expect(sources).toEqual(["flights"]);
  });

  test("prints by a format, or as JSON, but not both", async () => {
    const formatted = await consume(["-f", "%p %o %k %v\\n"]);
    expect(formatted.stdout).toBe("0 0 SFO a\n0 1 OAK b\n1 0  c\n");
    const { stdout } = await consume(["-o", "jsonl", "-n", "1"]);
    expect(JSON.parse(stdout)).toMatchObject({ offset: 0, key: "SFO", value: "a" });
    const both = await consume(["-o", "jsonl", "-f", "%v"]);
    expect(both.exitCode).toBe(2);
    expect(both.stderr).toContain("cannot be used with option");
  });

  test("passes on where to read", async () => {
    const options = ["--from", "@-1h", "--exit-at-end", "-p", "1", "-p", "0"];
    const { consumerOptions, sources } = await consume(options);
    const timestampMs = Date.parse("2026-11-01T11:00:00Z");
    expect(consumerOptions).toEqual({ from: { timestampMs }, stopAtEnd: true });
    expect(sources).toEqual([
      { topic: "flights", partition: 1 },
      { topic: "flights", partition: 0 },
    ]);
  });

  test.each([1, 2])("ends after -n %i records, although more may come", async (count) => {
    const parts = { batches, waitsForMore: true };
    const { stdout, exitCode } = await consume(["-n", String(count)], parts);
    expect([stdout, exitCode]).toEqual(["a\nb\n".slice(0, count * 2), 0]);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])("ends quietly at %s", async (signal, expected) => {
    const signals = new EventEmitter();
    const stdout = new Recorder();
    const client = new FakeClient({ batches, waitsForMore: true });
    const running = runIn({ client, signals, stdout }, ["consume", "flights"]);
    await expect.poll(() => stdout.text).toBe("a\nb\nc\n");
    signals.emit(signal, signal);
    const { exitCode, stderr } = await running;
    expect([exitCode, stderr]).toEqual([expected, ""]);
    expect(signals.listenerCount(signal)).toBe(0);
    expect(client.isClosed).toBe(true);
  });

  test("ends quietly when the reader of its output has gone", async () => {
    const stdout = new Recorder();
    stdout.failure = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    const client = new FakeClient({ batches, waitsForMore: true });
    const { exitCode, stderr } = await runIn({ client, stdout }, ["consume", "flights"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
  });

  test.each([
    [["--from", "beginning"], "Expected start, end, an offset, or @TIME"],
    [["-n", "0"], "Expected a whole number, 1 or more."],
    [["-p", "x"], "Expected a whole number, 0 or more."],
    [["-f", "%q"], "Unknown token %q; known are %t topic"],
  ])("%j is a usage error", async (options, message) => {
    const { exitCode, stderr } = await consume(options);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
