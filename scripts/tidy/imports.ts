// Who may know whom. Each rule takes the repository and returns one sentence per violation.

import { cyclesOf, reachableFrom, type Graph } from "./graph.ts";
import {
  exportedFiles,
  packageNameOf,
  publicEntries,
  resolveRelative,
  type Package,
  type Repository,
  type SourceFile,
} from "./repository.ts";
import * as rules from "./rules.ts";
import type { Import } from "./source.ts";

interface Use extends Import {
  readonly user: Package;
  readonly file: SourceFile;
}

function everyone({ packages, examples, root }: Repository): readonly Package[] {
  return [...packages, ...examples, root];
}

function usesOf(user: Package): Use[] {
  return user.files.flatMap((file) => file.imports.map((found) => ({ ...found, user, file })));
}

function isRelative({ specifier }: Import): boolean {
  return specifier.startsWith(".");
}

function place({ file, line }: Use): string {
  return `${file.path}:${line}`;
}

/** The table and the folder of packages name the same ones, and allow no cycle. */
export function tableMatchesPackages({ packages }: Repository): string[] {
  const listed = Object.keys(rules.packageRules);
  const present = packages.map(({ id }) => id);
  const allowed = new Map(listed.map((id) => [id, allowedImports(id)]));
  return [
    ...present.filter((id) => !listed.includes(id)).map((id) => `${id}: has no row in rules.ts`),
    ...listed.filter((id) => !present.includes(id)).map((id) => `${id}: rules.ts, but no folder`),
    ...cyclesOf(allowed).map((cycle) => `rules.ts allows the cycle ${cycle}`),
  ];
}

function allowedImports(id: string): readonly string[] {
  const allowed = rules.packageRules[id]?.imports ?? [];
  if (allowed !== "anything") return allowed;
  return Object.keys(rules.packageRules).filter((other) => other !== id);
}

/** A package imports only what its row allows, and only by a public entry. */
export function importsAreAllowed(repository: Repository): string[] {
  const byName = new Map(repository.packages.map((found) => [found.manifest.name, found]));
  return [...repository.packages, ...repository.examples].flatMap((user) =>
    usesOf(user).flatMap((use) => {
      const target = byName.get(packageNameOf(use.specifier));
      if (target === undefined || target === user) return [];
      return [
        ...(mayImport(use, target.id)
          ? []
          : [`${place(use)}: ${user.id} must not import ${target.id} (scripts/tidy/rules.ts)`]),
        ...(publicEntries(target).includes(use.specifier)
          ? []
          : [`${place(use)}: ${use.specifier} is no public entry of ${target.id}`]),
      ];
    }),
  );
}

function mayImport({ user, file }: Use, target: string): boolean {
  const isExample = user.folder.startsWith("examples/");
  const allowed = isExample ? rules.exampleImports : allowedImports(user.id);
  if (allowed.includes(target)) return true;
  const isEdge = isExample || rules.packageRules[user.id]?.purity === "edge";
  return file.isTest && isEdge && rules.edgeTestImports.includes(target);
}

