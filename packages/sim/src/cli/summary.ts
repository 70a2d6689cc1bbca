import { missingFrom, type SimReport } from "./tally.ts";

/** From here on everything should have happened at least once. */
export const manySeeds = 200;
const violationsShownMax = 50;

/** What many runs found and what they tested, for people. */
export function describeReport(report: SimReport): string {
  const { seeds, firstSeed, violations, simulatedHours, cpuMinutes, events } = report;
  const missing = seeds >= manySeeds ? missingFrom(report) : [];
  const perMinute = (simulatedHours / cpuMinutes).toFixed(2);
  const shown = violations.slice(0, violationsShownMax);
  const hidden = violations.length - shown.length;
  return [
    `${seeds} seeds from ${firstSeed} on: ${events} events`,
    `${simulatedHours.toFixed(2)} simulated hours in ${cpuMinutes.toFixed(2)} minutes of CPU: ` +
      `${perMinute} hours a minute`,
    "",
    ...table("faults", report.faults),
    "",
    ...table("activity", report.activity),
    ...missing.map((name) => `NEVER HAPPENED: ${name}; these runs have not tested it`),
    "",
    violations.length === 0 ? "no violation" : `VIOLATIONS: ${violations.length}`,
    ...shown.map(({ seed, invariant, text }) => `  --seed ${seed}  ${invariant}: ${oneLine(text)}`),
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
  ].join("\n");
}

function table(title: string, counts: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(counts);
  const width = Math.max(...rows.map(([name]) => name.length));
  return [title, ...rows.map(([name, n]) => `  ${name.padEnd(width)}  ${String(n).padStart(9)}`)];
}

function oneLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
