import { Prng } from "@sordini/base";
import { MemoryFiles } from "@sordini/storage";
import { describe, expect, test } from "vitest";
import { DirectoryRaftFiles } from "../../src/raft-store/raft-files.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("DirectoryRaftFiles", () => {
  test("reads what was written, whole and again and again", async () => {
    const files = new DirectoryRaftFiles(new MemoryFiles(), "/raft");
    expect(await files.read("slot")).toBeNull();
    expect(await files.list()).toEqual([]);
    await files.write("slot", bytes(1, 2, 3));
    await files.write("slot", bytes(4, 5, 6)); // in place
    expect(await files.read("slot")).toEqual(bytes(4, 5, 6));
    await files.write("slot", bytes(7)); // anew
    expect(await files.read("slot")).toEqual(bytes(7));
    await files.write("snapshot", new Uint8Array(10_000).fill(9));
    expect((await files.list()).toSorted()).toEqual(["slot", "snapshot"]);
    await files.remove("slot");
    await files.remove("slot");
    expect(await files.list()).toEqual(["snapshot"]);
    await files.close();
  });

  test("what was reported as written survives a power cut", async () => {
    const disk = new MemoryFiles();
    const files = new DirectoryRaftFiles(disk, "/raft");
    await files.write("slot", bytes(1, 2, 3));
    await files.write("slot", bytes(4, 5, 6));
    await files.write("snapshot", new Uint8Array(10_000).fill(9));
    const after = new DirectoryRaftFiles(disk.losePower(new Prng(3)), "/raft");
    expect(await after.read("slot")).toEqual(bytes(4, 5, 6));
    expect(await after.read("snapshot")).toEqual(new Uint8Array(10_000).fill(9));
  });

  // The other slot is no help when a process that was killed left it to the page cache.
  test("a slot that a new process writes over is empty at no time", async () => {
    const disk = new MemoryFiles();
    await new DirectoryRaftFiles(disk, "/raft").write("slot", bytes(1, 2, 3));
    const next = disk.kill();
    const sizes = new Set<number>();
    next.onOperation = () => void sizes.add(next.bytesOf("/raft/slot").length);
    await new DirectoryRaftFiles(next, "/raft").write("slot", bytes(4, 5, 6));
    expect([...sizes]).toEqual([3]);
    const after = new DirectoryRaftFiles(next.losePower(new Prng(1)), "/raft");
    expect(await after.read("slot")).toEqual(bytes(4, 5, 6));
  });
});
