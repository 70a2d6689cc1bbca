import { rm } from "node:fs/promises";
import {
  type KeyRange,
  type KeyValue,
  type KeyValueOperation,
  type KeyValueStore,
  KeyValueStoreError,
  type KeyValueStorePlace,
} from "@sordini/storage";
import { Level } from "level";

type Database = Level<Uint8Array, Uint8Array>;

/** Pairs fetched from LevelDB at once while iterating. */
const iteratePairsMax = 1_000;

/**
 * A LevelDB directory. LevelDB hides some kinds of damage (docs/non-obvious.md): trust no content
 * that does not prove itself.
 */
export class LevelStorePlace implements KeyValueStorePlace {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async open({ createIfMissing }: { createIfMissing: boolean }): Promise<KeyValueStore | null> {
    const database: Database = new Level(this.#path, {
      keyEncoding: "view",
      valueEncoding: "view",
      createIfMissing,
    });
    try {
      await database.open();
    } catch (error) {
      const reason = describeError(error);
      if (!createIfMissing && reason.includes("does not exist")) return null;
      throw new KeyValueStoreError(`cannot open the store in ${this.#path}: ${reason}`);
    }
    return new LevelStore(database);
  }

  async destroy(): Promise<void> {
    await rm(this.#path, { recursive: true, force: true });
  }
}

class LevelStore implements KeyValueStore {
  readonly #database: Database;
  /** The newest batch. Each waits for the one before: LevelDB's threads keep no order. */
  #written: Promise<void> = Promise.resolve();

  constructor(database: Database) {
    this.#database = database;
  }

  async get(key: Uint8Array): Promise<Uint8Array | undefined> {
    return typed(this.#database.get(key));
  }

  async *iterate({ from, end }: KeyRange): AsyncIterable<KeyValue> {
    const iterator = this.#openIterator({ from, end });
    try {
      for (;;) {
        const pairs = await typed(iterator.nextv(iteratePairsMax));
        if (pairs.length === 0) return;
        for (const [key, value] of pairs) yield { key, value };
      }
    } finally {
      await iterator.close();
    }
  }

  async batch(operations: readonly KeyValueOperation[]): Promise<void> {
    const batch = operations.map((operation) =>
      operation.kind === "put"
        ? ({ type: "put", key: operation.key, value: operation.value } as const)
        : ({ type: "del", key: operation.key } as const),
    );
    // Level writes an empty batch nowhere, so there is nothing to sync for it either.
    const write = () => typed(this.#database.batch(batch, { sync: true }));
    this.#written = this.#written.then(write);
    await this.#written;
  }

  async close(): Promise<void> {
    await this.#written.catch(() => undefined); // whoever wrote was told
    await typed(this.#database.close());
  }

  #openIterator({ from, end }: KeyRange) {
    try {
      return this.#database.iterator({ gte: from, lt: end });
    } catch (error) {
      throw new KeyValueStoreError(describeError(error));
    }
  }
}

async function typed<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw new KeyValueStoreError(describeError(error));
  }
}

/** Level wraps what LevelDB said as the cause of an error that says little. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
