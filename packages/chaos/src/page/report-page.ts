import type { EpisodeOutcome } from "../timed/episodes.ts";
import type { TimedOutcome, TimedReport } from "../timed/timed-report.ts";
import { faultChart } from "./fault-chart.ts";
import { leaderChart } from "./leader-chart.ts";
import { latencyChart, rateChart } from "./rate-charts.ts";
import { style } from "./style.ts";
import { element, escaped } from "./svg.ts";
import { type Cell, table } from "./table.ts";
import { type Stretch, TimeAxis } from "./time-axis.ts";

/** A run for people: one HTML file without a script, with its charts as inline SVG. */
export function reportPage(report: TimedReport, outcome: TimedOutcome): string {
  const title = `Chaos run, seed ${report.seed}`;
  const body = [
    element("h1", {}, title),
    element("p", {}, summary(report)),
    verdict(report),
    cards(report),
    timeline(report, outcome),
    recoveryTable(report),
    faultTable(outcome),
    calmTable(outcome),
  ];
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element("title", {}, title),
    element("style", {}, style),
    `</head><body>${body.join("\n")}</body></html>`,
    "",
  ].join("\n");
}

function summary(report: TimedReport): string {
  const faults = Object.entries(report.faults).map(([name, count]) => `${count} × ${name}`);
  const what = faults.length === 0 ? "no faults" : faults.join(", ");
  const skipped = report.skipped.map(({ fault, why }) => ` Skipped: ${fault} (${why}).`);
  const seconds = Math.round(report.durationMs / 1000);
  return escaped(`${seconds} s, durability ${report.durability}, ${what}.${skipped.join("")}`);
}

function verdict({ violations }: TimedReport): string {
  if (violations.length === 0) {
    return element("div", { class: "verdict kept" }, "✓ Every promise was kept.");
  }
  const items = violations.map((text) => element("li", {}, escaped(text)));
  const heading = element("div", { class: "verdict broken" }, "✗ Promises were broken:");
  return heading + element("ul", {}, items.join(""));
}

function cards(report: TimedReport): string {
  const figures: [string, number | string][] = [
    ["acknowledged", report.acknowledged],
    ["lost", report.lost],
    ["reordered", report.reordered],
    ["duplicated by retries", report.duplicated],
    ["failed sends", report.failed],
    ["episodes", report.episodes],
    ["leader changes", report.leaderChanges],
    ["false failovers", report.falseFailovers],
    ["calm", `${Math.round(report.calmMs / 1000)} s`],
    ["bytes equal on replicas", report.comparedBytes],
  ];
  const drawn = figures.map(([name, value]) =>
    element("div", { class: "card" }, element("b", {}, spaced(value)) + element("span", {}, name)),
  );
  return element("div", { class: "cards" }, drawn.join(""));
}

function timeline({ durationMs }: TimedReport, outcome: TimedOutcome): string {
  const { episodes, leaders, controllers, seconds } = outcome;
  const axis = new TimeAxis({ endMs: durationMs, shaded: episodes.map(stretchOf) });
  return [
    element("h2", {}, "Timeline"),
    faultChart(axis, episodes),
    leaderChart(axis, { partitions: leaders, controllers, endMs: durationMs }),
    key([
      ["--one", "node 1"],
      ["--two", "node 2"],
      ["--three", "node 3"],
      ["--none", "nobody"],
    ]),
    rateChart(axis, seconds),
    latencyChart(axis, seconds),
    key([
      ["--three", "p50"],
      ["--fault", "p99"],
    ]),
  ].join("\n");
}

/** From the first fault of an episode to its last healing. */
function stretchOf({ faults }: EpisodeOutcome): Stretch {
  return {
    fromMs: Math.min(...faults.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...faults.map(({ toMs }) => toMs)),
  };
}

function key(entries: readonly (readonly [variable: string, name: string])[]): string {
  const items = entries.map(([variable, name]) =>
    element("span", {}, element("i", { style: `background:var(${variable})` }) + name),
  );
  return element("div", { class: "key" }, items.join(""));
}

function recoveryTable({ recovery }: TimedReport): string {
  const columns = [
    ...["fault", "count", "since fault p50", "p99"],
    ...["since healing p50", "p99"],
  ];
  const rows = Object.entries(recovery).map(([label, figures]): Cell[] => [
    ...[label, figures.count, ms(figures.sinceFaultP50Ms), ms(figures.sinceFaultP99Ms)],
    ...[ms(figures.sinceHealP50Ms), ms(figures.sinceHealP99Ms)],
  ]);
  return table("Recovery: until the next acknowledged record", columns, rows);
}

function faultTable({ episodes }: TimedOutcome): string {
  const rows = episodes.flatMap(({ faults }, index) =>
    faults.map((span): Cell[] => [
      ...[index + 1, `${(span.fromMs / 1000).toFixed(1)} s`, span.text],
      ...[ms(span.toMs - span.fromMs), ms(span.recoveryMs), span.proof],
    ]),
  );
  const columns = ["episode", "at", "fault", "lasted", "records again after", "proof"];
  return table("Faults", columns, rows);
}

function calmTable({ calmChanges }: TimedOutcome): string {
  const rows = calmChanges.map(({ atMs, what, isFailover }): Cell[] => [
    ...[`${(atMs / 1000).toFixed(1)} s`, what],
    isFailover ? "false failover" : "return to the preferred replica",
  ]);
  return table("Changes of leaders while calm", ["at", "what", "kind"], rows);
}

function ms(value: number | null): string {
  return value === null ? "–" : `${spaced(Math.round(value))} ms`;
}

/** Digits in groups of three, with narrow spaces. */
function spaced(value: number | string): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
