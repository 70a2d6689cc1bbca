import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runScript } from "./script.ts";

// Each script of testdata tells one story; `vitest -u` writes the outputs anew, to be read.
const folder = new URL("../testdata/", import.meta.url);

for (const name of readdirSync(folder).sort()) {
  test(name, async () => {
    const file = new URL(name, folder).pathname;
    await expect(runScript(readFileSync(file, "utf8"))).toMatchFileSnapshot(file);
  });
}
