import type { Verdict } from "@sordini/sim";
import { percentile } from "./figures.ts";
import type { Kill } from "./nemesis.ts";
import type { ChaosOptions } from "./options.ts";
import {
  type CommonReport,
  describeRun,
  violationsOfEnd,
  violationsOfHistory,
} from "./report-text.ts";

export interface ChaosReport extends CommonReport {
  readonly target: ChaosOptions["target"];
  readonly seed: number;
  readonly durability: ChaosOptions["durability"];
  /** Start of the killed processes to full ISRs. */
  readonly rejoinP50Ms: number | null;
  readonly rejoinP99Ms: number | null;
  /** How often the reader that reads along had to begin anew. */
  readonly tailRestarts: number;
  readonly durationMs: number;
  readonly historyPath: string;
}

/** What a run brought, as far as it came. */
export interface ChaosOutcome {
  readonly options: ChaosOptions;
  readonly kills: readonly Kill[];
  readonly startMs: number;
  readonly durationMs: number;
  readonly sent: number;
  readonly failed: number;
  readonly lastFailure: string;
  readonly tailRestarts: number;
  readonly historyPath: string;
  /** Why the kills ended early; null when they did not. */
  readonly stoppedBy: string | null;
  /** Why not everything could be read; null when it could. */
  readonly unreadBecause: string | null;
}

export function reportOf(outcome: ChaosOutcome, verdict: Verdict): ChaosReport {
  const { options, kills, startMs, durationMs, sent, failed, tailRestarts, historyPath } = outcome;
  const { acknowledged, read, lost, reordered, duplicated } = verdict;
  const failovers = kills.map(({ failoverMs }) => failoverMs);
  const rejoins = kills.map(({ rejoinMs }) => rejoinMs);
  return {
    ...{ acknowledged, read, lost, reordered, duplicated, kills: kills.length, startMs },
    failoverP50Ms: percentile(failovers, 0.5),
    failoverP99Ms: percentile(failovers, 0.99),
    rejoinP50Ms: percentile(rejoins, 0.5),
    rejoinP99Ms: percentile(rejoins, 0.99),
    target: options.target,
    seed: options.seed,
    durability: options.durability,
    ...{ sent, failed, tailRestarts, durationMs, historyPath },
    violations: [...violationsOfRun(outcome), ...violationsOfHistory(verdict)],
  };
}

/** A run that did not do what it was to do proves nothing. */
function violationsOfRun(outcome: ChaosOutcome): string[] {
  const { options, kills, failed, lastFailure } = outcome;
  const violations = violationsOfEnd(outcome);
  if (kills.length < options.kills) {
    violations.push(`${kills.length} of ${options.kills} kills were injected and survived`);
  }
  for (const [index, { acknowledgedBefore }] of kills.entries()) {
    if (acknowledgedBefore > 0) continue;
    violations.push(`no progress: nothing was acknowledged before kill ${index + 1}`);
  }
  if (options.target === "controller" && failed > 0) {
    violations.push(`${failed} sends failed, though only controllers died: ${lastFailure}`);
  }
  return violations;
}

/** The report for people. */
export function describeReport(report: ChaosReport): string {
  const ms = (p50: number | null, p99: number | null): string =>
    p50 === null ? "-" : `p50 ${p50} ms, p99 ${p99} ms`;
  return describeRun(report, [
    ["kills", `${report.kills} (${report.target})`],
    ["start", `${report.startMs} ms`],
    ["failover", ms(report.failoverP50Ms, report.failoverP99Ms)],
    ["rejoin", ms(report.rejoinP50Ms, report.rejoinP99Ms)],
    ["history", report.historyPath],
  ]);
}
