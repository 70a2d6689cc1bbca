import type { Verdict } from "@sordini/sim";
import { percentile } from "../figures.ts";
import type { TimedOptions } from "../options.ts";
import {
  type CommonReport,
  describeRun,
  type Row,
  violationsOfEnd,
  violationsOfHistory,
} from "../report-text.ts";
import type { Convergence } from "./convergence.ts";
import type { RateSecond } from "./delivery-rate.ts";
import type { EpisodeOutcome, FaultSpan } from "./episodes.ts";
import type { CalmChange, Reign } from "./leader-watch.ts";
import type { Skipped } from "./requirements.ts";

/** What a run by the clock brought, as far as it came. */
export interface TimedOutcome {
  readonly options: TimedOptions;
  readonly skipped: readonly Skipped[];
  readonly episodes: readonly EpisodeOutcome[];
  /** Calm phases in which nothing was acknowledged. */
  readonly idlePhases: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly sent: number;
  readonly failed: number;
  readonly lastFailure: string;
  readonly tailRestarts: number;
  readonly calmMs: number;
  readonly calmChanges: readonly CalmChange[];
  readonly leaders: ReadonlyMap<number, readonly Reign[]>;
  readonly controllers: readonly Reign[];
  readonly seconds: readonly RateSecond[];
  /** Null when the run did not come that far. */
  readonly convergence: Convergence | null;
  readonly historyPath: string;
  readonly reportPath: string;
  /** Why the faults ended early; null when they did not. */
  readonly stoppedBy: string | null;
  /** Why not everything could be read; null when it could. */
  readonly unreadBecause: string | null;
}

/** Times in milliseconds, of the faults of one kind or of one combination. */
export interface RecoveryFigures {
  readonly count: number;
  /** Fault to the next acknowledged record, on the affected partition where it took longest. */
  readonly sinceFaultP50Ms: number | null;
  readonly sinceFaultP99Ms: number | null;
  /** Healing to the next acknowledged record, on the partition where it took longest. */
  readonly sinceHealP50Ms: number | null;
  readonly sinceHealP99Ms: number | null;
}

export interface TimedReport extends CommonReport {
  readonly seed: number;
  readonly minutes: number;
  readonly durability: TimedOptions["durability"];
  /** How often each fault happened. */
  readonly faults: Readonly<Record<string, number>>;
  readonly skipped: readonly Skipped[];
  readonly episodes: number;
  readonly recovery: Readonly<Record<string, RecoveryFigures>>;
  /** Of partitions, whatever the reason. */
  readonly leaderChanges: number;
  readonly leaderChangesWhileCalm: number;
  /** Changes of leader or controller while calm that were no return to a preferred replica. */
  readonly falseFailovers: number;
  readonly calmMs: number;
  readonly tailRestarts: number;
  /** Replicas of so many partitions were compared, with so many bytes found equal. */
  readonly comparedPartitions: number;
  readonly comparedBytes: number;
  readonly durationMs: number;
  readonly historyPath: string;
  readonly reportPath: string;
}

const killing = ["kill", "kill-all", "power-loss"];

export function timedReportOf(outcome: TimedOutcome, verdict: Verdict): TimedReport {
  const { options, episodes, calmChanges, convergence } = outcome;
  const { acknowledged, read, lost, reordered, duplicated } = verdict;
  const happened = spansOf(episodes).filter((span) => span.happened);
  const recovery = recoveryFigures(episodes);
  return {
    ...{ acknowledged, read, lost, reordered, duplicated, startMs: outcome.startMs },
    kills: happened.filter(({ kind }) => killing.includes(kind)).length,
    failoverP50Ms: recovery["kill"]?.sinceFaultP50Ms ?? null,
    failoverP99Ms: recovery["kill"]?.sinceFaultP99Ms ?? null,
    ...{ seed: options.seed, minutes: options.minutes, durability: options.durability },
    faults: countBy(happened.map(({ kind }) => kind)),
    ...{ skipped: outcome.skipped, episodes: episodes.length, recovery },
    leaderChanges: [...outcome.leaders.values()].reduce((sum, { length }) => sum + length - 1, 0),
    leaderChangesWhileCalm: calmChanges.length,
    falseFailovers: falseFailovers(outcome).length,
    calmMs: Math.round(outcome.calmMs),
    ...{ sent: outcome.sent, failed: outcome.failed, tailRestarts: outcome.tailRestarts },
    comparedPartitions: convergence?.partitions ?? 0,
    comparedBytes: convergence?.bytes ?? 0,
    ...{ durationMs: outcome.durationMs, historyPath: outcome.historyPath },
    reportPath: outcome.reportPath,
    violations: [...violationsOfRun(outcome), ...violationsOfHistory(verdict)],
  };
}

