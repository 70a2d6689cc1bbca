import type { RateSecond } from "../timed/delivery-rate.ts";
import { element, niceStep, tenth } from "./svg.ts";
import type { TimeAxis } from "./time-axis.ts";

const height = 120;

/** Records acknowledged in each second. */
export function rateChart(axis: TimeAxis, seconds: readonly RateSecond[]): string {
  const most = Math.max(1, ...seconds.map(({ acknowledged }) => acknowledged));
  const y = (count: number): number => height - (count / most) * (height - 6);
  const steps = seconds.flatMap(({ acknowledged }, second) => [
    `${tenth(axis.x(second * 1000))},${tenth(y(acknowledged))}`,
    `${tenth(axis.x((second + 1) * 1000))},${tenth(y(acknowledged))}`,
  ]);
  const end = axis.x(seconds.length * 1000);
  const points = [`${axis.left},${height}`, ...steps, `${tenth(end)},${height}`].join(" ");
  const step = niceStep(most, 4);
  const marks: string[] = [];
  for (let count = 0; count <= most; count += step) {
    marks.push(axis.name(tenth(count), y(count) + 4), level(axis, y(count)));
  }
  const area = element("polygon", { class: "rate", points });
  return axis.chart("Acknowledged records a second", height, marks.join("") + area);
}

const decades = [1, 10, 100, 1000, 10_000, 100_000];

/** From handing over to acknowledgement, the middle and the slowest hundredth of each second. */
export function latencyChart(axis: TimeAxis, seconds: readonly RateSecond[]): string {
  const slowest = Math.max(10, ...seconds.map(({ p99Ms }) => p99Ms ?? 0));
  const top = decades.find((decade) => decade >= slowest) ?? slowest;
  const scale = Math.log10(top);
  const y = (ms: number): number => height - (Math.log10(Math.max(1, ms)) / scale) * (height - 6);
  const marks = decades
    .filter((decade) => decade <= top)
    .map((decade) => axis.name(duration(decade), y(decade) + 4) + level(axis, y(decade)));
  const line = (name: "p50Ms" | "p99Ms"): string =>
    element("path", { class: name, d: pathOf(seconds, { name, axis, y }) });
  const content = marks.join("") + line("p99Ms") + line("p50Ms");
  return axis.chart("Latency of acks=all: p50 and p99", height, content);
}

interface LineOptions {
  readonly name: "p50Ms" | "p99Ms";
  readonly axis: TimeAxis;
  readonly y: (ms: number) => number;
}

/** A second without acknowledgements is a gap in the line. */
function pathOf(seconds: readonly RateSecond[], { name, axis, y }: LineOptions): string {
  let verb = "M";
  const parts: string[] = [];
  for (const [second, each] of seconds.entries()) {
    const ms = each[name];
    if (ms !== null) parts.push(`${verb}${tenth(axis.x(second * 1000 + 500))} ${tenth(y(ms))}`);
    verb = ms === null ? "M" : "L";
  }
  return parts.join("");
}

function level(axis: TimeAxis, y: number): string {
  return element("line", { class: "grid", x1: axis.left, y1: y, x2: axis.end, y2: y });
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}
