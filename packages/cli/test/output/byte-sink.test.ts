import { describe, expect, test } from "vitest";
import { Exit, UserError } from "../../src/errors.ts";
import { ByteSink } from "../../src/output/byte-sink.ts";
import { Recorder } from "../support/console.ts";

describe("a byte sink", () => {
  test("gathers small pieces into one write, in order", async () => {
    const output = new Recorder();
    const sink = new ByteSink(output);
    for (let i = 0; i < 1000; i++) {
      sink.text(`${i} ü`);
      sink.bytes(Buffer.from("\n"));
    }
    expect(output.pieces).toEqual([]);
    await sink.flush();
    expect(output.pieces).toHaveLength(1);
    expect(output.text).toBe(Array.from({ length: 1000 }, (_, i) => `${i} ü\n`).join(""));
  });

  test("takes pieces that are larger than its buffer, and says that it is full", async () => {
    const output = new Recorder();
    const sink = new ByteSink(output);
    const large = "ü".repeat(300_000);
    sink.text("a");
    expect(sink.isFull).toBe(false);
    sink.text(large);
    expect(sink.isFull).toBe(true);
    await sink.flush();
    expect(sink.isFull).toBe(false);
    expect(output.text).toBe(`a${large}`);
  });

  test("does not change what the stream still holds", async () => {
    const output = new Recorder();
    const sink = new ByteSink(output);
    sink.text("first");
    await sink.flush();
    sink.text("second");
    await sink.flush();
    expect(output.pieces.map(String)).toEqual(["first", "second"]);
  });

  test("ends quietly when the reader has gone, with an error on a full disk", async () => {
    for (const [code, expected] of [
      ["EPIPE", Exit],
      ["ENOSPC", UserError],
    ] as const) {
      const output = new Recorder();
      output.on("error", () => undefined);
      output.failure = Object.assign(new Error(`write ${code}`), { code });
      const sink = new ByteSink(output);
      sink.text("a");
      await expect(sink.flush()).rejects.toBeInstanceOf(expected);
    }
  });
});
