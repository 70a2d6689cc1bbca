import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { promisify } from "node:util";
import {
  type DirectoryEntry,
  type File,
  FileError,
  type FileErrorCode,
  type FileLock,
  type Files,
  type LockRefusal,
  type OpenMode,
} from "@sordini/storage";

const close = promisify(fs.close);
const fdatasync = promisify(fs.fdatasync);
const fsync = promisify(fs.fsync);
const ftruncate = promisify(fs.ftruncate);
const open = promisify(fs.open);
const read = promisify(fs.read);
const writev = promisify(fs.writev);

/**
 * Writes up to this size are done at once when the pages are warm: they take some 16 us, and a hop
 * to the thread pool and back takes 20 (performance notes, A3).
 */
const syncWriteBytesMax = 64 * 1024;

const openFlags = { read: "r", write: "r+", create: "w+" } as const;

/** The storage port on the operating system's files. */
export class NodeFiles implements Files {
  async open(path: string, mode: OpenMode): Promise<File> {
    return new NodeFile(path, await translated(path, () => open(path, openFlags[mode])));
  }

  // One directory's names and sizes are in memory or about to be; a hop for each would cost more.
  async list(directory: string): Promise<readonly DirectoryEntry[]> {
    try {
      const entries = fs.readdirSync(directory, { withFileTypes: true });
      return entries.flatMap((entry): DirectoryEntry[] => {
        const isDirectory = entry.isDirectory();
        if (isDirectory) return [{ name: entry.name, isDirectory, sizeBytes: 0 }];
        const stat = fs.statSync(`${directory}/${entry.name}`, { throwIfNoEntry: false });
        return stat === undefined ? [] : [{ name: entry.name, isDirectory, sizeBytes: stat.size }];
      });
    } catch (error) {
      const fileError = fileErrorOf(directory, error);
      if (fileError.code === "ENOENT") return [];
      throw fileError;
    }
  }

  async makeDirectory(path: string): Promise<void> {
    await translated(path, () => fs.promises.mkdir(path, { recursive: true }));
  }

  async rename({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
    await translated(from, () => fs.promises.rename(from, to));
  }

  async remove(path: string): Promise<void> {
    await translated(path, () => fs.promises.rm(path, { recursive: true, force: true }));
  }

  async syncDirectory(directory: string): Promise<void> {
    if (process.platform === "win32") return; // cannot be opened there; NTFS journals its entries
    await translated(directory, async () => {
      const descriptor = await open(directory, fs.constants.O_DIRECTORY);
      try {
        await fsync(descriptor);
      } finally {
        await close(descriptor);
      }
    });
  }

  /**
   * Each process that wants the directory first puts down a claim, a file named after its process
   * id and start time, and then looks for claims of others that live. Of two that come at once, at
   * least one sees the other, and whoever sees another gives up: there is no moment in which a
   * stale lock is "taken over", which is where lock files go wrong. A dead process's claim holds
   * nobody up, even when its process id was given to another since. Processes that do not see each
   * other's ids (containers that share a volume) are not kept apart.
   */
  async lock(directory: string): Promise<FileLock | LockRefusal> {
    const own = `${claimPrefix}${process.pid}-${startTimeOf(process.pid) ?? "0"}`;
    if (heldHere.has(directory)) return { heldBy: "this process" };
    heldHere.add(directory);
    const path = `${directory}/${own}`;
    try {
      await translated(path, () => fs.promises.writeFile(path, `${randomUUID()}\n`));
      const names = await translated(directory, () => fs.promises.readdir(directory));
      const other = names.filter((name) => name !== own).find(isLiveClaim);
      if (other === undefined) {
        await removeStaleClaims(directory, own);
        return { release: () => this.#release(directory, path) };
      }
      await this.#release(directory, path);
      return { heldBy: `process ${parseClaim(other)?.processId} (see ${directory}/${other})` };
    } catch (error) {
      heldHere.delete(directory);
      throw error;
    }
  }

  async #release(directory: string, path: string): Promise<void> {
    await this.remove(path);
    heldHere.delete(directory);
  }
}

class NodeFile implements File {
  readonly #path: string;
  readonly #descriptor: number;

