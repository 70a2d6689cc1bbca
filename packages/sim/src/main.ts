// `npm run sim`: clusters under virtual time and seeded faults; cli/options.ts has what it takes.

import { readFileSync } from "node:fs";
import { UsageError } from "./cli/flags.ts";
import { help, type OneOptions, parseSimCommand } from "./cli/options.ts";
import type { ManyOptions, SimCommand } from "./cli/options.ts";
import { runMany } from "./cli/run-many.ts";
import { runOne } from "./cli/run-one.ts";
import { parseScenario } from "./cli/scenario-file.ts";
import { describeReport } from "./cli/summary.ts";
import { Tally } from "./cli/tally.ts";
import { drawScenario, type Scenario } from "./run/scenario.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const command = parseSimCommand(args, Math.floor(Math.random() * 2 ** 32));
    if (command.mode === "help") {
      process.stdout.write(help);
      return 0;
    }
    const { isClean, json } = await run(command);
    if (command.json) print(JSON.stringify(json));
    return isClean ? 0 : 1;
  } catch (error) {
    process.stderr.write(`sim: ${(error as Error).message}\n`);
    if (!(error instanceof UsageError)) return 1;
    process.stderr.write("`npm run sim -- --help` lists the options.\n");
    return 2;
  }
}

type RunCommand = Exclude<SimCommand, { readonly mode: "help" }>;

interface Ran {
  readonly isClean: boolean;
  /** For `--json`. */
  readonly json: object;
}

function run(command: RunCommand): Promise<Ran> {
  return command.mode === "one" ? one(command.options) : many(command.options);
}

async function one(options: OneOptions): Promise<Ran> {
  const scenario = scenarioOf(options);
  print(`seed ${scenario.seed}`);
  const { result, shrunk } = await runOne(scenario, options, print);
  const tally = new Tally(scenario.seed);
  tally.add(result);
  const { user, system } = process.cpuUsage();
  const report = tally.report((user + system) / 1_000);
  return { isClean: result.violation === null, json: { ...report, hash: result.hash, shrunk } };
}

function scenarioOf({ source }: OneOptions): Scenario {
  if (source.kind === "seed") return drawScenario(source.seed);
  try {
    return parseScenario(readFileSync(source.path, "utf8"));
  } catch (error) {
    const what = (error as Error).message;
    throw new UsageError(`--scenario ${source.path}: ${what}`, { cause: error });
  }
}

async function many(options: ManyOptions): Promise<Ran> {
  print(`first seed ${options.from}`);
  const onProgress = (line: string): void => void process.stderr.write(`${line}\n`);
  const report = await runMany(options, { onProgress });
  print(describeReport(report));
  return { isClean: report.violations.length === 0, json: report };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
