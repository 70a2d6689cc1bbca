import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { renderScript } from "./script.ts";
import { World } from "./world.ts";

const directory = join(import.meta.dirname, "../testdata");

describe("golden scripts", () => {
  test.each(readdirSync(directory))("%s", async (name) => {
    const path = join(directory, name);
    const world = new World();
    const rendered = renderScript(readFileSync(path, "utf8"), (command) => world.run(command));
    await expect(rendered).toMatchFileSnapshot(path);
  });
});
