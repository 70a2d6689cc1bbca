import { parseArgs } from "node:util";
import { parseMinutes, refuse, UsageError, wholeNumber } from "./flags.ts";

/** A week. */
/** The world's streams take 32 bits of a seed. */
const seedMax = 2 ** 32 - 1;

/** What one run is made of. */
export type Source =
  | { readonly kind: "seed"; readonly seed: number }
  | { readonly kind: "file"; readonly path: string };

export interface OneOptions {
  readonly source: Source;
  /** Null: to the end. */
  readonly steps: number | null;
  /** Prints every event, as it happens. */
  readonly trace: boolean;
  readonly shrink: boolean;
}

export interface ManyOptions {
  readonly from: number;
  /** The last seed; null: as many as there is time for. */
  readonly to: number | null;
  /** Null: as long as the seeds take. */
  readonly minutes: number | null;
  readonly jobs: number;
  /** Runs each seed in two threads and compares. */
  readonly twice: boolean;
}

export type SimCommand = (
  | { readonly mode: "one"; readonly options: OneOptions }
  | { readonly mode: "many"; readonly options: ManyOptions }
  | { readonly mode: "help" }
) & { readonly json: boolean };

export const help = `Runs clusters of the production code under virtual time and seeded faults.

Usage: npm run sim -- --seed N [--steps N] [--trace] [--no-shrink]
       npm run sim -- --scenario FILE [--steps N] [--trace] [--no-shrink]
       npm run sim -- --seeds FROM..TO [--jobs N] [--twice]
       npm run sim -- --minutes M [--seed FIRST] [--jobs N]

One run, with a timeline when it finds something, and the smallest scenario that still does:
  --seed N          what the seed stands for
  --scenario FILE   a scenario as JSON, such as the last line of a run that found something
  --steps N         end after N events
  --trace           print every event, not only the last ones and the faults
  --no-shrink       do not look for a smaller scenario

Many runs, with a summary of what was found and what was tested:
  --seeds FROM..TO  both included
  --minutes M       as many as there is time for, from --seed FIRST on; default: chosen, and printed
  --jobs N          threads that run seeds at the same time; default 2
  --twice           run each seed in two threads: both must do exactly the same

  --json            the last line of stdout is one JSON object with all figures
  -h, --help        print this

Exits with 0 when no invariant was broken, with 1 when one was, and with 2 for a wrong option.

Examples:
  npm run sim -- --seed 13
  npm run sim -- --seeds 1..20000 --jobs 2
  npm run sim -- --seeds 1..500 --twice
  npm run sim -- --minutes 60 --json
`;

/** Throws UsageError. `randomSeed` is the first seed where none is given. */
export function parseSimCommand(args: readonly string[], randomSeed: number): SimCommand {
  const values = parse(args);
  const json = values.json ?? false;
  if (values.help === true) return { mode: "help", json };
  if (values.minutes !== undefined || values.seeds !== undefined) {
    return { mode: "many", options: manyOptions(values, randomSeed), json };
  }
  return { mode: "one", options: oneOptions(values), json };
}

type Values = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: "string" },
        scenario: { type: "string" },
        seeds: { type: "string" },
        minutes: { type: "string" },
        steps: { type: "string" },
        jobs: { type: "string" },
        trace: { type: "boolean" },
        "no-shrink": { type: "boolean" },
        twice: { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function oneOptions(values: Values): OneOptions {
  refuse(values, { names: ["jobs", "twice"], reason: "belongs to --seeds or --minutes" });
  const steps = { option: "--steps", min: 1, max: Number.MAX_SAFE_INTEGER };
  return {
    source: sourceOf(values),
    steps: values.steps === undefined ? null : wholeNumber(values.steps, steps),
    trace: values.trace ?? false,
    shrink: values["no-shrink"] !== true,
  };
}

function sourceOf(values: Values): Source {
  if (values.scenario !== undefined) {
    refuse(values, { names: ["seed"], reason: "does not go together with --scenario" });
    return { kind: "file", path: values.scenario };
  }
  if (values.seed !== undefined) return { kind: "seed", seed: parseSeed("--seed", values.seed) };
  throw new UsageError("expected one of --seed N, --seeds FROM..TO, --minutes M, --scenario FILE");
}

function manyOptions(values: Values, randomSeed: number): ManyOptions {
  const ofOne = ["scenario", "steps", "trace", "no-shrink"] as const;
  refuse(values, { names: ofOne, reason: "belongs to a single run" });
  const jobs = values.jobs ?? "2";
  const common = {
    jobs: wholeNumber(jobs, { option: "--jobs", min: 1, max: 256 }),
    twice: values.twice ?? false,
  };
  if (values.seeds !== undefined) {
    const names = ["seed", "minutes"] as const;
    refuse(values, { names, reason: "does not go together with --seeds" });
    return { ...parseSeeds(values.seeds), minutes: null, ...common };
  }
  refuse(values, { names: ["twice"], reason: "belongs to --seeds" });
  const from = values.seed === undefined ? randomSeed : parseSeed("--seed", values.seed);
  return { from, to: null, minutes: parseMinutes(values.minutes ?? ""), ...common };
}

function parseSeeds(text: string): { readonly from: number; readonly to: number } {
  const [, first, last] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  if (first === undefined || last === undefined) {
    throw new UsageError(`--seeds ${text}: expected FROM..TO, such as 1..1000`);
  }
  const [from, to] = [parseSeed("--seeds", first), parseSeed("--seeds", last)];
  if (from <= to) return { from, to };
  throw new UsageError(`--seeds ${text}: expected the smaller seed first, ${to}..${from}`);
}

function parseSeed(option: string, text: string): number {
  return wholeNumber(text, { option, min: 0, max: seedMax });
}
