/** Milliseconds since it was made, to a tenth: what the lines of a history need. */
export class RunClock {
  readonly #beganMs = performance.now();

  now(): number {
    return Math.round((performance.now() - this.#beganMs) * 10) / 10;
  }
}
