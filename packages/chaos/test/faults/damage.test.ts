import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Chance } from "@sordini/sim";
import { afterAll, expect, test } from "vitest";
import { injure } from "../../src/faults/damage.ts";

const folder = mkdtempSync(join(tmpdir(), "sordini-damage-"));
afterAll(() => rmSync(folder, { recursive: true }));

function directory(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

test("a directory without logs is left alone", () => {
  expect(injure({ dataDirectory: directory("empty"), preferred: [] }, new Chance(1))).toBeNull();
});

test("exactly one file of a log is hurt, and the damage is named", () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 30; seed++) {
    const data = directory(`logs-${seed}`);
    const log = join(data, "1QIpU6-e93tX89NQYdsRvA-2");
    mkdirSync(log);
    const paths = ["log", "index"].map((type) => join(log, `00000000000000000000.${type}`));
    for (const path of paths) writeFileSync(path, new Uint8Array(100));
    const what = injure({ dataDirectory: data, preferred: [2] }, new Chance(seed)) ?? "nothing";
    const hurt = paths.filter((path) => textOf(path) !== "\0".repeat(100));
    const types = hurt.map((path) => path.split(".").at(-1));
    seen.add(`${types.join(",")}: ${/bit flipped|cut from|removed/.exec(what)?.[0]}`);
  }
  expect([...seen].toSorted()).toEqual(["index: removed", "log: bit flipped", "log: cut from"]);
});

test("bits are flipped only where the node will be read from", () => {
  const data = directory("follower");
  const log = join(data, "1QIpU6-e93tX89NQYdsRvA-2");
  mkdirSync(log);
  for (let seed = 0; seed < 20; seed++) {
    writeFileSync(join(log, "00000000000000000000.log"), new Uint8Array(100));
    expect(injure({ dataDirectory: data, preferred: [0, 1] }, new Chance(seed))).toContain(
      "cut from",
    );
  }
});

/** Null when it is gone. */
function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "latin1") : null;
}
