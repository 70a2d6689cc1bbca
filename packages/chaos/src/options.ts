import { parseArgs } from "node:util";

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

export interface ChaosCommand extends ChaosOptions {
  readonly json: boolean;
  readonly help: boolean;
}

export const help = `Kills the nodes of a real cluster under load, and proves that nothing was lost.

Usage: npm run chaos -- [options]

Options:
  --kills N         how many kills (SIGKILL) and restarts; default 10
  --target WHOM     leader      of a partition chosen at random
                    follower    in the ISR of a partition chosen at random
                    controller  the active one
                    random      any node (default)
                    all         the whole cluster at once
  --rate R          records sent a second, acks=all; default 1000
  --seed S          makes the same choices again; default: chosen, and printed
  --page-cache      sordini.log.durability=page-cache; default fsync
  --history FILE    keep every send, acknowledgement, failure, read and fault there
  --json            the last line of stdout is one JSON object with all figures
  -h, --help        print this

Exits with 0 when every acknowledged record was read again in order, with 1 when not, when there was
no progress or no fault, and with 2 for a wrong option.

Examples:
  npm run chaos -- --kills 50 --target random --rate 2000
  npm run chaos -- --kills 10 --target all --json
`;

/** The message says which option is wrong and what would be right. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Throws UsageError. */
export function parseChaosCommand(args: readonly string[]): ChaosCommand {
  const values = parse(args);
  const target = values.target ?? "random";
  if (!isTarget(target)) {
    throw new UsageError(`--target ${target}: expected one of ${targets.join(", ")}`);
  }
  const seed = Math.floor(Math.random() * 2 ** 32);
  const { kills, rate } = values;
  return {
    kills: wholeNumber(kills, { option: "--kills", fallback: 10, min: 1, max: 1_000_000 }),
    target,
    recordsPerSecond: wholeNumber(rate, { option: "--rate", fallback: 1000, min: 1, max: 1e6 }),
    seed: wholeNumber(values.seed, { option: "--seed", fallback: seed, min: 0, max: 2 ** 48 }),
    durability: values["page-cache"] === true ? "page-cache" : "fsync",
    historyPath: values.history ?? null,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
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

function isTarget(text: string): text is Target {
  return (targets as readonly string[]).includes(text);
}

interface NumberOption {
  readonly option: string;
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

function wholeNumber(text: string | undefined, rule: NumberOption): number {
  const { option, fallback, min, max } = rule;
  if (text === undefined) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UsageError(`${option} ${text}: expected a whole number from ${min} to ${max}`);
}
