import type { Verdict } from "@sordini/sim";
import type { Figures } from "./figures.ts";

/** What the reports of all runs say. */
export interface CommonReport extends Figures {
  readonly sent: number;
  /** Records whose delivery was given up; they may or may not be there. */
  readonly failed: number;
  /** Sentences; empty when all is well. */
  readonly violations: readonly string[];
}

export type Row = readonly [name: string, value: string];

/** A report for people: what all runs count, the rows of this kind of run, and the verdict. */
export function describeRun(report: CommonReport, rows: readonly Row[]): string {
  const { violations } = report;
  const failed = report.failed === 0 ? "" : `, ${report.failed} failed`;
  const common: Row[] = [
    ["acknowledged", `${report.acknowledged} of ${report.sent} sent${failed}`],
    ["read", String(report.read)],
    ["lost", String(report.lost)],
    ["reordered", String(report.reordered)],
    ["duplicated", String(report.duplicated)],
  ];
  return [
    "",
    ...[...common, ...rows].map(([name, value]) => `  ${name.padEnd(16)}${value}`),
    "",
    violations.length === 0 ? "Every promise was kept." : "Promises were broken:",
    ...violations.map((text) => `  ${text}`),
  ].join("\n");
}

/** A run that did not come to its end proves nothing. */
export function violationsOfEnd(outcome: {
  /** Why the faults ended early; null when they did not. */
  readonly stoppedBy: string | null;
  /** Why not everything could be read; null when it could. */
  readonly unreadBecause: string | null;
}): string[] {
  const { stoppedBy, unreadBecause } = outcome;
  const violations: string[] = [];
  if (stoppedBy !== null) violations.push(`the run ended early: ${stoppedBy}`);
  if (unreadBecause !== null) {
    violations.push(`not everything could be read, so losses are not proven: ${unreadBecause}`);
  }
  return violations;
}

export function violationsOfHistory({
  violations,
  violationCount,
  acknowledged,
}: Verdict): string[] {
  const texts = violations.map(({ checker, text }) => `${checker}: ${text}`);
  const more = violationCount - violations.length;
  if (more > 0) texts.push(`and ${more} more`);
  if (acknowledged === 0) texts.push("nothing was acknowledged at all");
  return texts;
}
