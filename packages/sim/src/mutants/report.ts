import type { Hunted, Quarry } from "./hunt.ts";

/** One line on a mutant, while the hunt goes on. */
export function describeProgress({ mutant, finding, obstacle, seedCount }: Quarry): string {
  if (obstacle !== null) return `${mutant.name}: cannot be run: ${firstLine(obstacle)}`;
  if (finding === null) return `${mutant.name}: alive after ${seedCount} seeds`;
  return `${mutant.name}: ${finding.caughtBy} at seed ${finding.seed}: ${firstLine(finding.text)}`;
}

/** The table, then what is wrong: mutants that live or cannot run, seeds that fail without one. */
export function describeHunt({ quarries, ofSoundCode }: Hunted): string {
  const rows = quarries.map(({ mutant, finding, obstacle, seedCount, elapsedMs }) => [
    mutant.name,
    mutant.breaks.join(" "),
    finding?.caughtBy ?? (obstacle === null ? "ALIVE" : "NOT RUN"),
    String(seedCount),
    `${(elapsedMs / 1000).toFixed(1)} s`,
  ]);
  const caught = quarries.filter(({ finding }) => finding !== null);
  const notRun = quarries.filter(({ obstacle }) => obstacle !== null);
  return [
    ...table([["bug", "breaks", "caught by", "seeds", "time"], ...rows]),
    "",
    `${caught.length} of ${quarries.length} planted bugs caught`,
    ...quarries.filter(isAlive).map(({ mutant }) => `alive: ${mutant.name}: ${mutant.what}`),
    ...notRun.map(({ mutant, obstacle }) => `not run: ${mutant.name}: ${obstacle}`),
    ...ofSoundCode.map(
      ({ seed, caughtBy, text }) =>
        `seed ${seed} fails without any planted bug: ${caughtBy}: ${firstLine(text)}`,
    ),
  ].join("\n");
}

/** All that the table shows and the findings' texts, for `--json`. */
export function huntAsJson({ quarries, ofSoundCode }: Hunted): object {
  return {
    mutants: quarries.map(({ mutant, finding, obstacle, seedCount, elapsedMs }) => ({
      ...{ name: mutant.name, what: mutant.what, breaks: mutant.breaks },
      caughtBy: finding?.caughtBy ?? null,
      text: finding?.text ?? null,
      obstacle,
      seeds: seedCount,
      elapsedMs: Math.round(elapsedMs),
    })),
    alive: quarries.filter(isAlive).length,
    ofSoundCode,
  };
}

function isAlive({ finding, obstacle }: Quarry): boolean {
  return finding === null && obstacle === null;
}

/** Columns two spaces apart; the last two are numbers and end together. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const width = widths[i] ?? 0;
        return i >= row.length - 2 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  "),
  );
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
