import type { Terminal } from "../context.ts";

const intervalMs = 200;

/** Short work needs no progress line. */
const silenceMs = 500;

/**
 * One line on a terminal that is written over as work goes on. Shows nothing when `stream` is no
 * terminal, or when `quiet` says that something else is written there.
 */
export class ProgressLine {
  readonly #stream: Terminal;
  readonly #enabled: boolean;
  #nextMs = performance.now() + silenceMs;
  #shown = false;

  constructor(stream: Terminal, { quiet }: { readonly quiet: boolean }) {
    this.#stream = stream;
    this.#enabled = stream.isTTY === true && !quiet;
  }

  /** Call it as often as you like: the text is asked for a few times a second. */
  update(text: () => string): void {
    if (!this.#enabled || performance.now() < this.#nextMs) return;
    this.#nextMs = performance.now() + intervalMs;
    this.#shown = true;
    this.#stream.write(`\r${text()}\x1b[K`);
  }

  clear(): void {
    if (this.#shown) this.#stream.write("\r\x1b[K");
    this.#shown = false;
  }
}
