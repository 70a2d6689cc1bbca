/** Where a run tells what happens; a part of `process.stdout`. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const refreshMs = 100;

/**
 * Lines that stay, and on a terminal a few live ones below them that are drawn over. Where the
 * output is no terminal only the lines that stay are written.
 */
export class LiveView {
  readonly #screen: Screen;
  #liveCount = 0;
  #nextMs = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** A line that stays. */
  tell(text: string): void {
    this.clear();
    this.#screen.write(`${text}\n`);
  }

  /** Draws the live lines anew. Call it at will: it asks for them a few times a second. */
  show(lines: () => readonly string[]): void {
    if (this.#screen.isTTY !== true || performance.now() < this.#nextMs) return;
    this.clear();
    const width = (this.#screen.columns || 80) - 1; // some terminals claim to have no columns
    const drawn = lines().map((line) => `${line.slice(0, width)}\n`);
    this.#screen.write(drawn.join(""));
    this.#liveCount = drawn.length;
    this.#nextMs = performance.now() + refreshMs;
  }

  /** Removes the live lines. */
  clear(): void {
    if (this.#liveCount > 0) this.#screen.write(`\x1b[${this.#liveCount}A\x1b[J`);
    this.#liveCount = 0;
    this.#nextMs = 0;
  }
}

const barWidth = 30;

export function progressBar(done: number, total: number): string {
  const filled = Math.min(barWidth, Math.round((done / total) * barWidth));
  return "█".repeat(filled) + "░".repeat(barWidth - filled);
}
