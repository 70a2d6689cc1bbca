import { styleText } from "node:util";
import type { Terminal } from "../context.ts";

/** One column of a table over items of type `T`. */
export interface Column<T> {
  readonly title: string;
  readonly value: (item: T) => string | number | null;
  /** Numbers are easier to compare when they end together. */
  readonly align?: "right";
}

const gap = "  ";

/**
 * A table as text: aligned columns, two spaces apart, no lines, so that awk and cut can read it.
 * What is absent is shown as "-": every row has the same number of words. The titles are bold on a
 * terminal.
 */
export function formatTable<T>(
  columns: readonly Column<T>[],
  items: Iterable<T>,
  stream: Terminal,
): string {
  const rows = Array.from(items, (item) => columns.map(({ value }) => cell(value(item))));
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => displayLength(row[index] ?? ""))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, index) => pad(text, { ...columns[index], width: widths[index] ?? 0 }))
      .join(gap);
  const title = line(columns.map((column) => column.title)).trimEnd();
  const lines = [styleText("bold", title, { stream }), ...rows.map((row) => line(row).trimEnd())];
  return `${lines.join("\n")}\n`;
}

function cell(value: string | number | null): string {
  if (value === null || value === "") return "-";
  // A config value may hold anything; a terminal's control codes must not reach the terminal.
  return String(value).replaceAll(/\p{Cc}/gu, "?");
}

function displayLength(text: string): number {
  return Array.from(text).length;
}

function pad(
  text: string,
  { align, width }: { readonly align?: "right"; readonly width: number },
): string {
  const space = " ".repeat(Math.max(0, width - displayLength(text)));
  return align === "right" ? space + text : text + space;
}
