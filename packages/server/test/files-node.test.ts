import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type File, filesAnswers, filesExam, MemoryFiles } from "@sordini/storage";
import { assert as check, asyncProperty, integer, nat } from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { NodeFiles } from "../src/files-node.ts";

const root = await fs.mkdtemp(path.join(os.tmpdir(), "sordini-files-"));
let made = 0;

async function emptyDirectory(): Promise<{ files: NodeFiles; directory: string }> {
  made += 1;
  const directory = path.join(root, String(made));
  await fs.mkdir(directory);
  return { files: new NodeFiles(), directory };
}

afterAll(() => fs.rm(root, { recursive: true }));

describe("NodeFiles passes the exam of the port", () => {
  test.each(filesExam(emptyDirectory))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
});

/** The files of a process that can be killed: the system then closes what it had open. */
class MortalFiles extends NodeFiles {
  readonly #opened = new Set<File>();

  override async open(...args: Parameters<NodeFiles["open"]>): Promise<File> {
    const file = await super.open(...args);
    this.#opened.add(file);
    return {
      write: (buffers, position) => file.write(buffers, position),
      read: (range) => file.read(range),
      sync: () => file.sync(),
      truncate: (sizeBytes) => file.truncate(sizeBytes),
      close: () => {
        this.#opened.delete(file);
        return file.close();
      },
    };
  }

  async kill(): Promise<MortalFiles> {
    for (const file of this.#opened) await file.close();
    this.#opened.clear();
    return this;
  }
}

test("NodeFiles and MemoryFiles answer any history alike", async () => {
  await check(
    asyncProperty(nat(), integer({ min: 1, max: 80 }), async (seed, steps) => {
      const { directory } = await emptyDirectory();
      const real = new MortalFiles();
      const kill = () => real.kill();
      const answers = await filesAnswers({ files: real, directory, kill }, { seed, steps });
      expect(answers).toEqual(await memoryAnswers({ seed, steps }));
    }),
    { seed: 4, numRuns: 150 },
  );
}, 60_000);

async function memoryAnswers(exam: { seed: number; steps: number }): Promise<string[]> {
  let files = new MemoryFiles();
  await files.makeDirectory("/exam");
  const kill = async () => (files = files.kill());
  return filesAnswers({ files, directory: "/exam", kill }, exam);
}

describe("a lock across processes", () => {
  const holder = `
    import { NodeFiles } from ${JSON.stringify(new URL("../src/files-node.ts", import.meta.url))};
    const lock = await new NodeFiles().lock(process.argv[1]);
    process.stdout.write("heldBy" in lock ? lock.heldBy : "locked");
    setInterval(() => undefined, 1000);
  `;

  function start(directory: string) {
    const args = ["--input-type=module", "-e", holder, directory];
    return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  }

  test("is refused while the holder lives, and falls to the next when it was killed", async () => {
    const { files, directory } = await emptyDirectory();
    const child = start(directory);
    const [said] = await once(child.stdout, "data");
    expect(String(said)).toBe("locked");
    const refused = await files.lock(directory);
    expect(refused).toMatchObject({ heldBy: expect.stringContaining(`process ${child.pid}`) });

    child.kill("SIGKILL");
    await once(child, "exit");
    const lock = await files.lock(directory);
    expect(lock).toHaveProperty("release");
    const second = start(directory);
    const [answer] = await once(second.stdout, "data");
    expect(String(answer)).toContain(`process ${process.pid}`);
    second.kill("SIGKILL");
    await once(second, "exit");
    if ("release" in lock) await lock.release();
    expect(await fs.readdir(directory)).toEqual([]);
  });

  test("a claim of a process whose id was given to another holds nobody up", async () => {
    const { files, directory } = await emptyDirectory();
    await fs.writeFile(path.join(directory, `.lock-${process.ppid}-1`), "");
    const lock = await files.lock(directory);
    expect(lock).toHaveProperty(process.platform === "linux" ? "release" : "heldBy");
    if ("release" in lock) await lock.release();
  });
});
