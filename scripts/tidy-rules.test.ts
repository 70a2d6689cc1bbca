import { describe, expect, test } from "vitest";
import { functionsOf } from "./tidy/functions.ts";
import { cyclesOf, reachableFrom } from "./tidy/graph.ts";
import * as imports from "./tidy/imports.ts";
import { repositoryOf, type Repository } from "./tidy/repository.ts";
import * as rules from "./tidy/rules.ts";
import { importsOf, scan } from "./tidy/source.ts";
import * as text from "./tidy/text.ts";

// A rule that never fails is worth nothing, so each has a tiny repository here that breaks it.

type Files = Readonly<Record<string, string>>;
type Rule = (repository: Repository) => readonly string[];

/** `files` break `rule` in exactly these ways. */
function check(rule: Rule, files: Files, violations: readonly string[]): void {
  expect(rule(repositoryOf(files))).toEqual(violations);
}

function manifest(id: string, more: object = {}): Files {
  const fields = { name: `@sordini/${id}`, exports: { ".": "./src/index.ts" }, ...more };
  return { [`packages/${id}/package.json`]: JSON.stringify(fields) };
}

const lines = (count: number, line = "a();"): string => `${line}\n`.repeat(count);

describe("scan", () => {
  test.each([
    ["a comment", "a; // b 'c\nd", "a;\nd"],
    ["a block comment", "a /* b\n*/ c", "a\n   c"],
    ["a string", `f("x // y", 'it\\'s');`, `f("      ", '     ');`],
    ["a template with code inside", "`a${ b({c}) }d` + e", "`  { b({c}) } ` + e"],
    ["a template inside a template", "`${`x${y}`}z`", "` {`  {y}`} `"],
    ["a regular expression", 'x = /["/]\\/{/g; y', "x = 0         ; y"],
    ["a division", "a / b / c", "a / b / c"],
    ["a regular expression after return", "return /'/.test(a)", "return 0  .test(a)"],
  ])("%s", (_name, source, code) => {
    const trimmed = scan(source)
      .code.split("\n")
      .map((line) => line.trimEnd())
      .join("\n");
    expect(trimmed).toBe(code);
  });

  test("comments stand where they stood", () => {
    expect(scan("a; // b").comments).toBe("   // b");
  });
});

test("importsOf finds every way to name a module, and nothing in comments or strings", () => {
  const found = importsOf(
    scan(`
import { a, b as c } from "./a.ts";
import type { T } from "./t.ts";
import * as d from "node:fs";
import "./side-effect.ts";
export * from "./e.ts";
export { f } from "./f.ts";
const g = await import("./g.ts");
const worker = new URL("./worker.ts", import.meta.url);
// import "./comment.ts";
const text = 'import "./string.ts"';
`),
  );
  const specifiers = found.map(
    ({ specifier, typeOnly }) => specifier + (typeOnly ? " (type)" : ""),
  );
  expect(specifiers.toSorted()).toEqual([
    "./a.ts",
    "./e.ts",
    "./f.ts",
    "./g.ts",
    "./side-effect.ts",
    "./t.ts (type)",
    "./worker.ts",
    "node:fs",
  ]);
  expect(found.find(({ specifier }) => specifier === "node:fs")?.line).toBe(4);
});

describe("functionsOf", () => {
  test.each([
    [
      "a declaration",
      "function f(a: A, b: Map<string, number>): void {\n}\n",
      "2 lines, 2 parameters",
    ],
    [
      "a method with a union type",
      "class C { m(a = [1, 2]): A | undefined {\n\n} }",
      "3 lines, 1 parameters",
    ],
    ["an object as return type", "function f(): { a: number } {\n}", "2 lines, 0 parameters"],
    ["a type guard", "function f(x: unknown): x is Foo<A> {\n}", "2 lines, 1 parameters"],
    ["an array as return type", "function f(): readonly A[] {\n}", "2 lines, 0 parameters"],
    [
      "an arrow with a body",
      "const f = async (a): Promise<void> => {\n};",
      "2 lines, 1 parameters",
    ],
    [
      "an arrow with an expression",
      "const f = ({ a, b }, c) =>\n  g(a,\n b);",
      "3 lines, 2 parameters",
    ],
    [
      "a constructor",
      "class C { constructor(a: A, b: B, c: C, d: D) {\n} }",
      "2 lines, 4 parameters",
    ],
    [
      "a callback among parameters",
      "function f(a: (x: X, y: Y) => Z, b: B) {}",
      "1 lines, 2 parameters",
    ],
  ])("%s", (_name, source, expected) => {
    const [longest] = functionsOf(scan(source)).toSorted((a, b) => b.lines - a.lines);
    expect(`${longest?.lines} lines, ${longest?.parameters} parameters`).toBe(expected);
  });

  test.each(["if (a) {\n}", "for (const a of b) {\n}", "a ? f(b) : c;", "f(a, b, c, d);"])(
    "%s is no function",
    (source) => expect(functionsOf(scan(source))).toEqual([]),
  );
});

