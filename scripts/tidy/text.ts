// What may stand in a file, and how much of it.

import { matchesGlob } from "node:path";
import { functionsOf } from "./functions.ts";
import type { Repository, SourceFile } from "./repository.ts";
import * as rules from "./rules.ts";
import { lineAt } from "./source.ts";

const { limits } = rules;

function writtenFiles({ packages, examples, root }: Repository): SourceFile[] {
  return [...packages, ...examples, root]
    .flatMap(({ files }) => files)
    .filter(({ isGenerated }) => !isGenerated);
}

/** Lines a file. A file that outgrows the limit is split by noun. */
export function filesAreShort(repository: Repository): string[] {
  return writtenFiles(repository).flatMap(({ path, text, isTest }) => {
    const lines = text.trimEnd().split("\n").length;
    const max = isTest ? limits.testLines : limits.sourceLines;
    return lines > max ? [`${path}: ${lines} lines, at most ${max}: split it by noun`] : [];
  });
}

export function linesAreShort(repository: Repository): string[] {
  return writtenFiles(repository).flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => {
      const columns = Array.from(line).length;
      if (columns <= limits.columns) return [];
      return [`${path}:${index + 1}: ${columns} columns, at most ${limits.columns}`];
    }),
  );
}

/** Lines and parameters of a function. */
export function functionsAreSmall(repository: Repository): string[] {
  return writtenFiles(repository).flatMap((file) =>
    functionsOf(file).flatMap(({ line, lines, parameters, chapter }) => {
      const place = `${file.path}:${line}`;
      const { functionLines, parameters: parametersMax } = limits;
      const violations: string[] = [];
      if (lines > functionLines && !(file.isTest && chapter)) {
        violations.push(`${place}: a function of ${lines} lines, at most ${functionLines}`);
      }
      if (parameters > parametersMax) {
        violations.push(`${place}: ${parameters} parameters; take an options object`);
      }
      return violations;
    }),
  );
}

/** Time, randomness, waiting and the process come into pure and ported packages through ports. */
export function coresArePure({ packages }: Repository): string[] {
  return packages.flatMap(({ id, files }) => {
    const purity = rules.packageRules[id]?.purity;
    if (purity === undefined || purity === "edge") return [];
    const words =
      purity === "pure" ? [...rules.impureWords, ...rules.asyncWords] : rules.impureWords;
    return files
      .filter(({ isTest }) => !isTest)
      .flatMap((file) => occurrences({ path: file.path, text: file.code, words }));
  });
}

/** The environment is read where a process begins, and handed on as values. */
export function environmentIsReadAtTheEdge({ packages }: Repository): string[] {
  const words = [{ pattern: /\bprocess\.env\b/, instead: "pass the value in" }];
  return packages
    .filter(({ id }) => !rules.environmentReaders.includes(id))
    .flatMap(({ files }) => files.filter(({ isTest }) => !isTest))
    .flatMap(({ path, code }) => occurrences({ path, text: code, words }));
}

/** Nothing is left unfinished, skipped, or narrowed to one test. */
export function nothingIsUnfinished(repository: Repository): string[] {
  const sources = writtenFiles(repository);
  const read = new Set(sources.map(({ path }) => path));
  const documents = [...repository.texts].filter(
    ([path]) => !read.has(path) && !/\/(generated|testdata)\/|^package-lock/.test(path),
  );
  const text = rules.unfinishedText;
  return [
    ...sources.flatMap(({ path, code, comments }) => [
      ...occurrences({ path, text: code, words: [...rules.unfinishedCode, ...text] }),
      ...occurrences({ path, text: comments, words: text }),
    ]),
    ...documents.flatMap(([path, body]) => occurrences({ path, text: body, words: text })),
  ];
}

interface Search {
  readonly path: string;
  readonly text: string;
  readonly words: readonly rules.BannedWord[];
}

function occurrences({ path, text, words }: Search): string[] {
  return words.flatMap(({ pattern, instead }) =>
    [...text.matchAll(new RegExp(pattern, "g"))].map(
      (match) => `${path}:${lineAt(text, match.index)}: ${match[0].trim()}: ${instead}`,
    ),
  );
}

/** Each package and each example explains itself. */
export function packagesHaveReadmes({ packages, examples, texts }: Repository): string[] {
  return [...packages, ...examples].flatMap(({ folder }) => {
    const lines = texts.get(`${folder}/README.md`)?.trim().split("\n").length ?? 0;
    if (lines >= limits.readmeLines) return [];
    return [`${folder}/README.md: ${lines} lines, at least ${limits.readmeLines}`];
  });
}

/** A paragraph "Architecture invariant: ..." names the test that guards it. */
export function invariantsNameTheirGuard({ texts }: Repository): string[] {
  const document = texts.get("ARCHITECTURE.md");
  if (document === undefined) return ["ARCHITECTURE.md is missing"];
  const paragraphs = document
    .split(/\n\s*\n|\n(?=\s*[-*] )/)
    .filter((paragraph) => /architecture invariant/i.test(paragraph));
  if (paragraphs.length === 0) return ["ARCHITECTURE.md states no architecture invariant"];
  return paragraphs.flatMap((paragraph) => {
    const guards = paragraph.match(/[\w./-]+\.test\.ts/g) ?? [];
    const title = paragraph.trim().slice(0, 70);
    if (guards.length === 0) return [`ARCHITECTURE.md: no guard (a .test.ts path): ${title}`];
    return guards
      .filter((guard) => !texts.has(guard))
      .map((guard) => `ARCHITECTURE.md: the guard ${guard} does not exist: ${title}`);
  });
}

/** What of a vitest project decides which files it runs. */
export interface TestProject {
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
}

/** Each test file is run by exactly one vitest project. */
export function testsAreRun(repository: Repository, projects: readonly TestProject[]): string[] {
  return writtenFiles(repository)
    .filter(({ path }) => /\.(test|spec)\.[cm]?[jt]s$/.test(path))
    .flatMap(({ path }) => {
      const runs = projects.filter(({ include, exclude = [] }) => {
        const matches = (glob: string): boolean => matchesGlob(path, glob);
        return include.some(matches) && !exclude.some(matches);
      }).length;
      return runs === 1 ? [] : [`${path}: run by ${runs} vitest projects, not by one`];
    });
}
