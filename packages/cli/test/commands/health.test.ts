import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Ran, runIn } from "../support/console.ts";

// That a server which serves is healthy, the tests of the compose files see on real processes.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sordini-health-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function healthWith(settings: readonly string[]): Promise<Ran> {
  const file = join(folder, "server.properties");
  writeFileSync(file, settings.join("\n"));
  return runIn({}, ["health", "--config", file, "--timeout-ms", "2000"]);
}

const broker = ["process.roles=broker", "node.id=1", "controller.quorum.voters=9@127.0.0.1:1"];

describe("sordini health", () => {
  test("ends with 1 and one line where nobody answers", async () => {
    const { exitCode, stdout, stderr } = await healthWith([...broker, "listeners=A://127.0.0.1:1"]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^sordini: 127\.0\.0\.1:1 does not answer: .*ECONNREFUSED.*\n$/);
  });

  test("ends with 1 where the settings make no sense", async () => {
    const { exitCode, stderr } = await healthWith(["process.roles=broker"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("sordini: node.id is not set");
  });

  test("needs to know the settings", async () => {
    const { exitCode, stderr } = await runIn({}, ["health"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--config <file>");
  });
});
