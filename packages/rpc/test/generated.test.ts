import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../../../scripts/generate-rpc.ts";

test("the committed code is what `npm run gen` makes of proto/", () => {
  const folder = mkdtempSync(join(tmpdir(), "sordini-gen-"));
  try {
    generate(folder);
    for (const file of ["rpc.js", "rpc.d.ts"]) {
      const committed = readFileSync(join(import.meta.dirname, "../src/generated", file), "utf8");
      expect(committed === readFileSync(join(folder, file), "utf8"), `${file} differs`).toBe(true);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
