import { element, niceStep, tenth } from "./svg.ts";

/** Left of it stand the names of the rows. */
const left = 128;
const width = 1080;
const right = 12;

/** A stretch of time, in milliseconds of the run. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TimeAxisOptions {
  readonly endMs: number;
  /** Shaded in every chart, so that cause and effect are seen above each other. */
  readonly shaded: readonly Stretch[];
}

/** The horizontal axis that all charts of the page share. */
export class TimeAxis {
  readonly width = width;
  readonly left = left;
  readonly #endMs: number;
  readonly #shaded: readonly Stretch[];

  constructor({ endMs, shaded }: TimeAxisOptions) {
    this.#endMs = Math.max(endMs, 1);
    this.#shaded = shaded;
  }

  get end(): number {
    return width - right;
  }

  x(ms: number): number {
    return left + (Math.min(Math.max(ms, 0), this.#endMs) / this.#endMs) * (this.end - left);
  }

  /** The span of a bar; so short ones can still be seen. */
  span({ fromMs, toMs }: Stretch): { readonly x: number; readonly width: number } {
    return { x: this.x(fromMs), width: Math.max(2, this.x(toMs) - this.x(fromMs)) };
  }

  /** A row's name, left of the chart. */
  name(text: string, y: number): string {
    return element("text", { class: "name", x: left - 10, y, "text-anchor": "end" }, text);
  }

  /** A whole chart with room for its axis. */
  chart(title: string, height: number, content: string): string {
    const viewBox = `0 -4 ${width} ${height + 26}`;
    const svg = element(
      "svg",
      { viewBox, role: "img", "aria-label": title },
      this.#grid(height) + content,
    );
    return element("figure", {}, element("figcaption", {}, title) + svg);
  }

  /** Shades and lines through the whole height of a chart, and below it the seconds. */
  #grid(height: number): string {
    const step = niceStep(this.#endMs / 1000, 10);
    const parts = this.#shaded.map((stretch) =>
      element("rect", { class: "hurt", y: 0, height, ...this.span(stretch) }),
    );
    for (let second = 0; second * 1000 <= this.#endMs; second += step) {
      const x = this.x(second * 1000);
      parts.push(element("line", { class: "grid", x1: x, y1: 0, x2: x, y2: height }));
      const label = { class: "tick", x, y: height + 14, "text-anchor": "middle" };
      parts.push(element("text", label, `${tenth(second)} s`));
    }
    return parts.join("");
  }
}
