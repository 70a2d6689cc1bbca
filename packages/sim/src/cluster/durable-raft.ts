import { ByteReader, crc32c, type NodeId } from "@sordini/base";
import { decodeState, entryKey, stateKey } from "@sordini/controller";
import type { Index, Term } from "@sordini/raft";
import { compareKeys, type KeyValue } from "@sordini/storage";
import type { DurableRaft } from "../checkers/cluster-view.ts";
import type { SimNode } from "./sim-node.ts";

/** In a stored entry: checksum, checksum of the one before, index, term. */
const termAtByte = 16;

/** What each store's content said when it was looked at; a change makes a new array. */
const known = new WeakMap<readonly KeyValue[], DurableRaft | null>();

/** What the node's Raft store holds for certain; null while there is none. */
export function durableRaftOf({ nodeId, disk }: SimNode): DurableRaft | null {
  const pairs = disk.place.durable;
  if (pairs === null) return null;
  let raft = known.get(pairs);
  if (raft === undefined) {
    raft = durableRaftIn(pairs, nodeId);
    known.set(pairs, raft);
  }
  return raft;
}

function durableRaftIn(pairs: readonly KeyValue[], nodeId: NodeId): DurableRaft | null {
  const bytes = valueIn(pairs, stateKey);
  if (bytes === undefined) return null;
  const { directoryId, hardState, base, last } = decodeState(bytes, crc32c);
  return {
    peer: { nodeId, directoryId },
    term: hardState.term,
    vote: hardState.vote,
    base: base.index,
    last: last.index,
    termOf: (index) => (index === base.index ? base.term : termIn(pairs, index)),
  };
}

function termIn(pairs: readonly KeyValue[], index: Index): Term | undefined {
  const bytes = valueIn(pairs, entryKey(index));
  return bytes === undefined ? undefined : new ByteReader(bytes, termAtByte).int64();
}

function valueIn(pairs: readonly KeyValue[], key: Uint8Array): Uint8Array | undefined {
  let low = 0;
  let high = pairs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys((pairs[middle] as KeyValue).key, key) < 0) low = middle + 1;
    else high = middle;
  }
  const found = pairs[low];
  return found !== undefined && compareKeys(found.key, key) === 0 ? found.value : undefined;
}