test("graph", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c"]],
    ["c", ["b"]],
  ]);
  expect(cyclesOf(graph)).toEqual(["b -> c -> b"]);
  expect([...reachableFrom(graph, ["b"])].toSorted()).toEqual(["b", "c"]);
});

describe("imports", () => {
  test("a package without a row, a row without a package", () => {
    const files = Object.assign({}, ...Object.keys(rules.packageRules).map((id) => manifest(id)));
    check(imports.tableMatchesPackages, files as Files, []);
    const { "packages/raft/package.json": _raft, ...others } = files as Files;
    const changed = { ...others, ...manifest("attic") };
    check(imports.tableMatchesPackages, changed, [
      "attic: has no row in rules.ts",
      "raft: rules.ts, but no folder",
    ]);
  });

  test("an import that the table does not list, a path behind the public entry", () => {
    const files = {
      ...manifest("base"),
      ...manifest("raft"),
      ...manifest("storage"),
      "packages/raft/src/index.ts": `import "@sordini/base";\nimport "@sordini/storage";\n`,
      "packages/storage/src/index.ts": `import "@sordini/base/src/prng.ts";\n`,
    };
    check(imports.importsAreAllowed, files, [
      "packages/raft/src/index.ts:2: raft must not import storage (scripts/tidy/rules.ts)",
      "packages/storage/src/index.ts:1: @sordini/base/src/prng.ts is no public entry of base",
    ]);
  });

  test("tests of the edge may start a cluster, its sources may not", () => {
    const files = {
      ...manifest("testing"),
      ...manifest("server"),
      "packages/server/test/a.cluster.test.ts": `import "@sordini/testing";`,
      "packages/server/src/index.ts": `import "@sordini/testing";`,
    };
    check(imports.importsAreAllowed, files, [
      "packages/server/src/index.ts:1: server must not import testing (scripts/tidy/rules.ts)",
    ]);
  });

  test("a path into another package, a source that imports a test", () => {
    const files = {
      ...manifest("raft"),
      "packages/raft/src/index.ts": `import "../../base/src/prng.ts";\nimport "../test/h.ts";\n`,
    };
    check(imports.relativeImportsStayInside, files, [
      "packages/raft/src/index.ts:1: ../../base/src/prng.ts leaves packages/raft",
      "packages/raft/src/index.ts:2: source imports the test file packages/raft/test/h.ts",
    ]);
    const drift = { "packages/raft/test/a.test.ts": `import "../../../scripts/generate.ts";` };
    check(imports.relativeImportsStayInside, { ...manifest("raft"), ...drift }, []);
  });

  test("two files, two packages that need each other", () => {
    const files = {
      ...manifest("raft"),
      ...manifest("base"),
      "packages/raft/src/a.ts": `import { b } from "./b.ts";\nimport "@sordini/base";`,
      "packages/raft/src/b.ts": `import { a } from "./a.ts";\nimport type { C } from "./c.ts";`,
      "packages/raft/src/c.ts": `import { b } from "./b.ts";`,
      "packages/base/src/index.ts": `import type { A } from "@sordini/raft";`,
    };
    check(imports.importsAreAcyclic, files, [
      "packages/raft/src/a.ts -> packages/raft/src/b.ts -> packages/raft/src/a.ts",
      "raft -> base -> raft",
    ]);
  });

  test("a library, a Node module outside of its owner", () => {
    const files = {
      ...manifest("client"),
      ...manifest("raft"),
      "packages/client/src/index.ts": `import "@grpc/grpc-js";\nimport "node:net";\n`,
      "packages/raft/src/index.ts": `import "node:fs";\nimport "level";\n`,
    };
    check(imports.librariesStayConfined, files, [
      "packages/client/src/index.ts:2: client imports node:net: " +
        "only the edge of the system opens sockets and starts processes",
      "packages/raft/src/index.ts:2: raft imports level: " +
        "only the composition root picks the key-value store; take the KeyValueStore port",
    ]);
    check(imports.coresImportNoLibrary, files, [
      "packages/raft/src/index.ts:1: imports node:fs; take a port instead",
      "packages/raft/src/index.ts:2: imports level; take a port instead",
    ]);
  });

  test("an import that is not declared, a declaration without an import", () => {
    const files = {
      "package.json": JSON.stringify({
        devDependencies: { vitest: "1", kafkajs: "1", oxlint: "1" },
      }),
      ...manifest("client", { dependencies: { pino: "1" } }),
      "packages/client/src/index.ts": `import "commander";\nimport "kafkajs/lib";\n`,
      "packages/client/test/a.test.ts": `import "vitest";\n`,
    };
    check(imports.dependenciesAreDeclared, files, [
      "packages/client/src/index.ts:1: commander is not declared",
      "packages/client/src/index.ts:2: kafkajs/lib is not declared",
      "packages/client/package.json: pino is declared, but not used",
    ]);
    check(imports.rootToolsAreUsed, files, [
      "package.json: devDependency oxlint is neither imported nor run",
    ]);
  });

  test("a file that no entry reaches, a helper that no test uses", () => {
    const files = {
      "package.json": JSON.stringify({ scripts: { demo: "node packages/chaos/src/demo.ts" } }),
      ...manifest("chaos", { bin: { chaos: "./bin/chaos.js" } }),
      "packages/chaos/bin/chaos.js": `import "../src/main.ts";`,
      "packages/chaos/src/main.ts": "",
      "packages/chaos/src/index.ts": `import "./used.ts";\nimport "./generated/made.js";`,
      "packages/chaos/src/used.ts": "",
      "packages/chaos/src/demo.ts": "",
      "packages/chaos/src/dead.ts": "",
      "packages/chaos/src/generated/made.js": "",
      "packages/chaos/src/generated/made.d.ts": "",
      "packages/chaos/test/main.test.ts": `import "./helper.ts";\nimport "../src/dead.ts";`,
      "packages/chaos/test/helper.ts": "",
      "packages/chaos/test/forgotten.ts": "",
    };
    check(imports.filesAreAlive, files, [
      "packages/chaos/src/dead.ts: no entry leads here (exports, bin, or a script of package.json)",
      "packages/chaos/test/forgotten.ts: no test uses this helper",
    ]);
  });
});

