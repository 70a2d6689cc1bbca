import type { Rng } from "@sordini/base";
import {
  type DirectoryEntry,
  type File,
  FileError,
  type FileLock,
  type Files,
  type LockRefusal,
  type OpenMode,
} from "../files.ts";
import { MemoryDirectory, type MemoryNode } from "./memory-directory.ts";
import { MemoryInode } from "./memory-inode.ts";

export interface FileOperation {
  readonly kind: keyof Files | keyof File;
  readonly path: string;
}

/**
 * Called before each operation. Throws a FileError to make it fail, returns a promise to make it
 * slow, or crashes the whole. One hook for every fault, so that a test decides by what it likes.
 */
export type OperationHook = (operation: FileOperation) => void | Promise<void>;

/**
 * A file system in memory that can lose power: what was not synced then survives sector by sector
 * and directory entry by directory entry, as chance will. After a crash, operations of the old
 * instance never end, as those of a process that is no more.
 */
export class MemoryFiles implements Files {
  #root: MemoryDirectory;
  #isDead = false;
  readonly #locked = new Set<string>();
  onOperation: OperationHook | undefined;

  constructor(root: MemoryDirectory = new MemoryDirectory()) {
    this.#root = root;
  }

  /** The disk after a power loss: synced bytes are there, of the others any subset. */
  losePower(rng: Rng): MemoryFiles {
    this.#isDead = true;
    return new MemoryFiles(this.#root.afterPowerLoss(rng));
  }

  /**
   * The disk after the process was killed: everything that was written is there, and what was not
   * synced still is not.
   */
  kill(): MemoryFiles {
    this.#isDead = true;
    return new MemoryFiles(this.#root);
  }

  /** A copy of everything as it is now, for another instance. */
  image(): MemoryDirectory {
    return this.#root.copy();
  }

  /** The bytes of a file, for tests that damage them. */
  bytesOf(path: string): Uint8Array {
    const inode = this.#inode(path);
    return inode.read({ position: 0, length: inode.sizeBytes });
  }

  /** Replaces a file, durably. */
  plant(path: string, bytes: Uint8Array): void {
    const inode = new MemoryInode();
    inode.write([bytes], 0);
    const { parent, name } = this.#parentOf(path);
    parent.change({ name, node: inode.copy() });
    parent.sync();
  }

  /** Removes a file, durably. */
  unlink(path: string): void {
    const { parent, name } = this.#parentOf(path);
    parent.change({ name, node: undefined });
    parent.sync();
  }

  /** Paths of all files, in order. */
  paths(): string[] {
    const found: string[] = [];
    walk("", this.#root, found);
    return found.toSorted();
  }

  async open(path: string, mode: OpenMode): Promise<File> {
    return this.#perform({ kind: "open", path }, () => {
      if (mode !== "create") return this.#fileOf({ path, mode, inode: this.#inode(path) });
      const { parent, name } = this.#parentOf(path);
      if (!parent.entries.has(name)) parent.change({ name, node: new MemoryInode() });
      const inode = this.#inode(path);
      inode.truncate(0);
      return this.#fileOf({ path, mode, inode });
    });
  }

  async list(directory: string): Promise<readonly DirectoryEntry[]> {
    return this.#perform({ kind: "list", path: directory }, () => {
      if (this.#lookup(directory) === undefined) return [];
      return [...this.#directory(directory).entries].map(([name, entry]) => ({
        name,
        isDirectory: entry instanceof MemoryDirectory,
        sizeBytes: entry instanceof MemoryInode ? entry.sizeBytes : 0,
      }));
    });
  }

  async makeDirectory(path: string): Promise<void> {
    return this.#perform({ kind: "makeDirectory", path }, () => {
      let directory = this.#root;
      for (const name of namesOf(path)) {
        let next = directory.entries.get(name);
        if (next === undefined) {
          next = new MemoryDirectory();
          directory.change({ name, node: next });
        }
        if (!(next instanceof MemoryDirectory)) throw notDirectory(path);
        directory = next;
      }
    });
  }

  async rename({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
    return this.#perform({ kind: "rename", path: to }, () => {
      const source = this.#parentOf(from);
      const target = this.#parentOf(to);
      const node = source.parent.entries.get(source.name);
      const replaced = target.parent.entries.get(target.name);
      if (node === undefined) throw missing(from);
      if (node === replaced) return;
      const isInItself = node instanceof MemoryDirectory && to.startsWith(`${from}/`);
      if (isInItself || !mayReplace(node, replaced)) {
        throw new FileError("OTHER", `${to}: cannot be replaced by ${from}`);
      }
      target.parent.change({ name: target.name, node });
      source.parent.change({ name: source.name, node: undefined });
    });
  }

  async remove(path: string): Promise<void> {
    return this.#perform({ kind: "remove", path }, () => {
      if (this.#lookup(path) === undefined) return;
      const { parent, name } = this.#parentOf(path);
      parent.change({ name, node: undefined });
    });
  }

  async syncDirectory(directory: string): Promise<void> {
    return this.#perform({ kind: "syncDirectory", path: directory }, () => {
      this.#directory(directory).sync();
    });
  }

  async lock(directory: string): Promise<FileLock | LockRefusal> {
    return this.#perform({ kind: "lock", path: directory }, () => {
      if (this.#locked.has(directory)) return { heldBy: "this process" };
      this.#directory(directory);
      this.#locked.add(directory);
      return { release: async () => void this.#locked.delete(directory) };
    });
  }

  #fileOf(opened: { path: string; mode: OpenMode; inode: MemoryInode }): File {
    const { path, mode, inode } = opened;
    const perform = <T>(kind: keyof File, action: () => T) => this.#perform({ kind, path }, action);
    const mustBeWritable = (): void => {
      if (mode === "read") throw new FileError("OTHER", `${path}: is open for reading only`);
    };
    return {
      write: (buffers, position) => {
        mustBeWritable();
        const gated = this.#gate({ kind: "write", path });
        if (gated === undefined) return inode.write(buffers, position);
        return gated.then(() => (this.#isDead ? never() : inode.write(buffers, position)));
      },
      read: async (range) => perform("read", () => inode.read(range)),
      sync: async () => {
        const begun = inode.beginSync();
        try {
          await perform("sync", () => inode.endSync(begun));
        } catch (error) {
          inode.failSync(begun);
          throw error;
        }
      },
      truncate: async (sizeBytes) => {
        mustBeWritable();
        return perform("truncate", () => inode.truncate(sizeBytes));
      },
      close: async () => perform("close", () => undefined),
    };
  }

  /** The effect comes at once or after the hook's promise: never after a crash, and never half. */
  #perform<T>(operation: FileOperation, action: () => T): Promise<T> {
    const gated = this.#gate(operation);
    if (gated === undefined) return Promise.resolve(action());
    return gated.then(() => (this.#isDead ? never<T>() : action()));
  }

  #gate(operation: FileOperation): void | Promise<void> {
    if (this.#isDead) return never();
    const hooked = this.onOperation?.(operation);
    return this.#isDead ? never() : hooked;
  }

  #inode(path: string): MemoryInode {
    const node = this.#lookup(path);
    if (node instanceof MemoryInode) return node;
    if (node === undefined) throw missing(path);
    throw new FileError("OTHER", `${path}: is a directory`);
  }

  #directory(path: string): MemoryDirectory {
    const node = this.#lookup(path);
    if (node instanceof MemoryDirectory) return node;
    throw node === undefined ? missing(path) : notDirectory(path);
  }

  #parentOf(path: string): { readonly parent: MemoryDirectory; readonly name: string } {
    const names = namesOf(path);
    const parent = this.#directory(names.slice(0, -1).join("/"));
    return { parent, name: names.at(-1) ?? "" };
  }

  #lookup(path: string): MemoryNode | undefined {
    let node: MemoryNode | undefined = this.#root;
    for (const name of namesOf(path)) {
      if (node instanceof MemoryInode) throw notDirectory(path);
      node = node?.entries.get(name);
    }
    return node;
  }
}

function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "");
}

function missing(path: string): FileError {
  return new FileError("ENOENT", `${path}: no such file or directory`);
}

function notDirectory(path: string): FileError {
  return new FileError("OTHER", `${path}: not a directory`);
}

/** A file takes the place of a file, a directory that of an empty one. */
function mayReplace(node: MemoryNode, replaced: MemoryNode | undefined): boolean {
  if (replaced === undefined) return true;
  if (node instanceof MemoryInode) return replaced instanceof MemoryInode;
  return replaced instanceof MemoryDirectory && replaced.entries.size === 0;
}

function never<T = void>(): Promise<T> {
  return new Promise<T>(() => undefined);
}

function walk(path: string, directory: MemoryDirectory, found: string[]): void {
  for (const [name, node] of directory.entries) {
    if (node instanceof MemoryDirectory) walk(`${path}/${name}`, node, found);
    else found.push(`${path}/${name}`);
  }
}
