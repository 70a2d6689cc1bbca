import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, open, readFile, rm, statfs, truncate, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A node's journal takes 256 MiB of it; the image is sparse, so an empty disk costs nothing. */
const sizeBytes = 1 << 30;
/**
 * What nobody synced is lost for certain: metadata leaves the page cache rarely by itself, and a
 * file that replaces another one is not synced out of kindness.
 */
const mountOptions = "commit=600,noauto_da_alloc";
const copyAttemptsMax = 5;
const fillerName = "filler";
const markText = "written just before the power was lost";

/** What a power loss did to two marks that were written just before it. */
export interface PowerLoss {
  /** A file that was not synced has lost its content: the page cache is really gone. */
  readonly lostUnsynced: boolean;
  /** A file that was synced is still there. */
  readonly keptSynced: boolean;
}

/** A disk of one node: an ext4 file system of its own in an image file. */
export class LoopDisk {
  readonly mountPoint: string;
  #image: string;
  #device: string | null = null;
  #generation = 0;

  constructor({ image, mountPoint }: { readonly image: string; readonly mountPoint: string }) {
    this.#image = image;
    this.mountPoint = mountPoint;
  }

  /** Makes the file system and mounts it. Throws where that is not allowed. */
  async create(): Promise<void> {
    await writeFile(this.#image, "");
    await truncate(this.#image, sizeBytes);
    await run("mkfs.ext4", ["-q", "-m", "0", this.#image]);
    await mkdir(this.mountPoint, { recursive: true });
    await this.#mount();
  }

  /** Leaves no byte free; resolves to the bytes that it took. */
  async fill(): Promise<number> {
    const path = join(this.mountPoint, fillerName);
    const { bavail, bsize } = await statfs(this.mountPoint);
    // Reserved, not written. The rest is found by writing until the disk says no.
    await run("fallocate", ["-l", String(Math.max(bsize, (bavail - 64) * bsize)), path]);
    const file = await open(path, "a");
    try {
      for (;;) await file.write(new Uint8Array(bsize));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      return (await file.stat()).size;
    } finally {
      await file.close();
    }
  }

  async free(): Promise<void> {
    await rm(join(this.mountPoint, fillerName), { force: true });
  }

  /** To be called just before the processes are killed whose machine loses power. */
  async mark(): Promise<void> {
    const { synced: syncedPath, unsynced } = this.#marks;
    const synced = await open(syncedPath, "w");
    await synced.write(markText);
    await synced.sync();
    await synced.close();
    const folder = await open(this.mountPoint, "r");
    await folder.sync();
    await folder.close();
    await writeFile(unsynced, markText);
  }

  /**
   * What a power loss leaves (F14): the image as it is, copied before the file system can write
   * what it still has in memory, takes the place of the disk. No process may have files open there.
   */
  async losePower(): Promise<PowerLoss> {
    const marks = this.#marks;
    this.#generation++;
    const copy = `${this.#image.replace(/\.\d+$/, "")}.${this.#generation}`;
    await this.#copyAtRest(copy);
    const before = this.#image;
    await this.unmount();
    this.#image = copy;
    await this.#mount();
    await rm(before);
    const loss = {
      lostUnsynced: (await textOf(marks.unsynced)) !== markText,
      keptSynced: (await textOf(marks.synced)) === markText,
    };
    await Promise.all(Object.values(marks).map((path) => rm(path, { force: true })));
    return loss;
  }

  /** New names for each power loss, so that no older mark is taken for it. */
  get #marks(): { readonly synced: string; readonly unsynced: string } {
    const path = (name: string): string => join(this.mountPoint, `${name}.${this.#generation}`);
    return { synced: path("synced"), unsynced: path("unsynced") };
  }

  async unmount(): Promise<void> {
    if (this.#device === null) return;
    await run("umount", [this.mountPoint]);
    await run("losetup", ["-d", this.#device]);
    this.#device = null;
  }

  async #mount(): Promise<void> {
    const options = ["--direct-io=on", "--find", "--show", this.#image];
    this.#device = (await run("losetup", options)).stdout.trim();
    try {
      await run("mount", ["-o", mountOptions, this.#device, this.mountPoint]);
    } catch (error) {
      await run("losetup", ["-d", this.#device]);
      this.#device = null;
      throw error;
    }
  }

  /** The kernel may write back a page at any time: a copy during which it did is thrown away. */
  async #copyAtRest(copy: string): Promise<void> {
    for (let attempt = 0; attempt < copyAttemptsMax; attempt++) {
      const before = this.#writesUntilNow();
      await run("cp", ["--sparse=always", this.#image, copy]);
      if (this.#writesUntilNow() === before) return;
    }
    throw new Error(`${this.#image} was written during each of ${copyAttemptsMax} copies`);
  }

  #writesUntilNow(): string {
    const name = basename(this.#device ?? "");
    const fields = readFileSync(`/sys/block/${name}/stat`, "latin1").trim().split(/\s+/);
    return `${fields[4]} requests, ${fields[6]} sectors, ${fields[8]} in flight`;
  }
}

/** Why disks of their own are not possible here; null when they are. Tries it in `folder`. */
export async function whyNoLoopDisks(folder: string): Promise<string | null> {
  const place = join(folder, "trial");
  const disk = new LoopDisk({ image: `${place}.img`, mountPoint: place });
  try {
    await disk.create();
    await disk.unmount();
    return null;
  } catch (error) {
    const [line] = (error as Error).message.trim().split("\n").slice(-1);
    return `a loop device cannot be mounted here: ${line}`;
  } finally {
    await rm(`${place}.img`, { force: true });
    await rm(place, { recursive: true, force: true });
  }
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
