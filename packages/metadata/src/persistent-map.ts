// A hash map that never changes: `set` and `delete` return a new map that shares all but the
// O(log32 n) nodes on the path to the key. It is Bagwell's hash array mapped trie: each node looks
// at five bits of the key's hash, and a bitmap says which of the 32 slots are filled. Copying one
// topic instead was the simpler alternative, but one topic may hold all of a cluster's partitions.

export class PersistentMap<K extends string | number, V> implements Iterable<Entry<K, V>> {
  readonly size: number;
  readonly root: Node<K, V>;

  private constructor(size: number, root: Node<K, V>) {
    this.size = size;
    this.root = root;
  }

  static empty<K extends string | number, V>(): PersistentMap<K, V> {
    return new PersistentMap<K, V>(0, { bitmap: 0, slots: [] });
  }

  get(key: K): V | undefined {
    let node: Slot<K, V> | undefined = this.root;
    for (let hash = hashOf(key); node !== undefined && "bitmap" in node; hash >>>= bitsPerLevel) {
      const bit = bitOf(hash);
      node = node.bitmap & bit ? node.slots[indexOf(node, bit)] : undefined;
    }
    return node?.find((entry) => entry[0] === key)?.[1];
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  set(key: K, value: V): PersistentMap<K, V> {
    const before = this.get(key);
    if (before === value) return this;
    const root = insert(this.root, { hash: hashOf(key), depth: 0, leaf: [[key, value]] });
    return new PersistentMap<K, V>(before === undefined ? this.size + 1 : this.size, root);
  }

  delete(key: K): PersistentMap<K, V> {
    if (!this.has(key)) return this;
    const left = remove(this.root, { hash: hashOf(key), key });
    const root = left !== undefined && "bitmap" in left ? left : wrap(left, 0);
    return new PersistentMap<K, V>(this.size - 1, root);
  }

  /** In an order that depends on the keys' hashes: sort before it reaches a record or a message. */
  [Symbol.iterator](): IterableIterator<Entry<K, V>> {
    return this.#entries().values();
  }

  values(): readonly V[] {
    return this.#entries().map((entry) => entry[1]);
  }

  keys(): readonly K[] {
    return this.#entries().map((entry) => entry[0]);
  }

  /** An array, since a generator that delegates from level to level takes five times as long. */
  #entries(): Entry<K, V>[] {
    const entries: Entry<K, V>[] = [];
    collect(this.root, entries);
    return entries;
  }
}

type Entry<K, V> = readonly [K, V];
/** All entries of one hash: nearly always one. */
type Leaf<K, V> = readonly Entry<K, V>[];
type Slot<K, V> = Node<K, V> | Leaf<K, V>;
interface Node<K, V> {
  readonly bitmap: number;
  readonly slots: readonly Slot<K, V>[];
}

interface Insertion<K, V> {
  readonly hash: number;
  readonly depth: number;
  readonly leaf: Leaf<K, V>;
}

const bitsPerLevel = 5;

function insert<K extends string | number, V>(
  node: Node<K, V>,
  { hash, depth, leaf }: Insertion<K, V>,
): Node<K, V> {
  const bit = bitOf(hash >>> depth);
  const index = indexOf(node, bit);
  const present = node.slots[index];
  if ((node.bitmap & bit) === 0 || present === undefined) {
    return { bitmap: node.bitmap | bit, slots: node.slots.toSpliced(index, 0, leaf) };
  }
  const deeper = { hash, depth: depth + bitsPerLevel, leaf };
  return { bitmap: node.bitmap, slots: node.slots.with(index, merge(present, deeper)) };
}

/** Two leaves of different keys go down together until their hashes part. */
function merge<K extends string | number, V>(
  present: Slot<K, V>,
  inserted: Insertion<K, V>,
): Slot<K, V> {
  if ("bitmap" in present) return insert(present, inserted);
  const key = (inserted.leaf[0] as Entry<K, V>)[0];
  const presentHash = hashOf((present[0] as Entry<K, V>)[0]);
  if (presentHash === inserted.hash) {
    return [...present.filter((entry) => entry[0] !== key), ...inserted.leaf];
  }
  return insert(wrap(present, inserted.depth), inserted);
}

function wrap<K extends string | number, V>(
  leaf: Leaf<K, V> | undefined,
  depth: number,
): Node<K, V> {
  if (leaf === undefined) return { bitmap: 0, slots: [] };
  return { bitmap: bitOf(hashOf((leaf[0] as Entry<K, V>)[0]) >>> depth), slots: [leaf] };
}

/** What is left of `slot` without the key. A node with one leaf becomes that leaf. */
function remove<K extends string | number, V>(
  slot: Slot<K, V>,
  { hash, key }: { hash: number; key: K },
): Slot<K, V> | undefined {
  if (!("bitmap" in slot)) {
    const left = slot.filter((entry) => entry[0] !== key);
    return left.length === 0 ? undefined : left;
  }
  const bit = bitOf(hash);
  const index = indexOf(slot, bit);
  const left = remove(slot.slots[index] as Slot<K, V>, { hash: hash >>> bitsPerLevel, key });
  const slots = left === undefined ? slot.slots.toSpliced(index, 1) : slot.slots.with(index, left);
  if (slots.length === 0) return undefined;
  const only = slots[0] as Slot<K, V>;
  if (slots.length === 1 && !("bitmap" in only)) return only;
  return { bitmap: left === undefined ? slot.bitmap & ~bit : slot.bitmap, slots };
}

function collect<K, V>(slot: Slot<K, V>, into: Entry<K, V>[]): void {
  if ("bitmap" in slot) for (const child of slot.slots) collect(child, into);
  else into.push(...slot);
}

function bitOf(hash: number): number {
  return 1 << (hash & 31);
}

/** How many slots before the one of `bit` are filled. */
function indexOf<K, V>(node: Node<K, V>, bit: number): number {
  return countBits(node.bitmap & (bit - 1));
}

function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/** FNV-1a with a final mix for text; a small integer is its own hash, so dense keys stay dense. */
function hashOf(key: string | number): number {
  if (typeof key === "number") return key >>> 0;
  let hash = 0x811c_9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x0100_0193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