  constructor(path: string, descriptor: number) {
    this.#path = path;
    this.#descriptor = descriptor;
  }

  write(buffers: readonly Uint8Array[], position: number): void | Promise<void> {
    const sizeBytes = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
    if (sizeBytes > syncWriteBytesMax) return this.#writeAsync({ buffers, position, sizeBytes });
    let rest = buffers;
    let at = position;
    try {
      for (;;) {
        const written = fs.writevSync(this.#descriptor, rest, at);
        rest = withoutFirst(rest, written);
        if (rest.length === 0) return;
        at += written;
      }
    } catch (error) {
      throw fileErrorOf(this.#path, error);
    }
  }

  async read({ position, length }: { position: number; length: number }): Promise<Uint8Array> {
    const buffer = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await translated(this.#path, () =>
        read(this.#descriptor, buffer, filled, length - filled, position + filled),
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return new Uint8Array(buffer.buffer, buffer.byteOffset, filled);
  }

  async sync(): Promise<void> {
    await translated(this.#path, () => fdatasync(this.#descriptor));
  }

  async truncate(sizeBytes: number): Promise<void> {
    await translated(this.#path, () => ftruncate(this.#descriptor, sizeBytes));
  }

  async close(): Promise<void> {
    await translated(this.#path, () => close(this.#descriptor));
  }

  async #writeAsync(write: {
    buffers: readonly Uint8Array[];
    position: number;
    sizeBytes: number;
  }): Promise<void> {
    let rest = write.buffers;
    let at = write.position;
    while (rest.length > 0) {
      const { bytesWritten } = await translated(this.#path, () =>
        writev(this.#descriptor, rest, at),
      );
      rest = withoutFirst(rest, bytesWritten);
      at += bytesWritten;
    }
  }
}

/** What is left of `buffers` after their first `count` bytes; a full disk may take only a part. */
function withoutFirst(buffers: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let skipped = 0;
  for (const [index, buffer] of buffers.entries()) {
    if (skipped + buffer.length > count) {
      return [buffer.subarray(count - skipped), ...buffers.slice(index + 1)];
    }
    skipped += buffer.length;
  }
  return [];
}

async function translated<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw fileErrorOf(path, error);
  }
}

function fileErrorOf(path: string, error: unknown): FileError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  return new FileError(codes[code] ?? "OTHER", `${path}: ${message}`);
}

const codes: Readonly<Record<string, FileErrorCode>> = {
  ENOSPC: "ENOSPC",
  EDQUOT: "ENOSPC",
  ENOENT: "ENOENT",
  EIO: "EIO",
};

const claimPrefix = ".lock-";
/** Directories that this process has locked: its own claim would not stop it. */
const heldHere = new Set<string>();

function parseClaim(name: string): { processId: number; startTime: string } | undefined {
  const match = /^\.lock-(\d+)-(\d+)$/.exec(name);
  if (match === null) return undefined;
  return { processId: Number(match[1]), startTime: match[2] as string };
}

function isLiveClaim(name: string): boolean {
  const claim = parseClaim(name);
  if (claim === undefined) return false;
  if (process.platform === "linux") return startTimeOf(claim.processId) === claim.startTime;
  try {
    process.kill(claim.processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** When a process started, in clock ticks since boot; undefined when it does not run (any more). */
function startTimeOf(processId: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${processId}/stat`, "latin1");
    // The name in brackets may hold anything, so fields are counted from behind it: state is first.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

async function removeStaleClaims(directory: string, own: string): Promise<void> {
  const names = await fs.promises.readdir(directory);
  const stale = names.filter((name) => name !== own && parseClaim(name) !== undefined);
  for (const name of stale) {
    if (!isLiveClaim(name)) await fs.promises.rm(`${directory}/${name}`, { force: true });
  }
}
