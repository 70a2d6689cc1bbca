// A small ordered store of bytes: the home of the Raft log. Production uses LevelDB, tests and the
// simulator a model of it that also tells LevelDB's lies. What a store reports as written is
// synced: an unsynced write does not exist in this interface, since a vote or an acknowledgement
// always follows (I1, I8, B5).

export interface KeyValue {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

export type KeyValueOperation =
  | { readonly kind: "put"; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly kind: "delete"; readonly key: Uint8Array };

/** Keys k with from <= k < end, compared byte by byte, unsigned. */
export interface KeyRange {
  readonly from: Uint8Array;
  readonly end: Uint8Array;
}

/**
 * The store cannot be opened, read or written. After a failed write only a reopened store writes.
 */
export class KeyValueStoreError extends Error {
  override readonly name = "KeyValueStoreError";
}

/**
 * An open store. It may have silently lost keys since the last run (LevelDB does, measured):
 * callers that care bring their own proof. Passes `keyValueStoreExam`.
 */
export interface KeyValueStore {
  /** Undefined for a key that is not there. Throws KeyValueStoreError when it cannot be read. */
  get(key: Uint8Array): Promise<Uint8Array | undefined>;
  /** The pairs of `range` in ascending order, as of the call. */
  iterate(range: KeyRange): AsyncIterable<KeyValue>;
  /**
   * Applies all operations or none, in order, and resolves once they are synced. Two batches take
   * effect in the order of their calls.
   */
  batch(operations: readonly KeyValueOperation[]): Promise<void>;
  /** Ends running work and releases the store's lock. Idempotent; afterwards all else throws. */
  close(): Promise<void>;
}

/** One place where a store lives or may live. */
export interface KeyValueStorePlace {
  /**
   * Null when nothing is there and `createIfMissing` is false: after the first start a missing
   * store is a fault to report, not to paper over. Throws KeyValueStoreError when it is there but
   * unusable.
   */
  open(options: { readonly createIfMissing: boolean }): Promise<KeyValueStore | null>;
  /** Removes the (closed) store, whatever state it is in. */
  destroy(): Promise<void>;
}

/** Lexicographic order of unsigned bytes; a prefix comes first. Negative, zero or positive. */
export function compareKeys(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
