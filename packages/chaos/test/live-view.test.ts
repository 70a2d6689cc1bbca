import { expect, test } from "vitest";
import { LiveView, progressBar } from "../src/live-view.ts";

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 20, written, write: (text: string) => written.push(text) };
}

test("a terminal draws live lines over, and lines that stay above them", () => {
  const terminal = screen(true);
  const view = new LiveView(terminal);
  view.show(() => ["one", "a line that is far too wide"]);
  view.show(() => ["too early to draw again"]);
  view.tell("stays");
  view.show(() => ["two"]);
  view.clear();
  expect(terminal.written).toEqual([
    "one\na line that is far \n",
    "\x1b[2A\x1b[J",
    "stays\n",
    "two\n",
    "\x1b[1A\x1b[J",
  ]);
});

test("elsewhere only what stays is written", () => {
  const pipe = screen(false);
  const view = new LiveView(pipe);
  view.show(() => ["live"]);
  view.tell("stays");
  expect(pipe.written).toEqual(["stays\n"]);
});

test("a progress bar", () => {
  expect(progressBar(0, 10)).toBe("░".repeat(30));
  expect(progressBar(5, 10)).toBe("█".repeat(15) + "░".repeat(15));
  expect(progressBar(12, 10)).toBe("█".repeat(30));
});
