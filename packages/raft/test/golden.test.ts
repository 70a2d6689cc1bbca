import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rerender } from "./script.ts";

const folder = new URL("../testdata/", import.meta.url);

describe("golden scripts", () => {
  for (const file of readdirSync(folder)) {
    test(file, async () => {
      const source = readFileSync(new URL(file, folder), "utf8");
      await expect(rerender(source)).toMatchFileSnapshot(new URL(file, folder).pathname);
    });
  }
});
