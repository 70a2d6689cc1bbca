// `npm run chaos`: real processes, hurt under load; see options.ts for what it takes.

import { runChaos } from "./chaos-run.ts";
import { LiveView } from "./live-view.ts";
import { UsageError } from "@sordini/sim";
import { type ChaosCommand, help, parseChaosCommand } from "./options.ts";
import { describeReport } from "./report.ts";
import { describeTimedReport } from "./timed/timed-report.ts";
import { runTimed } from "./timed/timed-run.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const command = parseChaosCommand(args);
    if (command.help) {
      process.stdout.write(help);
      return 0;
    }
    const { report, description } = await run(command, new LiveView(process.stdout));
    process.stdout.write(`${description}\n`);
    if (command.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.violations.length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`chaos: ${(error as Error).message}\n`);
    if (!(error instanceof UsageError)) return 1;
    process.stderr.write("`npm run chaos -- --help` lists the options.\n");
    return 2;
  }
}

async function run(command: ChaosCommand, view: LiveView) {
  if (command.mode === "timed") {
    const report = await runTimed(command.options, view);
    return { report, description: describeTimedReport(report) };
  }
  const report = await runChaos(command.options, view);
  return { report, description: describeReport(report) };
}
