import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../../../scripts/generate-rpc.ts";

test("the committed code is what `npm run gen` makes of proto/", () => {
  const folder = mkdtempSync(join(tmpdir(), "sordini-gen-"));
  try {
    generate(folder);
    const differing = ["rpc.js", "rpc.d.ts", "descriptors.binpb"].filter((file) => {
      const committed = readFileSync(join(import.meta.dirname, "../src/generated", file));
      return !committed.equals(readFileSync(join(folder, file)));
    });
    expect(differing).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
