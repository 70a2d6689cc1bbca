import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { open, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LoopDisk, whyNoLoopDisks } from "../../src/disks/loop-disk.ts";

const folder = mkdtempSync(join(tmpdir(), "sordini-disk-"));
const why = await whyNoLoopDisks(folder);
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(why !== null)(`a disk in an image file${why === null ? "" : ` (${why})`}`, () => {
  const disk = new LoopDisk({ image: join(folder, "disk.img"), mountPoint: join(folder, "disk") });
  beforeAll(() => disk.create());
  afterAll(() => disk.unmount());

  test("full, nothing can be written; freed, everything can", async () => {
    const path = join(disk.mountPoint, "record");
    expect(await disk.fill()).toBeGreaterThan(900 << 20);
    expect(statfsSync(disk.mountPoint).bavail).toBe(0);
    await expect(writeFile(path, "x".repeat(8192))).rejects.toThrow("ENOSPC");
    await disk.free();
    await writeFile(path, "x".repeat(8192));
  });

  test.each([1, 2])("power loss %i takes what was not synced, and only that", async (round) => {
    const path = (name: string): string => join(disk.mountPoint, `${name}-${round}`);
    const synced = await open(path("synced"), "w");
    await synced.write("durable");
    await synced.datasync();
    await synced.write(", and then not");
    await synced.close();
    await disk.mark();
    expect(await disk.losePower()).toEqual({ lostUnsynced: true, keptSynced: true });
    expect(await readFile(path("synced"), "utf8")).toMatch(/^durable/);
  });
});
