// The port to a file system. Paths use "/" and are relative to nothing: the caller passes whole
// ones. Everything fails with a FileError; nothing else is thrown.

/** What a caller tells apart: a full disk, a missing file, a failing device, and all the rest. */
export type FileErrorCode = "ENOSPC" | "ENOENT" | "EIO" | "OTHER";

export class FileError extends Error {
  override readonly name = "FileError";
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface DirectoryEntry {
  readonly name: string;
  readonly isDirectory: boolean;
  /** 0 for a directory. */
  readonly sizeBytes: number;
}

/** An open file. Calls on one file may overlap; the caller orders those that must not. */
export interface File {
  /**
   * Writes all of `buffers`, one after the other, from `position` on. Returns nothing when small
   * warm work was done at once (a hop to another thread costs more), a promise otherwise. The
   * buffers must not change before that. Bytes between the old end and `position` become zeros.
   */
  write(buffers: readonly Uint8Array[], position: number): void | Promise<void>;
  /** Up to `length` bytes from `position` on, in memory of their own; fewer only at the end. */
  read(range: { readonly position: number; readonly length: number }): Promise<Uint8Array>;
  /** What was written before this call is on the device when it resolves (fdatasync). */
  sync(): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  close(): Promise<void>;
}

/** `read` and `write` (which can also read) want an existing file; `create` makes an empty one. */
export type OpenMode = "read" | "write" | "create";

export interface Files {
  open(path: string, mode: OpenMode): Promise<File>;
  /** In no particular order; nothing for a directory that does not exist. */
  list(directory: string): Promise<readonly DirectoryEntry[]>;
  /** Makes parents too; an existing directory is fine. */
  makeDirectory(path: string): Promise<void>;
  /** Replaces `to` atomically when it exists. */
  rename(paths: { readonly from: string; readonly to: string }): Promise<void>;
  /** A file, or a directory with all that is in it; what does not exist is fine. */
  remove(path: string): Promise<void>;
  /** Entries made, renamed or removed in `directory` before this call survive a power loss. */
  syncDirectory(directory: string): Promise<void>;
  /**
   * Keeps other processes out of `directory` until the lock is released or this process is dead.
   */
  lock(directory: string): Promise<FileLock | LockRefusal>;
}

export interface FileLock {
  release(): Promise<void>;
}

export interface LockRefusal {
  /** Who has it, as words for a person: "process 4711". */
  readonly heldBy: string;
}

/** Runs `action` on the file and closes it, whatever happens. */
export async function withFile<T>(
  files: Files,
  { path, mode }: { readonly path: string; readonly mode: OpenMode },
  action: (file: File) => Promise<T>,
): Promise<T> {
  const file = await files.open(path, mode);
  try {
    return await action(file);
  } finally {
    await file.close();
  }
}

/** The whole of a small file. Fails with ENOENT when it is missing. */
export async function readWhole(files: Files, path: string): Promise<Uint8Array> {
  return withFile(files, { path, mode: "read" }, async (file) => {
    const chunks: Uint8Array[] = [];
    let position = 0;
    for (;;) {
      const chunk = await file.read({ position, length: wholeReadBytes });
      chunks.push(chunk);
      position += chunk.length;
      if (chunk.length < wholeReadBytes) return joined(chunks, position);
    }
  });
}

const wholeReadBytes = 1 << 20;

function joined(chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(sizeBytes);
  let position = 0;
  for (const chunk of chunks) {
    whole.set(chunk, position);
    position += chunk.length;
  }
  return whole;
}

/**
 * Replaces the file at `path` so that a crash leaves the old or the new one, never a mix: a synced
 * file under another name, a rename, a synced directory (B32).
 */
export async function replaceFile(
  files: Files,
  { directory, name, bytes }: { directory: string; name: string; bytes: Uint8Array },
): Promise<void> {
  const temporary = `${directory}/${name}.tmp`;
  await withFile(files, { path: temporary, mode: "create" }, async (file) => {
    await file.write([bytes], 0);
    await file.sync();
  });
  await files.rename({ from: temporary, to: `${directory}/${name}` });
  await files.syncDirectory(directory);
}
