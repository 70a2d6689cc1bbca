import { join } from "node:path";
import { describe, expect, test } from "vitest";
import vitestConfig from "../vitest.config.ts";
import dockerConfig from "../vitest.docker.config.ts";
import * as imports from "./tidy/imports.ts";
import { readRepository } from "./tidy/repository.ts";
import * as text from "./tidy/text.ts";

// The architecture as a test. The rules are data in tidy/rules.ts; that each of them can fail is
// shown in tidy-rules.test.ts. There is no way to suppress one.

const repository = readRepository(join(import.meta.dirname, ".."));

function check(violations: readonly string[]): void {
  expect(violations.join("\n")).toBe("");
}

describe("imports", () => {
  test("the table of packages is complete and acyclic", () => {
    check(imports.tableMatchesPackages(repository));
  });
  test("packages import only whom the table allows, by a public entry", () => {
    check(imports.importsAreAllowed(repository));
  });
  test("relative imports stay inside their package", () => {
    check(imports.relativeImportsStayInside(repository));
  });
  test("neither files nor packages import each other in a circle", () => {
    check(imports.importsAreAcyclic(repository));
  });
  test("gRPC, level, sockets and processes stay where they belong", () => {
    check(imports.librariesStayConfined(repository));
  });
  test("pure and ported packages import no library", () => {
    check(imports.coresImportNoLibrary(repository));
  });
  test("imported packages are declared, declared packages imported", () => {
    check(imports.dependenciesAreDeclared(repository));
  });
  test("the root's development tools are in use", () => {
    check(imports.rootToolsAreUsed(repository));
  });
  test("no file is dead", () => {
    check(imports.filesAreAlive(repository));
  });
});

describe("text", () => {
  test("files are short", () => check(text.filesAreShort(repository)));
  test("lines are short", () => check(text.linesAreShort(repository)));
  test("functions are small", () => check(text.functionsAreSmall(repository)));
  test("pure and ported packages are free of time, chance and the process", () => {
    check(text.coresArePure(repository));
  });
  test("the environment is read at the edge", () => {
    check(text.environmentIsReadAtTheEdge(repository));
  });
  test("nothing is unfinished", () => check(text.nothingIsUnfinished(repository)));
  test("every package has a README", () => check(text.packagesHaveReadmes(repository)));
  test("every architecture invariant names its guard", () => {
    check(text.invariantsNameTheirGuard(repository));
  });
  test("every test file is run by one vitest project", () => {
    const configs = [vitestConfig, dockerConfig];
    const projects = configs.flatMap((config) => config.test?.projects ?? []);
    check(text.testsAreRun(repository, projects.map(testProject)));
  });
});

function testProject(project: unknown): text.TestProject {
  return (project as { test: text.TestProject }).test;
}
