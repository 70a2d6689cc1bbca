/** Lines that say what was done to the cluster and when it ended, rather than what it did. */
const landmark = /^ *[\d.]+ {2}(FAULT|HEAL|VIOLATION)\b/;

/** Keeps of a run's lines the last ones, and of those before only the landmarks. */
export class Timeline {
  readonly #linesMax: number;
  readonly #landmarks: string[] = [];
  /** At most twice as many as are shown. */
  #last: string[] = [];
  #leftOut = 0;

  constructor(linesMax: number) {
    this.#linesMax = linesMax;
  }

  add(line: string): void {
    this.#last.push(line);
    if (this.#last.length >= 2 * this.#linesMax) this.#forget();
  }

  /** In order; where lines are missing, one says so. */
  lines(): readonly string[] {
    this.#forget();
    if (this.#leftOut === 0) return [...this.#landmarks, ...this.#last];
    const gap = `... ${this.#leftOut} other lines before these (--trace shows them) ...`;
    return [...this.#landmarks, gap, ...this.#last];
  }

  #forget(): void {
    const count = Math.max(0, this.#last.length - this.#linesMax);
    const old = this.#last.slice(0, count);
    this.#last = this.#last.slice(count);
    const landmarks = old.filter((line) => landmark.test(line));
    this.#landmarks.push(...landmarks);
    this.#leftOut += old.length - landmarks.length;
  }
}
