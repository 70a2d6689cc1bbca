import { describe, expect, test } from "vitest";
import { type Column, formatTable } from "../../src/output/table.ts";
import { Recorder } from "../support/console.ts";

interface Item {
  readonly name: string;
  readonly size: number | null;
}

const columns: readonly Column<Item>[] = [
  { title: "NAME", value: ({ name }) => name },
  { title: "SIZE", value: ({ size }) => size, align: "right" },
  { title: "AGAIN", value: ({ name }) => name },
];

function table(...items: Item[]): readonly string[] {
  return formatTable(columns, items, new Recorder()).split("\n");
}

describe("a table", () => {
  test("aligns text left and numbers right, without spaces at the end of a line", () => {
    expect(table({ name: "a", size: 1 }, { name: "longer", size: 12_345 })).toEqual([
      "NAME     SIZE  AGAIN",
      "a           1  a",
      "longer  12345  longer",
      "",
    ]);
  });

  test("has the same number of words in every line", () => {
    const words = table({ name: "", size: null }).map((line) => line.split(/\s+/).length);
    expect(words).toEqual([3, 3, 1]);
  });

  test("without items has its titles", () => {
    expect(table()).toEqual(["NAME  SIZE  AGAIN", ""]);
  });

  test("never passes control codes on, and counts characters, not UTF-16 units", () => {
    expect(table({ name: "\u001b[31m😀", size: 1 }).at(1)).toBe("?[31m😀     1  ?[31m😀");
  });

  test("is bold on a terminal only", () => {
    const terminal = Object.assign(new Recorder(), { isTTY: true, getColorDepth: () => 8 });
    expect(formatTable(columns, [], terminal)).toContain("\u001b[1mNAME");
    expect(formatTable(columns, [], new Recorder())).not.toContain("\u001b");
    const monochrome = Object.assign(new Recorder(), { isTTY: true, getColorDepth: () => 1 });
    expect(formatTable(columns, [], monochrome)).not.toContain("\u001b"); // what NO_COLOR does
  });
});
