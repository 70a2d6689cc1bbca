/** Text as it may stand in HTML, also inside attributes. */
export function escaped(text: string): string {
  const entities: Record<string, string> = {
    ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" },
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Attributes in the order given; numbers to a tenth. */
export type Attributes = Readonly<Record<string, string | number>>;

/** One element; `content` is markup. */
export function element(name: string, attributes: Attributes, content = ""): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? tenth(value) : escaped(value)}"`,
  );
  return `<${name}${written.join("")}>${content}</${name}>`;
}

/** What a browser shows where the pointer rests. */
export function tooltip(text: string): string {
  return element("title", {}, escaped(text));
}

export function tenth(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Steps of 1, 2 or 5 times a power of ten, about `count` of them up to `max`. */
export function niceStep(max: number, count: number): number {
  const raw = Math.max(max, Number.EPSILON) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= raw) ?? 10;
  return factor * power;
}