function spansOf(episodes: readonly EpisodeOutcome[]): FaultSpan[] {
  return episodes.flatMap(({ faults }) => faults);
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function recoveryFigures(episodes: readonly EpisodeOutcome[]): Record<string, RecoveryFigures> {
  const byLabel = Map.groupBy(episodes, ({ label }) => label);
  const labels = [...byLabel.keys()].toSorted();
  return Object.fromEntries(
    labels.map((label) => {
      const group = byLabel.get(label) ?? [];
      const sinceFault = spansOf(group).map(({ recoveryMs }) => recoveryMs);
      const sinceHeal = group.map(({ afterHealMs }) => afterHealMs);
      const figures: RecoveryFigures = {
        count: group.length,
        sinceFaultP50Ms: percentile(sinceFault, 0.5),
        sinceFaultP99Ms: percentile(sinceFault, 0.99),
        sinceHealP50Ms: percentile(sinceHeal, 0.5),
        sinceHealP99Ms: percentile(sinceHeal, 0.99),
      };
      return [label, figures];
    }),
  );
}

function falseFailovers({ calmChanges }: TimedOutcome): readonly CalmChange[] {
  return calmChanges.filter(({ isFailover }) => isFailover);
}

/** A run that did not do what it was to do proves nothing. */
function violationsOfRun(outcome: TimedOutcome): string[] {
  const { options, episodes, stoppedBy, convergence, idlePhases } = outcome;
  const violations = violationsOfEnd(outcome);
  if (outcome.failed > 0) {
    const why = `the last one: ${outcome.lastFailure}`;
    violations.push(`${outcome.failed} sends failed, though no outage was as long as that: ${why}`);
  }
  for (const { text, proof, happened } of spansOf(episodes)) {
    if (!happened) violations.push(`a fault did not happen: ${text}: ${proof}`);
  }
  if (options.faults.length > 0 && episodes.length === 0 && stoppedBy === null) {
    violations.push("not one episode fitted into the time");
  }
  if (idlePhases > 0) violations.push(`no progress in ${idlePhases} calm phases`);
  violations.push(...(convergence?.differences ?? []).map((text) => `Convergence: ${text}`));
  // Between faults a change may be a late consequence; without any fault there is no excuse.
  if (options.faults.length > 0) return violations;
  return [...violations, ...falseFailovers(outcome).map(({ what }) => `false failover: ${what}`)];
}

/** The report for people. */
export function describeTimedReport(report: TimedReport): string {
  const faults = Object.entries(report.faults).map(([name, count]) => `${count} ${name}`);
  const calm = `${report.falseFailovers} false failovers in ${Math.round(report.calmMs / 1000)} s`;
  return describeRun(report, [
    ["faults", faults.length === 0 ? "none" : faults.join(", ")],
    ...report.skipped.map(({ fault, why }): Row => ["SKIPPED", `${fault}: ${why}`]),
    ["leader changes", `${report.leaderChanges}, while calm ${report.leaderChangesWhileCalm}`],
    ["while calm", calm],
    ["replicas", `${report.comparedBytes} bytes equal, ${report.comparedPartitions} partitions`],
    ...Object.entries(report.recovery).map(
      ([label, figures]): Row => ["recovery", describeRecovery(label, figures)],
    ),
    ["history", report.historyPath],
    ["report", report.reportPath],
  ]);
}

function describeRecovery(label: string, figures: RecoveryFigures): string {
  const { count, sinceFaultP50Ms, sinceFaultP99Ms, sinceHealP50Ms, sinceHealP99Ms } = figures;
  return (
    `${label} (${count}): since fault p50 ${sinceFaultP50Ms} ms, p99 ${sinceFaultP99Ms} ms; ` +
    `since healing p50 ${sinceHealP50Ms} ms, p99 ${sinceHealP99Ms} ms`
  );
}
