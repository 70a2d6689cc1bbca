import { judge } from "@sordini/sim";
import { expect, test } from "vitest";
import { reportPage } from "../../src/page/report-page.ts";
import { niceStep } from "../../src/page/svg.ts";
import { timedReportOf } from "../../src/timed/timed-report.ts";
import { timedOutcome } from "../timed/timed-outcome.ts";

const history = judge([
  { kind: "sent", atMs: 0, name: 0, producer: 0 },
  { kind: "acknowledged", atMs: 1, name: 0, partition: 0, offset: 0 },
  { kind: "read", atMs: 2, reader: "r", partition: 0, offset: 0, name: 0 },
]);

function page(changes: Parameters<typeof timedOutcome>[0] = {}): string {
  const outcome = timedOutcome(changes);
  return reportPage(timedReportOf(outcome, history), outcome);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

test("one file that needs nothing else: no script, no address to load from", () => {
  const html = page();
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).not.toMatch(/<script|src=|href=|url\(|@import/);
  expect(html).toContain("prefers-color-scheme: dark");
});

test("every element is closed", () => {
  const open: string[] = [];
  const misplaced: string[] = [];
  const body = page()
    .replace("<!doctype html>", "")
    .replaceAll(/<meta[^>]*>/g, "");
  for (const [tag, slash, name = ""] of body.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
    if (slash === "") open.push(name);
    else if (open.pop() !== name) misplaced.push(tag);
  }
  expect({ open, misplaced }).toEqual({ open: [], misplaced: [] });
});

test("a good run: its faults, leaders, rate and latency", () => {
  const html = page();
  expect(html).toContain("Every promise was kept.");
  expect(count(html, /<svg /g)).toBe(4);
  expect(count(html, /class="fault"/g)).toBe(2);
  expect(count(html, /class="hurt"/g)).toBe(2 * 4);
  expect(count(html, /class="node-1"/g)).toBe(2);
  expect(count(html, /class="node-2"/g)).toBe(1);
  expect(html).toContain("partition 0: node 2, epoch 2");
  expect(html).toContain("kill -9 node 1 (a leader)");
  expect(html).toContain("process 1 ended, 2 took its place");
  expect(html).toMatch(/<polygon class="rate" points="128,120 /);
  expect(html).toMatch(/<path class="p99Ms" d="M/);
});

test("a second without acknowledgements is a gap in the latency", () => {
  const [path] = /<path class="p50Ms" d="[^"]*"/.exec(page()) ?? [""];
  expect(count(path, /M\d/g)).toBe(2);
});

test("what was broken stands on top, and text is text", () => {
  const html = page({ stoppedBy: "partitions <0> & 1 took no record" });
  expect(html).toContain("the run ended early: partitions &lt;0&gt; &amp; 1 took no record");
  expect(html.indexOf("Promises were broken")).toBeLessThan(html.indexOf("<svg"));
});

test("a run without faults has no tables of them", () => {
  const html = page({ episodes: [] });
  expect(html).not.toContain("<table");
  expect(html).toContain("no faults");
});

test("steps of an axis", () => {
  expect([0.7, 9, 30, 180, 1200].map((max) => niceStep(max, 10))).toEqual([0.1, 1, 5, 20, 200]);
});
