import { Prng } from "@sordini/base";
import { describe, expect, test } from "vitest";
import {
  type File,
  FileError,
  filesExam,
  MemoryFiles,
  readWhole,
  replaceFile,
  withFile,
} from "../src/index.ts";

async function emptyDirectory(): Promise<{ files: MemoryFiles; directory: string }> {
  const files = new MemoryFiles();
  await files.makeDirectory("/exam");
  return { files, directory: "/exam" };
}

describe("MemoryFiles passes the exam of the port", () => {
  test.each(filesExam(emptyDirectory))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
});

describe("a power loss", () => {
  const path = "/exam/file";
  const seeds = Array.from({ length: 150 }, (_, index) => index);

  test("keeps what was synced, and any subset of the other sectors", async () => {
    const outcomes = new Set<string>();
    for (const seed of seeds) {
      const { files, directory } = await emptyDirectory();
      await files.syncDirectory("/");
      const file = await files.open(path, "create");
      await file.write([new Uint8Array(1536).fill(1)], 0);
      await file.sync();
      await files.syncDirectory(directory);
      await file.write([new Uint8Array(1536).fill(2)], 0);
      const survivor = files.losePower(new Prng(seed));
      const bytes = await readWhole(survivor, path);
      outcomes.add([0, 512, 1024].map((position) => bytes[position]).join(""));
    }
    expect([...outcomes].toSorted()).toEqual(
      ["111", "112", "121", "122", "211", "212", "221", "222"].toSorted(),
    );
  });

  test("does not vouch for what was written while the sync ran (B9)", async () => {
    const outcomes = new Set<number>();
    for (const seed of seeds) {
      const { files, directory } = await emptyDirectory();
      await files.syncDirectory("/");
      const file = await files.open(path, "create");
      await file.write([Uint8Array.of(1)], 0);
      await files.syncDirectory(directory);
      const syncing = file.sync();
      await file.write([Uint8Array.of(2)], 0);
      await syncing;
      const survivor = files.losePower(new Prng(seed));
      outcomes.add((await readWhole(survivor, path))[0] as number);
    }
    expect(outcomes).toEqual(new Set([1, 2]));
  });

  test("may undo creation and renaming without a directory sync, never after one", async () => {
    const names = new Set<string>();
    for (const seed of seeds) {
      const { files, directory } = await emptyDirectory();
      await files.syncDirectory("/");
      await replaceFile(files, { directory, name: "kept", bytes: Uint8Array.of(1) });
      await withFile(files, { path: "/exam/new", mode: "create" }, (file) => file.sync());
      await files.rename({ from: "/exam/new", to: "/exam/renamed" });
      names.add(files.losePower(new Prng(seed)).paths().join(" "));
    }
    expect([...names].toSorted()).toEqual([
      "/exam/kept",
      "/exam/kept /exam/new",
      "/exam/kept /exam/new /exam/renamed",
      "/exam/kept /exam/renamed",
    ]);
  });

  test("ends nothing that was under way", async () => {
    const { files } = await emptyDirectory();
    const file = await files.open(path, "create");
    const survivor = files.kill();
    let hasEnded = false;
    void Promise.resolve(file.write([Uint8Array.of(1)], 0)).then(() => (hasEnded = true));
    expect(await readWhole(survivor, path)).toEqual(new Uint8Array(0));
    expect(hasEnded).toBe(false);
  });
});

describe("a failed sync leaves bytes that look written and may be lost", () => {
  /** A synced 1, over which a 2 was written whose sync failed. */
  async function afterFailure() {
    const { files, directory } = await emptyDirectory();
    await files.syncDirectory("/");
    const file = await files.open("/exam/file", "create");
    await file.write([Uint8Array.of(1)], 0);
    await file.sync();
    await files.syncDirectory(directory);
    await file.write([Uint8Array.of(2)], 0);
    files.onOperation = ({ kind }) => {
      if (kind === "sync") throw new FileError("EIO", "the disk is failing");
    };
    await expect(file.sync()).rejects.toThrow("the disk is failing");
    files.onOperation = undefined;
    return { files, file };
  }

  /** What a power loss leaves, by chance, on the disk that `act` returns. */
  async function outcomes(
    act: (after: { files: MemoryFiles; file: File }) => Promise<MemoryFiles>,
  ): Promise<number[]> {
    const found = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const disk = await act(await afterFailure());
      const survivor = disk.losePower(new Prng(seed));
      found.add((await readWhole(survivor, "/exam/file"))[0] as number);
    }
    return [...found].toSorted((a, b) => a - b);
  }

  test("which another sync does not bring back, though it succeeds (B37)", async () => {
    expect(await outcomes(async ({ files }) => files)).toEqual([1, 2]);
    const syncAgain = ({ files, file }: { files: MemoryFiles; file: File }) =>
      file.sync().then(() => files);
    expect(await outcomes(syncAgain)).toEqual([1, 2]);
  });

  test("also when another process syncs the file", async () => {
    const syncAgain = async ({ files }: { files: MemoryFiles }) => {
      const next = files.kill();
      await withFile(next, { path: "/exam/file", mode: "write" }, (file) => file.sync());
      return next;
    };
    expect(await outcomes(syncAgain)).toEqual([1, 2]);
  });

  test("until they are written and synced again", async () => {
    const writeAgain = async ({ files, file }: { files: MemoryFiles; file: File }) => {
      await file.write([Uint8Array.of(2)], 0);
      await file.sync();
      return files;
    };
    expect(await outcomes(writeAgain)).toEqual([2]);
  });
});

test("what a killed process did not sync, a power loss may take from the next one", async () => {
  const outcomes = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const { files, directory } = await emptyDirectory();
    await files.syncDirectory("/");
    await withFile(files, { path: "/exam/file", mode: "create" }, (file) => file.sync());
    const next = files.kill();
    expect(next.paths()).toEqual(["/exam/file"]);
    if (seed % 2 === 0) await next.syncDirectory(directory);
    outcomes.add(`${seed % 2} ${next.losePower(new Prng(seed)).paths().length}`);
  }
  expect([...outcomes].toSorted()).toEqual(["0 1", "1 0", "1 1"]);
});
