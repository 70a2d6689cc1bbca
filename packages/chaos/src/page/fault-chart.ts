import type { EpisodeOutcome, FaultSpan } from "../timed/episodes.ts";
import { element, escaped, tooltip } from "./svg.ts";
import type { TimeAxis } from "./time-axis.ts";

const rowHeight = 22;
const barHeight = 14;

/** One row for each kind of fault, one bar for each fault; the paler tail is the recovery. */
export function faultChart(axis: TimeAxis, episodes: readonly EpisodeOutcome[]): string {
  const spans = episodes.flatMap(({ faults }) => faults);
  const kinds = [...new Set(spans.map(({ kind }) => kind))].toSorted();
  const rows = kinds.map((kind, index) => {
    const y = index * rowHeight + (rowHeight - barHeight) / 2;
    const bars = spans.filter((span) => span.kind === kind).map((span) => bar(axis, { span, y }));
    return axis.name(escaped(kind), y + barHeight - 3) + bars.join("");
  });
  const height = Math.max(1, kinds.length) * rowHeight;
  return axis.chart("Faults", height, rows.join(""));
}

interface Row {
  readonly span: FaultSpan;
  readonly y: number;
}

function bar(axis: TimeAxis, { span, y }: Row): string {
  const { text, fromMs, toMs, recoveryMs, proof, happened } = span;
  const at = { y, height: barHeight, rx: 3 };
  const recovered = fromMs + recoveryMs;
  const words =
    `${text}\n${seconds(fromMs)} to ${seconds(toMs)}\n` +
    `records again after ${Math.round(recoveryMs)} ms\n${proof}`;
  const tail = element("rect", {
    class: "recovery",
    ...at,
    ...axis.span({ fromMs, toMs: recovered }),
  });
  const className = happened ? "fault" : "fault missed";
  const body = element("rect", { class: className, ...at, ...axis.span({ fromMs, toMs }) });
  return element("g", {}, tooltip(words) + body + tail);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