describe("text", () => {
  test("files above their limit; a test may be longer; generated code is not counted", () => {
    const files = {
      ...manifest("raft"),
      "packages/raft/src/long.ts": lines(501),
      "packages/raft/src/short.ts": lines(500),
      "packages/raft/src/generated/huge.js": lines(5000),
      "packages/raft/test/long.test.ts": lines(801),
      "packages/raft/test/short.test.ts": lines(800),
    };
    check(text.filesAreShort, files, [
      "packages/raft/src/long.ts: 501 lines, at most 500: split it by noun",
      "packages/raft/test/long.test.ts: 801 lines, at most 800: split it by noun",
    ]);
  });

  test("a long line", () => {
    const files = { "scripts/a.ts": `// ${"é".repeat(97)}\n// ${"é".repeat(98)}\n` };
    check(text.linesAreShort, files, ["scripts/a.ts:2: 101 columns, at most 100"]);
  });

  test("a long function, a fourth parameter; describe blocks are chapters", () => {
    const block = (name: string): string => `${name}("a", () => {\n${lines(80)}});\n`;
    const files = {
      "scripts/a.ts": `function f(a, b, c, d) {\n${lines(69)}}\n`,
      "scripts/a.test.ts": block("describe") + block("test"),
    };
    check(text.functionsAreSmall, files, [
      "scripts/a.ts:1: a function of 71 lines, at most 70",
      "scripts/a.ts:1: 4 parameters; take an options object",
      "scripts/a.test.ts:83: a function of 82 lines, at most 70",
    ]);
  });

  test("time, chance and waiting in a core; not in its comments, its tests, or the edge", () => {
    const files = {
      ...manifest("raft"),
      ...manifest("storage"),
      ...manifest("client"),
      "packages/raft/src/index.ts": `const a = Date.now(); // Date, as a word\nconst p = Promise;`,
      "packages/raft/test/a.test.ts": "Date.now();",
      "packages/storage/src/index.ts":
        "await Buffer.alloc(1);\nprocess.exit();\na.localeCompare(b);",
      "packages/client/src/index.ts": "Math.random();",
    };
    check(text.coresArePure, files, [
      "packages/raft/src/index.ts:1: Date: take a Clock (packages/base/src/ports.ts)",
      "packages/raft/src/index.ts:2: Promise: return what to do; the shell waits",
      "packages/storage/src/index.ts:2: process.: pass the value in; only the edge has a process",
      "packages/storage/src/index.ts:1: Buffer: use Uint8Array and DataView",
      "packages/storage/src/index.ts:3: localeCompare: compare with < and >",
    ]);
  });

  test("the environment read in the middle of the house", () => {
    const files = {
      ...manifest("rpc"),
      ...manifest("server"),
      "packages/rpc/src/index.ts": "process.env.HOME;",
      "packages/server/src/index.ts": "process.env.HOME;",
    };
    check(text.environmentIsReadAtTheEdge, files, [
      "packages/rpc/src/index.ts:1: process.env: pass the value in",
    ]);
  });

  test("unfinished work", () => {
    const mark = ["TO", "DO"].join("");
    const files = {
      "scripts/a.ts": `// ${mark}: later\nreader.skip(4);\nconst words = "${mark}";\n`,
      "scripts/a.test.ts": "test.only(a);\ndescribe.skip(b);\ntest.skipIf(c)(d);\nit.each(e);\n",
      "README.md": `${mark}\n`,
    };
    const unfinished = `${mark}: finish it, or open an issue`;
    check(text.nothingIsUnfinished, files, [
      `scripts/a.ts:1: ${unfinished}`,
      "scripts/a.test.ts:1: test.only: run one test with `vitest -t NAME`",
      "scripts/a.test.ts:2: describe.skip: make it pass or delete it; skipIf is allowed",
      `README.md:1: ${unfinished}`,
    ]);
  });

  test("a package without a README", () => {
    const files = {
      ...manifest("raft"),
      ...manifest("base"),
      "packages/base/README.md": lines(10),
      "examples/worker/package.json": "{}",
      "examples/worker/README.md": lines(9),
    };
    check(text.packagesHaveReadmes, files, [
      "packages/raft/README.md: 0 lines, at least 10",
      "examples/worker/README.md: 9 lines, at least 10",
    ]);
  });

  test("an invariant without a guard", () => {
    check(text.invariantsNameTheirGuard, {}, ["ARCHITECTURE.md is missing"]);
    check(text.invariantsNameTheirGuard, { "ARCHITECTURE.md": "# House" }, [
      "ARCHITECTURE.md states no architecture invariant",
    ]);
    const document = [
      "Architecture invariant: raft\nis pure (`scripts/tidy.test.ts`).",
      "- Architecture invariant: nobody knows why.\n- Architecture invariant: see `gone.test.ts`.",
    ];
    const files = { "ARCHITECTURE.md": document.join("\n\n"), "scripts/tidy.test.ts": "" };
    check(text.invariantsNameTheirGuard, files, [
      "ARCHITECTURE.md: no guard (a .test.ts path): - Architecture invariant: nobody knows why.",
      "ARCHITECTURE.md: the guard gone.test.ts does not exist: " +
        "- Architecture invariant: see `gone.test.ts`.",
    ]);
  });

  test("a test that no project runs", () => {
    const projects = [
      { include: ["packages/*/test/**/*.test.ts"], exclude: ["**/*.cluster.test.ts"] },
      { include: ["{packages,examples}/*/test/**/*.cluster.test.ts"] },
    ];
    const files = {
      ...manifest("raft"),
      "packages/raft/test/deep/a.test.ts": "",
      "packages/raft/test/b.cluster.test.ts": "",
      "packages/raft/src/c.test.ts": "",
      "packages/raft/test/d.spec.ts": "",
    };
    check((repository) => text.testsAreRun(repository, projects), files, [
      "packages/raft/src/c.test.ts: run by 0 vitest projects, not by one",
      "packages/raft/test/d.spec.ts: run by 0 vitest projects, not by one",
    ]);
  });
});
