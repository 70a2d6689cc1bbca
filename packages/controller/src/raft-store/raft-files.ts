import { type File, FileError, type Files, readWhole } from "@sordini/storage";

/**
 * The few small files beside the key-value store: slots and snapshots. What `write` and `remove`
 * report as done is synced, the directory entry included.
 */
export interface RaftFiles {
  list(): Promise<readonly string[]>;
  /** Null when there is no such file. */
  read(name: string): Promise<Uint8Array | null>;
  /** Creates the file or replaces its content. A crash meanwhile may leave any mixture of both. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Of a file that may not exist. */
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Files up to this size stay open, since they are the slots, written with every vote and entry. */
const keptOpenBytesMax = 4_096;

/** The port on a real or simulated file system. */
export class DirectoryRaftFiles implements RaftFiles {
  readonly #files: Files;
  readonly #directory: string;
  #directoryMade = false;
  readonly #open = new Map<string, { readonly file: File; readonly sizeBytes: number }>();

  constructor(files: Files, directory: string) {
    this.#files = files;
    this.#directory = directory;
  }

  async list(): Promise<readonly string[]> {
    const entries = await this.#files.list(this.#directory);
    return entries.filter((entry) => !entry.isDirectory).map((entry) => entry.name);
  }

  async read(name: string): Promise<Uint8Array | null> {
    try {
      return await readWhole(this.#files, this.#path(name));
    } catch (error) {
      if (error instanceof FileError && error.code === "ENOENT") return null;
      throw error;
    }
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    const kept = this.#open.get(name);
    if (kept?.sizeBytes === bytes.length) {
      await kept.file.write([bytes], 0);
      await kept.file.sync();
      return;
    }
    await this.#close(name);
    await this.#makeDirectory();
    const file = await this.#openToReplace(name, bytes.length);
    await file.write([bytes], 0);
    await file.sync();
    await this.#files.syncDirectory(this.#directory);
    if (bytes.length <= keptOpenBytesMax) this.#open.set(name, { file, sizeBytes: bytes.length });
    else await file.close();
  }

  async remove(name: string): Promise<void> {
    await this.#close(name);
    await this.#files.remove(this.#path(name));
    await this.#files.syncDirectory(this.#directory);
  }

  async close(): Promise<void> {
    for (const name of [...this.#open.keys()]) await this.#close(name);
  }

  /**
   * A file of the same size is written over and never emptied first: a slot is one sector, so that
   * it is the old or the new one after a power loss. The other slot may be no help, since one that
   * a killed process wrote may be in the page cache only.
   */
  async #openToReplace(name: string, sizeBytes: number): Promise<File> {
    const entries = await this.#files.list(this.#directory);
    const isSameSize = entries.some(
      (entry) => entry.name === name && entry.sizeBytes === sizeBytes,
    );
    return this.#files.open(this.#path(name), isSameSize ? "write" : "create");
  }

  /** A synced file in a directory that itself is not is lost all the same. */
  async #makeDirectory(): Promise<void> {
    if (this.#directoryMade) return;
    await this.#files.makeDirectory(this.#directory);
    const parentEnd = this.#directory.lastIndexOf("/");
    await this.#files.syncDirectory(this.#directory.slice(0, parentEnd) || "/");
    this.#directoryMade = true;
  }

  async #close(name: string): Promise<void> {
    const kept = this.#open.get(name);
    this.#open.delete(name);
    await kept?.file.close();
  }

  #path(name: string): string {
    return `${this.#directory}/${name}`;
  }
}
