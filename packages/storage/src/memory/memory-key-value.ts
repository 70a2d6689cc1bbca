import { randomBelow, type Rng } from "@sordini/base";
import {
  compareKeys,
  type KeyRange,
  type KeyValue,
  type KeyValueOperation,
  type KeyValueStore,
  KeyValueStoreError,
  type KeyValueStorePlace,
} from "../key-value.ts";

export interface MemoryKeyValueOptions {
  /** Decides which of the batches that were on their way survive a crash. */
  readonly rng: Rng;
  /** Resolves when a sync is done; by default at once. A simulator waits in virtual time here. */
  readonly sync?: () => Promise<void>;
}

/**
 * A model of a LevelDB directory: its content outlives the process that opened it. `crash` loses
 * what was not synced; the `lose...` methods do what LevelDB was seen to do when its files are
 * damaged, which is to open without an error.
 */
export class MemoryKeyValueStorePlace implements KeyValueStorePlace {
  readonly #options: MemoryKeyValueOptions;
  /** Sorted by key. Null: no store is here. */
  #pairs: readonly KeyValue[] | null = null;
  #open: MemoryKeyValueStore | null = null;
  #failure: string | null = null;

  constructor(options: MemoryKeyValueOptions) {
    this.#options = options;
  }

  async open({ createIfMissing }: { createIfMissing: boolean }): Promise<KeyValueStore | null> {
    if (this.#open !== null) throw new KeyValueStoreError("the store is locked: already open");
    if (this.#failure !== null) throw new KeyValueStoreError(this.#failure);
    if (this.#pairs === null && !createIfMissing) return null;
    this.#pairs ??= [];
    this.#open = new MemoryKeyValueStore({
      read: () => this.#pairs ?? [],
      write: (pairs) => {
        this.#pairs = pairs;
      },
      sync: this.#options.sync ?? (async () => undefined),
      release: () => {
        this.#open = null;
      },
    });
    return this.#open;
  }

  async destroy(): Promise<void> {
    if (this.#open !== null) throw new KeyValueStoreError("the store is open: close it first");
    this.#pairs = null;
    this.#failure = null;
  }

  /** What is synced, sorted by key: a new array after each change. Null: no store is here. */
  get durable(): readonly KeyValue[] | null {
    return this.#pairs;
  }

  /** Power loss: of the batches not yet synced an arbitrary first few remain, each whole. */
  crash(): void {
    this.#open?.crash(this.#options.rng);
  }

  /** A bit flip in the write-ahead log: consecutive keys are gone (134 of 1,000 were, measured). */
  loseKeys(range: KeyRange): void {
    this.#pairs = (this.#pairs ?? []).filter(
      ({ key }) => compareKeys(key, range.from) < 0 || compareKeys(key, range.end) >= 0,
    );
  }

  /** A bit flip in a table file: one key reads as missing. */
  loseKey(lost: Uint8Array): void {
    this.#pairs = (this.#pairs ?? []).filter(({ key }) => compareKeys(key, lost) !== 0);
  }

  /** The write-ahead log's directory entry is gone: the store opens and is empty. */
  loseContent(): void {
    this.#pairs = [];
  }

  /** CURRENT is gone: to LevelDB there is no store here. */
  loseStore(): void {
    this.#pairs = null;
  }

  /** The manifest or a table file is gone: opening fails, until `destroy`. */
  failOpening(reason: string): void {
    this.#failure = reason;
  }

  /** A bit flip that LevelDB does not notice. */
  replaceValue(key: Uint8Array, value: Uint8Array): void {
    this.#pairs = merge(this.#pairs ?? [], [{ kind: "put", key, value }]);
  }
}

interface Content {
  read(): readonly KeyValue[];
  write(pairs: readonly KeyValue[]): void;
  sync(): Promise<void>;
  release(): void;
}

class MemoryKeyValueStore implements KeyValueStore {
  readonly #content: Content;
  #unsynced: (readonly KeyValueOperation[])[] = [];
  #tail: Promise<void> = Promise.resolve();
  #closed = false;
  #crashed = false;

  constructor(content: Content) {
    this.#content = content;
  }

  async get(key: Uint8Array): Promise<Uint8Array | undefined> {
    this.#mustBeOpen();
    const pairs = this.#visible();
    const pair = pairs[lowerBound(pairs, key)];
    return pair !== undefined && compareKeys(pair.key, key) === 0 ? pair.value.slice() : undefined;
  }

  async *iterate({ from, end }: KeyRange): AsyncIterable<KeyValue> {
    this.#mustBeOpen();
    for (const { key, value } of this.#visible()) {
      if (compareKeys(key, from) < 0 || compareKeys(key, end) >= 0) continue;
      yield { key: key.slice(), value: value.slice() };
    }
  }

  async batch(operations: readonly KeyValueOperation[]): Promise<void> {
    this.#mustBeOpen();
    this.#unsynced.push(operations.map(copyOperation));
    this.#tail = this.#tail.then(() => this.#syncOldest());
    await this.#tail;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#tail.catch(() => undefined); // whoever wrote was told
    if (!this.#crashed) this.#content.release();
  }

  crash(rng: Rng): void {
    const survivors = this.#unsynced.slice(0, randomBelow(rng, this.#unsynced.length + 1));
    for (const batch of survivors) this.#content.write(merge(this.#content.read(), batch));
    this.#unsynced = [];
    this.#closed = true;
    this.#crashed = true;
    this.#content.release();
  }

  async #syncOldest(): Promise<void> {
    await this.#content.sync();
    const batch = this.#unsynced.shift();
    // Taken by a crash: the process that waits for this sync no longer exists, so neither does it.
    if (batch === undefined) throw new KeyValueStoreError("the store crashed");
    this.#content.write(merge(this.#content.read(), batch));
  }

  #visible(): readonly KeyValue[] {
    return this.#unsynced.reduce(merge, this.#content.read());
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new KeyValueStoreError("the store is closed");
  }
}

function copyOperation(operation: KeyValueOperation): KeyValueOperation {
  const key = operation.key.slice();
  if (operation.kind === "delete") return { kind: "delete", key };
  return { kind: "put", key, value: operation.value.slice() };
}

function merge(
  pairs: readonly KeyValue[],
  operations: readonly KeyValueOperation[],
): readonly KeyValue[] {
  const merged = [...pairs];
  for (const operation of operations) {
    const index = lowerBound(merged, operation.key);
    const found = merged[index];
    const exists = found !== undefined && compareKeys(found.key, operation.key) === 0;
    const replacement =
      operation.kind === "put" ? [{ key: operation.key, value: operation.value }] : [];
    merged.splice(index, exists ? 1 : 0, ...replacement);
  }
  return merged;
}

/** Index of the first pair whose key is not below `key`. */
function lowerBound(pairs: readonly KeyValue[], key: Uint8Array): number {
  let low = 0;
  let high = pairs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys((pairs[middle] as KeyValue).key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
