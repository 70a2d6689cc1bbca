import type { File, Files } from "./files.ts";

interface CachedFile {
  readonly file: File;
  /** Calls that use the file now; it stays open while there are any. */
  users: number;
  /** Forgotten while in use: the last user closes it. */
  isForgotten: boolean;
}

/**
 * The open segment files of a directory, a bounded number of them; the least recently used goes.
 */
export class FileCache {
  readonly #files: Files;
  readonly #openFilesMax: number;
  /** In order of use: a Map keeps insertion order, and each use inserts anew. */
  readonly #open = new Map<string, CachedFile>();
  readonly #opening = new Map<string, Promise<CachedFile>>();

  constructor(files: Files, openFilesMax: number) {
    this.#files = files;
    this.#openFilesMax = openFilesMax;
  }

  /** Runs `action` on the file at `path`, at once when the file is open already. */
  use<T>(path: string, action: (file: File) => T | Promise<T>): T | Promise<T> {
    const cached = this.#open.get(path);
    if (cached !== undefined) return this.#run({ path, cached }, action);
    return this.#opened(path).then((opened) => this.#run({ path, cached: opened }, action));
  }

  /** Makes an empty file at `path`, whatever was there. */
  async create(path: string): Promise<void> {
    const file = await this.#files.open(path, "create");
    await this.forget(path); // whoever opened the path meanwhile may have an older file
    this.#open.set(path, newlyCached(file));
    await this.#closeSurplus();
  }

  /** Closes the file, also one that is just being opened: the path may be about to mean another. */
  async forget(path: string): Promise<void> {
    const opening = this.#opening.get(path);
    if (opening !== undefined) await opening.catch(() => undefined); // its caller hears of it
    const cached = this.#open.get(path);
    if (cached === undefined) return;
    this.#open.delete(path);
    cached.isForgotten = true;
    if (cached.users === 0) await cached.file.close();
  }

  async closeAll(): Promise<void> {
    for (const path of [...this.#open.keys()]) await this.forget(path);
  }

  #run<T>(
    { path, cached }: { path: string; cached: CachedFile },
    action: (file: File) => T | Promise<T>,
  ): T | Promise<T> {
    if (!cached.isForgotten) {
      this.#open.delete(path);
      this.#open.set(path, cached);
    }
    cached.users += 1;
    let result: T | Promise<T>;
    try {
      result = action(cached.file);
    } catch (error) {
      cached.users -= 1;
      throw error;
    }
    if (result instanceof Promise) return this.#releaseAfter(result, cached);
    cached.users -= 1;
    return result;
  }

  async #releaseAfter<T>(result: Promise<T>, cached: CachedFile): Promise<T> {
    try {
      return await result;
    } finally {
      cached.users -= 1;
      if (cached.isForgotten && cached.users === 0) await cached.file.close();
    }
  }

  #opened(path: string): Promise<CachedFile> {
    const pending = this.#opening.get(path);
    if (pending !== undefined) return pending;
    const opening = this.#openAnew(path).finally(() => this.#opening.delete(path));
    this.#opening.set(path, opening);
    return opening;
  }

  async #openAnew(path: string): Promise<CachedFile> {
    const cached = newlyCached(await this.#files.open(path, "write"));
    this.#open.set(path, cached);
    cached.users += 1; // not to be closed as surplus before its first use
    await this.#closeSurplus();
    cached.users -= 1;
    return cached;
  }

  async #closeSurplus(): Promise<void> {
    for (const [path, cached] of this.#open) {
      if (this.#open.size <= this.#openFilesMax) return;
      if (cached.users > 0) continue;
      await this.forget(path);
    }
  }
}

function newlyCached(file: File): CachedFile {
  return { file, users: 0, isForgotten: false };
}
