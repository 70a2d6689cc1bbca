import { parseArgs } from "node:util";

export interface BenchOptions {
  /** Names, or parts of names, of the rows to measure; empty for all. */
  readonly only: readonly string[];
  /** Share of the full amount of work. */
  readonly scale: number;
  readonly json: boolean;
  readonly list: boolean;
  readonly help: boolean;
}

export const quickScale = 1 / 3;

export const help = `Measures a cluster on this machine: three server processes, one client process.

Usage: npm run bench [-- options]

Options:
  --only NAME    this row only, or all rows with NAME in their name; may be given more than once
  --quick        a third of the work
  --scale SHARE  another share of the work, above 0 to 10; default 1
  --json         the last line of stdout is one JSON object: rows and calibration
  --list         print the names of the rows
  -h, --help     print this

Every finished row is a JSON line on stdout; a table follows at the end. Exits with 1 when a row
could not be measured, with 2 for a wrong option.

Examples:
  npm run bench -- --quick
  npm run bench -- --only "rf3 acks=all 1KiB fsync" --json
`;

/** The message says which option is wrong and what would be right. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Throws UsageError. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const values = parse(args);
  return {
    only: values.only ?? [],
    scale: scaleOf(values.scale, values.quick === true),
    json: values.json ?? false,
    list: values.list ?? false,
    help: values.help ?? false,
  };
}

/** The chosen ones of `all`, in their order. A full name means that one only. Throws UsageError. */
export function chooseByName<T extends { readonly name: string }>(
  all: readonly T[],
  only: readonly string[],
): readonly T[] {
  if (only.length === 0) return all;
  const chosen = new Set<T>();
  for (const wanted of only) {
    const exact = all.filter(({ name }) => name === wanted);
    const found = exact.length > 0 ? exact : all.filter(({ name }) => name.includes(wanted));
    if (found.length === 0) {
      const names = all.map(({ name }) => `\n  ${name}`).join("");
      throw new UsageError(`--only ${wanted}: no row has that in its name; there are${names}`);
    }
    for (const each of found) chosen.add(each);
  }
  return all.filter((each) => chosen.has(each));
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: "string", multiple: true },
        quick: { type: "boolean" },
        scale: { type: "string" },
        json: { type: "boolean" },
        list: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function scaleOf(text: string | undefined, isQuick: boolean): number {
  if (text === undefined) return isQuick ? quickScale : 1;
  if (isQuick) throw new UsageError("--quick and --scale: give one of them");
  const scale = Number(text);
  if (text.trim() !== "" && scale > 0 && scale <= 10) return scale;
  throw new UsageError(`--scale ${text}: expected a number above 0, at most 10`);
}
