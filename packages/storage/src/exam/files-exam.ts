import { assert } from "@sordini/base";
import { type Files, FileError, readWhole, replaceFile, withFile } from "../files.ts";

/** One question of the exam: resolves when the implementation answers it rightly, else throws. */
export interface ExamCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * The exam that every implementation of the `Files` port passes: the real one, the one in memory,
 * and whichever a simulator wraps. `make` gives a fresh implementation and an empty directory to
 * work in.
 */
export function filesExam(make: () => Promise<{ files: Files; directory: string }>): ExamCase[] {
  return Object.entries({ ...contentQuestions, ...directoryQuestions }).map(([name, ask]) => ({
    name,
    run: async () => {
      const { files, directory } = await make();
      await ask(files, directory);
    },
  }));
}

type Questions = Readonly<Record<string, (files: Files, directory: string) => Promise<void>>>;

const contentQuestions: Questions = {
  "write gathers buffers at a position and read gives them back": async (files, directory) => {
    const path = `${directory}/a`;
    await withFile(files, { path, mode: "create" }, async (file) => {
      await file.write([bytesOf(1, 2), bytesOf(), bytesOf(3)], 0);
      await file.write([bytesOf(9)], 1);
      await file.sync();
      equal(await file.read({ position: 0, length: 3 }), [1, 9, 3]);
      equal(await file.read({ position: 2, length: 100 }), [3]);
      equal(await file.read({ position: 3, length: 1 }), []);
    });
  },

  "large writes arrive whole": async (files, directory) => {
    const path = `${directory}/large`;
    const parts = Array.from({ length: 1500 }, (_, index) => new Uint8Array(700).fill(index));
    await withFile(files, { path, mode: "create" }, async (file) => {
      await file.write(parts, 5);
    });
    const whole = await readWhole(files, path);
    assert(whole.length === 1500 * 700 + 5, `the file has ${whole.length} bytes`);
    for (const [index, part] of parts.entries()) {
      const start = 5 + index * 700;
      equal(whole.subarray(start, start + 700), part);
    }
  },

  "a gap before the position becomes zeros": async (files, directory) => {
    await withFile(files, { path: `${directory}/gap`, mode: "create" }, async (file) => {
      await file.write([bytesOf(7)], 3);
      equal(await file.read({ position: 0, length: 9 }), [0, 0, 0, 7]);
    });
  },

  "truncate cuts, and grows with zeros": async (files, directory) => {
    await withFile(files, { path: `${directory}/cut`, mode: "create" }, async (file) => {
      await file.write([bytesOf(1, 2, 3, 4)], 0);
      await file.truncate(2);
      await file.truncate(4);
      equal(await file.read({ position: 0, length: 9 }), [1, 2, 0, 0]);
    });
  },

  "what is read is the reader's own": async (files, directory) => {
    await withFile(files, { path: `${directory}/own`, mode: "create" }, async (file) => {
      await file.write([bytesOf(1, 2)], 0);
      const read = await file.read({ position: 0, length: 2 });
      await file.write([bytesOf(8, 8)], 0);
      equal(read, [1, 2]);
    });
  },
};

const directoryQuestions: Questions = {
  "open: create empties, read and write want a file": async (files, directory) => {
    const path = `${directory}/file`;
    await fails("ENOENT", () => files.open(path, "read"));
    await fails("ENOENT", () => files.open(path, "write"));
    await withFile(files, { path, mode: "create" }, async (file) => file.write([bytesOf(1)], 0));
    await withFile(files, { path, mode: "write" }, async (file) => file.write([bytesOf(2)], 1));
    equal(await readWhole(files, path), [1, 2]);
    await withFile(files, { path, mode: "create" }, async () => undefined);
    equal(await readWhole(files, path), []);
  },

  "list names files with sizes and directories; a missing one is empty": async (
    files,
    directory,
  ) => {
    await files.makeDirectory(`${directory}/deep/er`);
    await files.makeDirectory(`${directory}/deep/er`);
    await withFile(files, { path: `${directory}/deep/file`, mode: "create" }, async (file) => {
      await file.write([bytesOf(1, 2, 3)], 0);
    });
    const entries = [...(await files.list(`${directory}/deep`))];
    const shown = entries.map(({ name, isDirectory, sizeBytes }) =>
      isDirectory ? `${name}/` : `${name}:${sizeBytes}`,
    );
    assert(shown.toSorted().join(" ") === "er/ file:3", `listed: ${shown.join(" ")}`);
    assert((await files.list(`${directory}/none`)).length === 0, "a missing directory has entries");
  },

  "rename replaces; an open file survives it and its removal": async (files, directory) => {
    const path = `${directory}/kept`;
    await replaceFile(files, { directory, name: "kept", bytes: bytesOf(1) });
    const open = await files.open(path, "read");
    await replaceFile(files, { directory, name: "kept", bytes: bytesOf(2) });
    equal(await readWhole(files, path), [2]);
    await files.remove(path);
    equal(await open.read({ position: 0, length: 1 }), [1]);
    await open.close();
    await fails("ENOENT", () => files.open(path, "read"));
    await fails("ENOENT", () => files.rename({ from: path, to: `${directory}/other` }));
  },

  "remove takes a whole directory, and does not mind what is not there": async (
    files,
    directory,
  ) => {
    await files.makeDirectory(`${directory}/tree/branch`);
    await withFile(
      files,
      { path: `${directory}/tree/leaf`, mode: "create" },
      async () => undefined,
    );
    await files.remove(`${directory}/tree`);
    await files.remove(`${directory}/tree`);
    await files.syncDirectory(directory);
    assert((await files.list(directory)).length === 0, "the directory is not empty");
    await fails("ENOENT", () => files.syncDirectory(`${directory}/tree`));
  },

  "a directory is locked once, until released": async (files, directory) => {
    const lock = await files.lock(directory);
    assert("release" in lock, "the first lock is refused");
    const second = await files.lock(directory);
    assert("heldBy" in second && second.heldBy !== "", "the second lock is granted");
    await lock.release();
    const third = await files.lock(directory);
    assert("release" in third, "a released lock is refused");
    await third.release();
    await fails("ENOENT", () => files.lock(`${directory}/none`));
  },
};

function bytesOf(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

function equal(actual: Uint8Array, expected: ArrayLike<number>): void {
  const isEqual =
    actual.length === expected.length && actual.every((byte, index) => byte === expected[index]);
  const shown = (bytes: ArrayLike<number>) => Array.from(bytes).slice(0, 16).join(",");
  assert(isEqual, `bytes ${shown(actual)} instead of ${shown(expected)}`);
}

async function fails(code: FileError["code"], action: () => Promise<unknown>): Promise<void> {
  let caught: unknown;
  try {
    await action();
  } catch (error) {
    caught = error;
  }
  assert(caught instanceof FileError, `no FileError but ${String(caught)}`);
  assert(caught.code === code, `${caught.code} instead of ${code}: ${caught.message}`);
}
