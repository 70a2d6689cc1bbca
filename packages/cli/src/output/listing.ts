import { Option } from "commander";
import type { Context } from "../context.ts";
import { write } from "./byte-sink.ts";
import { type Column, formatTable } from "./table.ts";

export type OutputFormat = "table" | "json" | "jsonl";

/** `-o`, for the commands that list. */
export function outputOption(): Option {
  return new Option("-o, --output <format>", "table, json (one array) or jsonl (an object a line)")
    .choices(["table", "json", "jsonl"])
    .default("table");
}

/** What a command lists: the items for programs, columns over them for people. */
export interface Listing<T> {
  readonly items: readonly T[];
  readonly columns: readonly Column<T>[];
  /** Lines before the table, for people only. */
  readonly heading?: string;
}

export async function printListing<T>(
  { stdout }: Pick<Context, "stdout">,
  format: OutputFormat,
  { items, columns, heading }: Listing<T>,
): Promise<void> {
  if (format === "table") {
    const top = heading === undefined ? "" : `${heading}\n\n`;
    await write(stdout, top + formatTable(columns, items, stdout));
  } else {
    await write(stdout, format === "json" ? jsonArray(items) : jsonLines(items));
  }
}

/** One thing with parts: programs get one object, people several tables. */
export async function printObject(
  { stdout }: Pick<Context, "stdout">,
  format: OutputFormat,
  { object, text }: { readonly object: unknown; readonly text: () => string },
): Promise<void> {
  if (format === "table") await write(stdout, text());
  else if (format === "json") await write(stdout, `${JSON.stringify(object, null, 2)}\n`);
  else await write(stdout, `${JSON.stringify(object)}\n`);
}

function jsonArray(items: readonly unknown[]): string {
  return `${JSON.stringify(items, null, 2)}\n`;
}

function jsonLines(items: readonly unknown[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join("");
}
