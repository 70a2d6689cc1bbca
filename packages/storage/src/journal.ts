import { assert } from "@sordini/base";
import { withFile, type File, type Files } from "./files.ts";
import {
  encodeGroup,
  groupBytesAtMost,
  type JournalEntry,
  type Salt,
  sectorBytes,
} from "./journal-format.ts";

export interface JournalOptions {
  readonly files: Files;
  /** The log directory itself. */
  readonly directory: string;
  readonly salt: Salt;
  readonly fileCount: number;
  readonly fileBytes: number;
  /** A file that is not needed yet cannot be made ready: the directory has failed (I26). */
  readonly onFailed: (error: unknown) => void;
}

interface JournalFile {
  readonly path: string;
  file: File | undefined;
  /** The newest group in it; 0 when it holds none that is needed. */
  lastGroup: number;
}

export function journalFileName(index: number): string {
  return `journal-${index}`;
}

/**
 * Makes those of a ring's files that are not there, durably, so that one that is missing later is
 * known to be lost (F16) and not just never made.
 */
export async function createJournalFiles({
  files,
  directory,
  fileCount,
}: Pick<JournalOptions, "files" | "directory" | "fileCount">): Promise<void> {
  const existing = new Set((await files.list(directory)).map(({ name }) => name));
  const missing = journalFileNames(fileCount).filter((name) => !existing.has(name));
  for (const name of missing) {
    await withFile(files, { path: `${directory}/${name}`, mode: "create" }, async () => undefined);
  }
  if (missing.length > 0) await files.syncDirectory(directory);
}

export function journalFileNames(fileCount: number): string[] {
  return Array.from({ length: fileCount }, (_, index) => journalFileName(index));
}

export function isJournalFileName(name: string): boolean {
  return /^journal-\d+$/.test(name);
}

/**
 * A ring of files that are written round and round: overwriting costs no inode update and finds its
 * pages in the cache. One group at a time: the next is written when the last is synced, so a group
 * that is there proves that all before it were durable.
 *
 * Invariant: a file is overwritten only after `release` said that a durable checkpoint covers it.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #ring: JournalFile[];
  #current = 0;
  #position = 0;
  #lastNumber = 0;
  #preparingNext: Promise<void> | undefined;

  private constructor(options: JournalOptions) {
    assert(options.fileCount >= 2, "a ring needs two files: one is written while one is released");
    this.#options = options;
    this.#ring = Array.from({ length: options.fileCount }, (_, index) => ({
      path: `${options.directory}/${journalFileName(index)}`,
      file: undefined,
      lastGroup: 0,
    }));
  }

  /** Starts a journal under a new salt in files that are there; what they hold is stale. */
  static async open(options: JournalOptions): Promise<Journal> {
    const journal = new Journal(options);
    await journal.#openFile(0);
    return journal;
  }

  /** Number of the newest group that is durable; the first one is 1. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  /** The largest run that may be journaled; a larger one has its segment synced. */
  get runBytesMax(): number {
    return Math.floor(this.#options.fileBytes / 2);
  }

  /** False while the group would overwrite groups that the last checkpoint does not cover. */
  hasRoom(entries: readonly JournalEntry[]): boolean {
    return this.#fits(groupBytesAtMost(entries)) || this.#next.lastGroup === 0;
  }

  /** Writes and syncs one group. True when the ring moved on to its next file. */
  async write(entries: readonly JournalEntry[]): Promise<boolean> {
    const movesOn = !this.#fits(groupBytesAtMost(entries));
    if (movesOn) await this.#moveOn();
    const number = this.#lastNumber + 1;
    const { buffers, sizeBytes } = encodeGroup({ salt: this.#options.salt, number }, entries);
    const current = this.#ring[this.#current] as JournalFile;
    const file = current.file as File;
    await file.write(buffers, this.#position);
    current.lastGroup = number;
    await file.sync();
    this.#lastNumber = number;
    this.#position += Math.ceil(sizeBytes / sectorBytes) * sectorBytes;
    if (this.#position * 2 > this.#options.fileBytes) this.#prepareNext();
    return movesOn;
  }

  /** All groups before `number` are in synced segments and in a durable checkpoint. */
  release(number: number): void {
    for (const [index, entry] of this.#ring.entries()) {
      if (index !== this.#current && entry.lastGroup < number) entry.lastGroup = 0;
    }
  }

  async close(): Promise<void> {
    await this.#preparingNext?.catch(() => undefined); // onFailed was told
    for (const { file } of this.#ring) await file?.close();
  }

  get #next(): JournalFile {
    return this.#ring[(this.#current + 1) % this.#ring.length] as JournalFile;
  }

  #fits(sizeBytes: number): boolean {
    // An empty file takes any group, so that a group larger than a file is possible, if not wanted.
    return this.#position === 0 || this.#position + sizeBytes <= this.#options.fileBytes;
  }

  async #moveOn(): Promise<void> {
    assert(this.#next.lastGroup === 0, "the ring would overwrite groups that are still needed");
    this.#prepareNext();
    await this.#preparingNext;
    this.#preparingNext = undefined;
    this.#current = (this.#current + 1) % this.#ring.length;
    this.#position = 0;
  }

  /** Begins to allocate the next file long before it is needed. */
  #prepareNext(): void {
    if (this.#preparingNext !== undefined) return;
    const index = (this.#current + 1) % this.#ring.length;
    this.#preparingNext = this.#openFile(index, { allocated: true });
    // Now, and not when the file is needed: a partition that is idle meanwhile would be kept by a
    // broker that can never write to it again.
    this.#preparingNext.catch(this.#options.onFailed);
  }

  async #openFile(index: number, { allocated = false } = {}): Promise<void> {
    const entry = this.#ring[index] as JournalFile;
    if (entry.file !== undefined) return;
    const file = await this.#options.files.open(entry.path, "write");
    if (allocated) await this.#fill(file, index); // at start-up nobody waits for megabytes of zeros
    entry.file = file;
  }

  /** Gives the file its whole size, so that writing to it changes no inode. */
  async #fill(file: File, index: number): Promise<void> {
    const { files, directory, fileBytes } = this.#options;
    const name = journalFileName(index);
    const found = (await files.list(directory)).find((entry) => entry.name === name);
    let position = found?.sizeBytes ?? 0;
    if (position >= fileBytes) return;
    const zeros = new Uint8Array(Math.min(fileBytes - position, fillBytesMax));
    for (; position < fileBytes; position += zeros.length) {
      await file.write([zeros.subarray(0, fileBytes - position)], position);
    }
    await file.sync();
  }
}

const fillBytesMax = 1 << 20;
