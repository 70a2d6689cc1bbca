import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { filesExam } from "@sordini/storage";
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
