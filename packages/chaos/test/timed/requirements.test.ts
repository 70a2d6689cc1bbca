import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { faultKind, faultKinds } from "../../src/faults/catalogue.ts";
import { possibleFaults } from "../../src/timed/requirements.ts";

const folder = mkdtempSync(join(tmpdir(), "sordini-requirements-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("every fault is possible or skipped with a reason; trying leaves nothing behind", async () => {
  const { kinds, skipped } = await possibleFaults(faultKinds, { folder, durability: "fsync" });
  expect(kinds.length + skipped.length).toBe(faultKinds.length);
  expect(kinds.map(({ name }) => name)).toContain("kill");
  for (const { why } of skipped) expect(why).not.toBe("");
  expect(readdirSync(folder)).toEqual([]);
});

test("a power loss is no test of a durability that does not promise to survive it", async () => {
  const wanted = ["kill", "power-loss"].map(faultKind);
  const { kinds, skipped } = await possibleFaults(wanted, { folder, durability: "page-cache" });
  expect(kinds.map(({ name }) => name)).toEqual(["kill"]);
  expect(skipped).toMatchObject([{ fault: "power-loss" }]);
});
