import { parseArgs } from "node:util";
import { type NumberRule, parseMinutes, refuse, UsageError, wholeNumber } from "@sordini/sim";
import { faultKinds, faultNames } from "./faults/catalogue.ts";

export const targets = ["leader", "follower", "controller", "random", "all"] as const;
/** Which node a kill hits; `all` takes the whole cluster at once. */
export type Target = (typeof targets)[number];

export interface ChaosOptions {
  readonly kills: number;
  readonly target: Target;
  readonly recordsPerSecond: number;
  readonly seed: number;
  readonly durability: "fsync" | "page-cache";
  /** Null: in a folder of the run. */
  readonly historyPath: string | null;
}

/** A run by the clock, with faults that overlap. */
export interface TimedOptions {
  readonly minutes: number;
  /** Names of the catalogue; none: a healthy cluster is watched. */
  readonly faults: readonly string[];
  readonly recordsPerSecond: number;
  readonly seed: number;
  readonly durability: "fsync" | "page-cache";
  /** Null: in a folder of the run. */
  readonly historyPath: string | null;
  /** Null: in a folder of the run. */
  readonly reportPath: string | null;
}

export type ChaosCommand = (
  | { readonly mode: "kills"; readonly options: ChaosOptions }
  | { readonly mode: "timed"; readonly options: TimedOptions }
) & { readonly json: boolean; readonly help: boolean };

export const help = `Hurts a real cluster under load, and proves that nothing was lost.

Usage: npm run chaos -- --minutes M [--faults LIST] [options]
       npm run chaos -- --kills N [--target WHOM] [options]

By the clock, with faults that overlap:
  --minutes M       how long; 0.5 is half a minute
  --faults LIST     separated by commas, "all" or "none"; default kill,pause,partition
${faultKinds.map(({ name, what }) => `                    ${name.padEnd(16)} ${what}`).join("\n")}
  --report FILE     the timeline as an HTML page; default: in the folder of the run

Kill by kill, each with its full recovery:
  --kills N         how many kills (SIGKILL) and restarts; default 10
  --target WHOM     leader      of a partition chosen at random
                    follower    in the ISR of a partition chosen at random
                    controller  the active one
                    random      any node (default)
                    all         the whole cluster at once

Options of both:
  --rate R          records sent a second, acks=all; default 1000
  --seed S          makes the same choices again; default: chosen, and printed
  --page-cache      sordini.log.durability=page-cache; default fsync
  --history FILE    keep every send, acknowledgement, failure, read and fault there
  --json            the last line of stdout is one JSON object with all figures
  -h, --help        print this

Exits with 0 when every acknowledged record was read again in order, with 1 when not, when there was
no progress or a fault did not happen, and with 2 for a wrong option.

Examples:
  npm run chaos -- --minutes 20 --seed 1
  npm run chaos -- --minutes 3 --faults power-loss,pause,partition
  npm run chaos -- --minutes 5 --faults none
  npm run chaos -- --kills 50 --target random --rate 2000
`;

/** Throws UsageError. */
export function parseChaosCommand(args: readonly string[]): ChaosCommand {
  const values = parse(args);
  const seed = Math.floor(Math.random() * 2 ** 32);
  const common = {
    recordsPerSecond: numberOr(values.rate, { option: "--rate", fallback: 1000, ...upTo(1e6) }),
    seed: numberOr(values.seed, { option: "--seed", fallback: seed, min: 0, max: 2 ** 48 }),
    durability: values["page-cache"] === true ? ("page-cache" as const) : ("fsync" as const),
    historyPath: values.history ?? null,
  };
  const flags = { json: values.json ?? false, help: values.help ?? false };
  if (values.minutes === undefined) {
    refuse(values, { names: ["faults", "report"], reason: "belongs to --minutes" });
    return { mode: "kills", options: { ...common, ...killOptions(values) }, ...flags };
  }
  refuse(values, { names: ["kills", "target"], reason: "does not go together with --minutes" });
  const options = {
    minutes: parseMinutes(values.minutes),
    faults: parseFaults(values.faults ?? "kill,pause,partition"),
    reportPath: values.report ?? null,
  };
  return { mode: "timed", options: { ...common, ...options }, ...flags };
}

type Values = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        minutes: { type: "string" },
        faults: { type: "string" },
        report: { type: "string" },
        kills: { type: "string" },
        target: { type: "string" },
        rate: { type: "string" },
        seed: { type: "string" },
        history: { type: "string" },
        "page-cache": { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function killOptions(values: Values): Pick<ChaosOptions, "kills" | "target"> {
  const target = values.target ?? "random";
  if (!isTarget(target)) {
    throw new UsageError(`--target ${target}: expected one of ${targets.join(", ")}`);
  }
  const kills = numberOr(values.kills, { option: "--kills", fallback: 10, ...upTo(1e6) });
  return { kills, target };
}

function parseFaults(text: string): readonly string[] {
  if (text === "none") return [];
  if (text === "all") return faultNames;
  const names = [...new Set(text.split(","))];
  const unknown = names.find((name) => !faultNames.includes(name));
  if (unknown === undefined) return names;
  const allowed = [...faultNames, "all", "none"].join(", ");
  throw new UsageError(`--faults ${text}: there is no "${unknown}", only ${allowed}`);
}

function isTarget(text: string): text is Target {
  return (targets as readonly string[]).includes(text);
}

function upTo(max: number): { readonly min: number; readonly max: number } {
  return { min: 1, max };
}

interface NumberOption extends NumberRule {
  readonly fallback: number;
}

function numberOr(text: string | undefined, rule: NumberOption): number {
  return text === undefined ? rule.fallback : wholeNumber(text, rule);
}
