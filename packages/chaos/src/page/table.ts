import { element, escaped } from "./svg.ts";

export type Cell = string | number;

/** A titled table; nothing at all without rows. Cells with figures stand to the right. */
export function table(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): string {
  const [first] = rows;
  if (first === undefined) return "";
  const head = columns.map((name, index) =>
    element("th", classOf(first[index] ?? ""), escaped(name)),
  );
  const body = rows.map((cells) => {
    const drawn = cells.map((cell) => element("td", classOf(cell), escaped(String(cell))));
    return element("tr", {}, drawn.join(""));
  });
  const content =
    element("thead", {}, element("tr", {}, head.join(""))) + element("tbody", {}, body.join("\n"));
  return (
    element("h2", {}, escaped(title)) +
    element("div", { class: "scroll" }, element("table", {}, content))
  );
}

function classOf(cell: Cell): Record<string, string> {
  return /^[\d\s.]+( m?s)?$|^–$/.test(String(cell)) ? { class: "number" } : {};
}
