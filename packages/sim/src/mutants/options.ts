import { parseArgs } from "node:util";
import { UsageError } from "../cli/flags.ts";
import type { Mutant } from "./mutant.ts";

export interface MutantsOptions {
  /** Empty for all. */
  readonly only: readonly string[];
  readonly seedsMax: number;
  readonly jobs: number;
  readonly json: boolean;
  readonly list: boolean;
  readonly help: boolean;
}

export const help = `Plants bugs into the product and runs the simulator until it finds them.

Usage: npm run sim:mutants -- [options]

Options:
  --only NAME[,NAME]  these bugs only; may be given more than once
  --seeds-max N       a bug that N seeds do not show has survived; default 5000
  --jobs N            threads that run seeds at the same time; default 2
  --json              the last line of stdout is one JSON object with all that was found
  --list              print the bugs and what they break
  -h, --help          print this

A seed counts as proof only when it fails with the bug and passes without. Exits with 0 when every
bug was caught and the code as it is failed on none of these seeds, with 1 when not, with 2 for a
wrong option.
`;

/** Throws UsageError. */
export function parseMutantsOptions(args: readonly string[]): MutantsOptions {
  const values = parse(args);
  return {
    only: (values.only ?? []).flatMap((names) => names.split(",")).filter((name) => name !== ""),
    seedsMax: countOf(values["seeds-max"], { option: "--seeds-max", fallback: 5000 }),
    jobs: countOf(values.jobs, { option: "--jobs", fallback: 2 }),
    json: values.json ?? false,
    list: values.list ?? false,
    help: values.help ?? false,
  };
}

/** The chosen ones of `all`, in their order. Throws UsageError for a name that is none of them. */
export function chooseMutants(all: readonly Mutant[], only: readonly string[]): readonly Mutant[] {
  if (only.length === 0) return all;
  const unknown = only.find((name) => !all.some((mutant) => mutant.name === name));
  if (unknown === undefined) return all.filter(({ name }) => only.includes(name));
  throw new UsageError(`--only ${unknown}: there is no such bug, see --list`);
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: "string", multiple: true },
        "seeds-max": { type: "string" },
        jobs: { type: "string" },
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

function countOf(
  text: string | undefined,
  { option, fallback }: { readonly option: string; readonly fallback: number },
): number {
  if (text === undefined) return fallback;
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && Number.isSafeInteger(count)) return count;
  throw new UsageError(`${option} ${text}: expected a whole number from 1 on`);
}
