import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { importsOf, scan, type Import, type Source } from "./source.ts";

/** What the rules read of a package.json. */
export interface Manifest {
  readonly name?: string;
  readonly private?: boolean;
  readonly exports?: unknown;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface SourceFile extends Source {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly isTest: boolean;
  /** Made by a program: it counts for imports, not for limits and words. */
  readonly isGenerated: boolean;
}

/** A folder of packages/ or examples/, or the root itself (`folder` is then ""). */
export interface Package {
  /** `packages/raft`. */
  readonly folder: string;
  /** `raft`: the key of the rules' table. */
  readonly id: string;
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
}

/** A value, so that a test of a rule can hold a whole repository of three lines. */
export interface Repository {
  /** Every text file by its path from the root. */
  readonly texts: ReadonlyMap<string, string>;
  readonly packages: readonly Package[];
  readonly examples: readonly Package[];
  readonly root: Package;
}

export function repositoryOf(files: Readonly<Record<string, string>>): Repository {
  const texts = new Map(Object.entries(files));
  const sources = [...texts].filter(([path]) => isSource(path)).map(sourceFile);
  const members = (parent: string): Package[] =>
    [...texts.keys()]
      .filter((path) => new RegExp(`^${parent}/[^/]+/package\\.json$`).test(path))
      .map((path) => packageAt(posix.dirname(path), texts, sources));
  return {
    texts,
    packages: members("packages"),
    examples: members("examples"),
    root: packageAt("", texts, sources),
  };
}

function isSource(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path);
}

function sourceFile([path, text]: [string, string]): SourceFile {
  const source = scan(text);
  const isTest = /(^|\/)test\//.test(path) || path.endsWith(".test.ts");
  const isGenerated = path.includes("/generated/");
  return { ...source, path, imports: importsOf(source), isTest, isGenerated };
}

function packageAt(
  folder: string,
  texts: ReadonlyMap<string, string>,
  sources: readonly SourceFile[],
): Package {
  const inside = (path: string): boolean =>
    folder === "" ? !/^(packages|examples)\//.test(path) : path.startsWith(`${folder}/`);
  return {
    folder,
    id: posix.basename(folder),
    manifest: JSON.parse(texts.get(posix.join(folder, "package.json")) ?? "{}") as Manifest,
    files: sources.filter(({ path }) => inside(path)),
  };
}

const foreignFolders = new Set([".git", ".sordini", "node_modules", "dist", "coverage"]);
const textFile = /\.([cm]?[jt]s|json|md|proto|ya?ml|sh|txt)$|^(\.ci\/run|LICENSE)$/;

/** Reads the repository at `root` from the disk. */
export function readRepository(root: string): Repository {
  const files: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory() && !foreignFolders.has(entry.name)) visit(path);
      else if (entry.isFile() && textFile.test(path)) {
        files[path] = readFileSync(join(root, path), "utf8");
      }
    }
  };
  visit("");
  return repositoryOf(files);
}

/** `@scope/name` or `name` of `@scope/name/inner/path`. */
export function packageNameOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The file that a relative import names. */
export function resolveRelative(from: SourceFile, specifier: string): string {
  return posix.join(posix.dirname(from.path), specifier);
}

/** The paths behind a manifest's `exports`, whatever conditions they stand under. */
export function exportedFiles({ folder, manifest }: Package): string[] {
  const leaves = (value: unknown): string[] => {
    if (typeof value === "string") return [posix.join(folder, value)];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
  };
  return leaves(manifest.exports);
}

/** The names under which other packages may import this one. */
export function publicEntries({ manifest }: Package): string[] {
  const subpaths = typeof manifest.exports === "object" ? Object.keys(manifest.exports ?? {}) : [];
  return subpaths.map((subpath) => posix.join(manifest.name ?? "", subpath));
}
