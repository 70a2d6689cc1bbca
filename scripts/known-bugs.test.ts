import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";

// docs/known-bugs.md says where each known bug is tested; this says whether that is true.

const root = join(import.meta.dirname, "..");
const bugCount = 43;

interface Row {
  /** `B7`. */
  readonly bug: string;
  readonly where: string;
}

/** A script, or a test file with the name of one of its tests. */
interface Reference {
  readonly path: string;
  readonly title: string | null;
}

const rows = rowsOf(readFileSync(join(root, "docs/known-bugs.md"), "utf8"));

function rowsOf(text: string): Row[] {
  return [...text.matchAll(/^\| (B\d+) \|[^|]+\|([^|]+)\|$/gm)].map(([, bug, where]) => ({
    bug: bug as string,
    where: (where as string).trim(),
  }));
}

function referencesOf({ where }: Row): Reference[] {
  return [...where.matchAll(/`([^`]+)`(?: "([^"]+)")?/g)].map(([, path, title]) => ({
    path: join("packages", path as string),
    title: title ?? null,
  }));
}

/** Why `reference` does not test `bug`; null when it does. */
function problemOf(bug: string, { path, title }: Reference): string | null {
  if (!existsSync(join(root, path))) return `${bug}: ${path} does not exist`;
  const source = readFileSync(join(root, path), "utf8");
  if (!namesBug(source, bug) && !isNamedAfter(path, bug)) return `${bug}: ${path} is silent on it`;
  if (title !== null && !source.includes(`"${title}"`)) return `${bug}: ${path} lacks "${title}"`;
  const isScript = path.includes("/testdata/");
  return isScript || title !== null ? null : `${bug}: ${path} needs the name of a test`;
}

function namesBug(text: string, bug: string): boolean {
  return new RegExp(`\\b${bug}\\b`).test(text);
}

/** `B7-dirty-end.txt` and `b07-dirty-end.txt` are. */
function isNamedAfter(path: string, bug: string): boolean {
  return new RegExp(`^b0*${bug.slice(1)}-`, "i").test(basename(path));
}

/** A script or test that bears the number in its name, or a line that says why there is none. */
function isAnswered(row: Row): boolean {
  const isNamed = ({ path, title }: Reference): boolean =>
    isNamedAfter(path, row.bug) || (title !== null && namesBug(title, row.bug));
  return row.where.startsWith("Cannot arise: ") || referencesOf(row).some(isNamed);
}

describe("known bugs", () => {
  test("each has one row, in order", () => {
    const expected = Array.from({ length: bugCount }, (_, index) => `B${index + 1}`);
    expect(rows.map(({ bug }) => bug)).toEqual(expected);
  });

  test("what a row names exists and speaks of the bug", () => {
    const problems = rows.flatMap((row) =>
      referencesOf(row).flatMap((reference) => problemOf(row.bug, reference) ?? []),
    );
    expect(problems).toEqual([]);
  });

  test("each has something named after it, or cannot arise", () => {
    expect(rows.filter((row) => !isAnswered(row)).map(({ bug }) => bug)).toEqual([]);
  });

  test("a wrong row is found", () => {
    const [row] = rowsOf("| B7 | a bug | `raft/testdata/B8-entries-exist.txt`, `none/x.txt` |");
    expect(row).toBeDefined();
    const found = referencesOf(row as Row).map((reference) => problemOf("B7", reference));
    expect(found).toEqual([
      "B7: packages/raft/testdata/B8-entries-exist.txt is silent on it",
      "B7: packages/none/x.txt does not exist",
    ]);
    expect(isAnswered(row as Row)).toBe(false);
  });
});
