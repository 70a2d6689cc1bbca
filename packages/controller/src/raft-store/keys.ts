import { assert, ByteReader, ByteWriter } from "@sordini/base";
import type { KeyRange } from "@sordini/storage";
import type { Index } from "@sordini/raft";

// Keys of the store: "e" and the big-endian index for an entry, so that byte order is log order;
// "s" for the state.

const entryPrefix = 0x65;

export const stateKey = Uint8Array.of(0x73);

export function entryKey(index: Index): Uint8Array {
  return new ByteWriter(9).int8(entryPrefix).int64(index).written;
}

/** Every entry, whatever its index. */
export const allEntries: KeyRange = {
  from: Uint8Array.of(entryPrefix),
  end: Uint8Array.of(entryPrefix + 1),
};

/** The index in an entry's key. */
export function indexOfKey(key: Uint8Array): Index {
  assert(key.length === 9, `an entry's key has 9 bytes, not ${key.length}`);
  return new ByteReader(key, 1).int64();
}