/** Another package is named, never reached by a path; source never imports a test. */
export function relativeImportsStayInside(repository: Repository): string[] {
  return everyone(repository).flatMap((user) =>
    usesOf(user)
      .filter(isRelative)
      .flatMap((use) => {
        const target = resolveRelative(use.file, use.specifier);
        const leaves = user.folder === "" ? isMember(target) : !target.startsWith(user.folder);
        if (use.file.isTest && target.startsWith("scripts/")) return []; // checks its output
        if (leaves) return [`${place(use)}: ${use.specifier} leaves ${user.folder || "the root"}`];
        if (use.file.isTest || !/\/test\//.test(target)) return [];
        return [`${place(use)}: source imports the test file ${target}`];
      }),
  );
}

function isMember(path: string): boolean {
  return /^(packages|examples)\//.test(path);
}

/**
 * No cycles between the source files of a package, nor between packages. Between files, type-only
 * imports do not count: they are gone at run time, so nothing depends on the order of loading, and
 * two halves of one noun may well name each other's types. Between packages they do.
 */
export function importsAreAcyclic(repository: Repository): string[] {
  const files = fileGraph(repository, ({ typeOnly }) => !typeOnly);
  const byName = new Map(repository.packages.map(({ manifest, id }) => [manifest.name, id]));
  const packages = new Map(
    repository.packages.map((user) => [
      user.id,
      usesOf(user)
        .filter(({ file }) => !file.isTest)
        .flatMap(({ specifier }) => byName.get(packageNameOf(specifier)) ?? [])
        .filter((id) => id !== user.id),
    ]),
  );
  return [...cyclesOf(files), ...cyclesOf(packages)];
}

function fileGraph(repository: Repository, counts: (found: Import) => boolean): Graph {
  const edges = everyone(repository).flatMap(({ files }) =>
    files.map(
      (file) =>
        [
          file.path,
          file.imports
            .filter((found) => isRelative(found) && counts(found))
            .map(({ specifier }) => resolveRelative(file, specifier)),
        ] as const,
    ),
  );
  return new Map(edges);
}

/** gRPC, level, sockets and processes stay with the packages that own them. */
export function librariesStayConfined({ packages }: Repository): string[] {
  return packages.flatMap((user) =>
    usesOf(user)
      .filter(({ file }) => !file.isTest)
      .flatMap((use) =>
        rules.confinements
          .filter(({ module, only }) => module.test(use.specifier) && !only.includes(user.id))
          .map(({ why }) => `${place(use)}: ${user.id} imports ${use.specifier}: ${why}`),
      ),
  );
}

/** Pure and ported packages import neither Node's modules nor a library. */
export function coresImportNoLibrary({ packages }: Repository): string[] {
  const names = new Set(packages.map(({ manifest }) => manifest.name));
  return packages
    .filter(({ id }) => rules.packageRules[id]?.purity !== "edge")
    .flatMap(usesOf)
    .filter(({ file }) => !file.isTest)
    .filter((use) => !isRelative(use) && !names.has(packageNameOf(use.specifier)))
    .map((use) => `${place(use)}: imports ${use.specifier}; take a port instead`);
}

/** What is imported is declared where it is imported, and what is declared is imported. */
export function dependenciesAreDeclared(repository: Repository): string[] {
  const shared = Object.keys(repository.root.manifest.devDependencies ?? {});
  return [...repository.packages, ...repository.examples].flatMap((user) => {
    const { dependencies = {}, devDependencies = {}, peerDependencies = {} } = user.manifest;
    const runtime = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    const development = [...runtime, ...Object.keys(devDependencies), ...shared];
    const uses = usesOf(user).filter((use) => isExternal(use, user));
    // A generated declaration may speak of what its library brings along.
    const own = uses.filter(({ file }) => !file.path.endsWith(".d.ts"));
    const undeclared = own.filter(({ file, specifier }) => {
      const declared = file.isTest || user.manifest.private === true ? development : runtime;
      return !declared.includes(packageNameOf(specifier));
    });
    const usedBy = (tests: boolean): Set<string> =>
      new Set(
        uses
          .filter(({ file }) => tests || !file.isTest)
          .map(({ specifier }) => packageNameOf(specifier)),
      );
    const unused = [
      ...runtime.filter((name) => !usedBy(false).has(name)),
      ...Object.keys(devDependencies).filter((name) => !usedBy(true).has(name)),
    ];
    return [
      ...undeclared.map((use) => `${place(use)}: ${use.specifier} is not declared`),
      ...unused.map((name) => `${user.folder}/package.json: ${name} is declared, but not used`),
    ];
  });
}

function isExternal(use: Use, user: Package): boolean {
  if (isRelative(use) || use.specifier.startsWith("node:")) return false;
  return packageNameOf(use.specifier) !== user.manifest.name;
}

/** A development tool of the root is imported somewhere, or run by a script. */
export function rootToolsAreUsed(repository: Repository): string[] {
  const imported = new Set(
    everyone(repository)
      .flatMap(usesOf)
      .map(({ specifier }) => packageNameOf(specifier)),
  );
  const commands = [
    ...Object.values(repository.root.manifest.scripts ?? {}),
    ...repository.root.files.map(({ text }) => text),
  ].join("\n");
  const isUsed = (name: string): boolean =>
    imported.has(name) ||
    rules.ambientTypes.includes(name) ||
    (name in rules.commandTools && commands.includes(rules.commandTools[name] ?? ""));
  return Object.keys(repository.root.manifest.devDependencies ?? {})
    .filter((name) => !isUsed(name))
    .map((name) => `package.json: devDependency ${name} is neither imported nor run`);
}

/** Each source file is reachable from an entry, each helper of a test from a test. */
export function filesAreAlive(repository: Repository): string[] {
  const graph = fileGraph(repository, () => true);
  return everyone(repository).flatMap((user) => {
    const sources = user.files.filter(({ isTest }) => !isTest).map(({ path }) => path);
    const tests = user.files.filter(({ isTest }) => isTest).map(({ path }) => path);
    const fromEntries = reachableFrom(graph, entriesOf(user, repository.root));
    const fromTests = reachableFrom(
      graph,
      tests.filter((path) => path.endsWith(".test.ts")),
    );
    const isRoot = user.folder === "";
    return [
      ...sources
        .filter((path) => !fromEntries.has(codeOf(path)) && !(isRoot && fromTests.has(path)))
        .map((path) => `${path}: no entry leads here (exports, bin, or a script of package.json)`),
      ...tests
        .filter((path) => !fromTests.has(path))
        .map((path) => `${path}: no test uses this helper`),
    ];
  });
}

// Declarations are alive when the code is that they describe.
function codeOf(path: string): string {
  return path.replace(/\.d\.ts$/, ".js");
}

function entriesOf(user: Package, root: Package): string[] {
  const prefix = user.folder === "" ? "" : `${user.folder}/`;
  const scriptFiles = (scripts: Readonly<Record<string, string>> = {}): string[] =>
    Object.values(scripts).flatMap((line) => line.match(/[\w./-]+\.[cm]?[jt]s\b/g) ?? []);
  return [
    ...exportedFiles(user),
    ...Object.values(user.manifest.bin ?? {}).map((path) => prefix + path.replace(/^\.\//, "")),
    ...scriptFiles(user.manifest.scripts).map((path) => prefix + path.replace(/^\.\//, "")),
    ...scriptFiles(root.manifest.scripts),
    ...toolEntries.filter(() => user.folder === ""),
  ];
}

// Files of the root that vitest loads by itself.
const toolEntries = ["vitest.config.ts", "scripts/passed-failed-reporter.ts"];
