// `npm run bench`: see options.ts for what it takes, catalog.ts for what it measures.

import "./tune-client.ts";
import os from "node:os";
import { type Calibration, calibrate, describeCalibration } from "./calibration.ts";
import { benchmarks } from "./catalog.ts";
import { rounded } from "./latency.ts";
import { chooseByName, help, parseBenchOptions, UsageError } from "./options.ts";
import { OthersMeter } from "./processes.ts";
import type { Benchmark, Row } from "./row.ts";
import { tableOf } from "./table.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseBenchOptions(args);
    const chosen = chooseByName(benchmarks, options.only);
    if (options.help || options.list) {
      print(options.help ? help : chosen.map(({ name }) => name).join("\n"));
      return 0;
    }
    const calibration = await calibrate();
    const rows = await measureAll(chosen, options.scale);
    const isForPeople = process.stdout.isTTY && !options.json;
    const report = `${tableOf(rows)}\n${describeCalibration(calibration)}\n`;
    (isForPeople ? process.stdout : process.stderr).write(report);
    if (options.json) print(JSON.stringify({ rows, calibration } satisfies Result));
    return rows.length === chosen.length ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`bench: ${error.message}\n`);
    process.stderr.write("`npm run bench -- --help` lists the options.\n");
    return 2;
  }
}

interface Result {
  readonly rows: readonly Row[];
  readonly calibration: Calibration;
}

/** One row after the other; one that fails is told of and left out. */
async function measureAll(chosen: readonly Benchmark[], scale: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { name, run } of chosen) {
    const loadAverage = os.loadavg()[0] ?? 0;
    const others = new OthersMeter();
    try {
      const measured = { ...(await run(scale)), loadAverage, othersCores: others.cores() };
      const figures = Object.entries(measured).map(([key, value]) => [
        key,
        typeof value === "number" ? rounded(value) : value,
      ]);
      const row: Row = { name, ...Object.fromEntries(figures) };
      rows.push(row);
      print(JSON.stringify(row));
    } catch (error) {
      process.stderr.write(`bench: ${name}: ${(error as Error).message}\n`);
    }
  }
  return rows;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
