import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lineGroups } from "../src/lines.ts";

async function* chunksOf(pieces: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

async function linesOf(pieces: readonly string[], bytesMax?: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const group of lineGroups(chunksOf(pieces), bytesMax)) {
    lines.push(...group.map((line) => Buffer.from(line).toString()));
  }
  return lines;
}

test("a last line without an end counts, an end without a line does not", async () => {
  expect(await linesOf([])).toEqual([]);
  expect(await linesOf(["a\nb"])).toEqual(["a", "b"]);
  expect(await linesOf(["a\nb\n"])).toEqual(["a", "b"]);
  expect(await linesOf(["\n\n"])).toEqual(["", ""]);
});

test("carriage returns are bytes like others: what is produced comes back the same", async () => {
  expect(await linesOf(["a\r\n"])).toEqual(["a\r"]);
});

test("law: however the input is cut, the lines are the same", async () => {
  const pieces = fc.array(fc.stringMatching(/^[a\n]{0,6}$/), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(pieces, async (cut) => {
      const whole = cut.join("");
      const expected = whole.split("\n");
      if (expected.at(-1) === "") expected.pop();
      expect(await linesOf(cut.filter((piece) => piece !== ""))).toEqual(expected);
    }),
  );
});

test("an endless line is refused before it fills the memory", async () => {
  const endless = Array.from({ length: 100 }, () => "aaaa");
  await expect(linesOf(["first\n", ...endless], 40)).rejects.toThrow(
    "line 2 of the input is longer than 40 bytes",
  );
});
