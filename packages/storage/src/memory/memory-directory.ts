import { randomBelow, type Rng } from "@sordini/base";
import type { MemoryInode } from "./memory-inode.ts";

export type MemoryNode = MemoryDirectory | MemoryInode;

interface EntryChange {
  readonly name: string;
  /** Undefined: the entry went. */
  readonly node: MemoryNode | undefined;
}

/** One directory: its entries, those the device has, and the changes in between, in their order. */
export class MemoryDirectory {
  readonly #entries: Map<string, MemoryNode>;
  #durable: Map<string, MemoryNode>;
  #changes: EntryChange[] = [];

  constructor(entries: ReadonlyMap<string, MemoryNode> = new Map()) {
    this.#entries = new Map(entries);
    this.#durable = new Map(entries);
  }

  get entries(): ReadonlyMap<string, MemoryNode> {
    return this.#entries;
  }

  change(change: EntryChange): void {
    this.#changes.push(change);
    apply(this.#entries, change);
  }

  sync(): void {
    this.#changes = [];
    this.#durable = new Map(this.#entries);
  }

  /** A power loss takes the newest of the unsynced changes, as many as chance will. */
  afterPowerLoss(rng: Rng): MemoryDirectory {
    const survived = new Map(this.#durable);
    const count = randomBelow(rng, this.#changes.length + 1);
    for (const change of this.#changes.slice(0, count)) apply(survived, change);
    return copyWith(survived, (node) => node.afterPowerLoss(rng));
  }

  copy(): MemoryDirectory {
    return copyWith(this.#entries, (node) => node.copy());
  }
}

function apply(entries: Map<string, MemoryNode>, { name, node }: EntryChange): void {
  if (node === undefined) entries.delete(name);
  else entries.set(name, node);
}

function copyWith(
  entries: ReadonlyMap<string, MemoryNode>,
  copyNode: (node: MemoryNode) => MemoryNode,
): MemoryDirectory {
  return new MemoryDirectory(new Map([...entries].map(([name, node]) => [name, copyNode(node)])));
}
