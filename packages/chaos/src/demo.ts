// `npm run demo`: three processes, 20,000 flights, one `kill -9`, nothing lost.

import { parseArgs } from "node:util";
import { type DemoReport, runDemo } from "./demo-run.ts";
import { LiveView } from "./live-view.ts";

const help = `Sends 20,000 flights to three processes, kills a leader half-way, compares them all.

Usage: npm run demo [-- --json]

  --json      the last line of stdout is one JSON object with all figures
  -h, --help  print this

Exits with 0 when every flight was read back as it was sent, with 1 when not.
`;

const sentencesMax = 20;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const values = parse(args);
  if (values === null) return 2;
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  try {
    const report = await runDemo(new LiveView(process.stdout));
    process.stdout.write(`${describe(report)}\n`);
    if (values.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.violations.length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`demo: ${(error as Error).message}\n`);
    return 1;
  }
}

function parse(args: readonly string[]) {
  try {
    const options = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    process.stderr.write(`demo: ${(error as Error).message}\n\n${help}`);
    return null;
  }
}

function describe(report: DemoReport): string {
  const { violations } = report;
  const row = (name: string, value: number | string): string => `  ${name.padEnd(14)}${value}`;
  const isWell = violations.length === 0;
  return [
    "",
    row("acknowledged", `${report.acknowledged} of ${report.flights} flights`),
    row("read", report.read),
    row("lost", report.lost),
    row("reordered", report.reordered),
    row("duplicated", report.duplicated),
    row("different", report.different),
    row("start", `${report.startMs} ms`),
    row("failover", `${report.failoverP50Ms} ms`),
    "",
    isWell ? "Every flight is there, field by field." : "Promises were broken:",
    ...violations.slice(0, sentencesMax).map((text) => `  ${text}`),
    ...(violations.length > sentencesMax ? [`  and ${violations.length - sentencesMax} more`] : []),
  ].join("\n");
}
