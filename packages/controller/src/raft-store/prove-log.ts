import { type Crc32c, MalformedError } from "@sordini/base";
import type { Entry, Index } from "@sordini/raft";
import { type KeyValueStore, KeyValueStoreError } from "@sordini/storage";
import { Chain } from "./chain.ts";
import { decodeEntry } from "./entry-codec.ts";
import { allEntries, indexOfKey } from "./keys.ts";
import type { StoreState } from "./store-state.ts";

/** The part of a stored log that proves itself. */
export interface ProvenLog {
  readonly entries: readonly Entry[];
  readonly chain: Chain;
  /** Indexes of stored entries that are no part of it, and have to go. */
  readonly strays: readonly Index[];
  /** What is wrong at or below the last synced entry; null when the whole log is proven. */
  readonly damage: string | null;
  /** The store itself fails to read: it must be rebuilt. */
  readonly unreadable: boolean;
}

/**
 * Follows the chain from the base as far as it holds. A break beyond the last synced entry is a
 * torn tail, which nobody was told about; at or below it, it is damage and must be said (I13).
 */
export async function proveLog(
  keyValues: KeyValueStore,
  state: StoreState,
  crc32c: Crc32c,
): Promise<ProvenLog> {
  const scan = await scanEntries(keyValues, state, crc32c);
  const { chain } = scan;
  const reached = chain.last.index;
  const lost =
    reached < state.last.index
      ? `entry ${reached + 1} of ${state.last.index}: ${scan.broken ?? "it is missing"}`
      : null;
  const foreign =
    lost === null && chain.at(state.last.index).crc !== state.last.crc
      ? `entry ${state.last.index} is not the one that was synced`
      : null;
  return { ...scan, damage: lost ?? foreign };
}

interface Scan {
  readonly entries: readonly Entry[];
  readonly chain: Chain;
  readonly strays: readonly Index[];
  /** Why the scan ended before the last stored entry. */
  readonly broken: string | null;
  readonly unreadable: boolean;
}

async function scanEntries(
  keyValues: KeyValueStore,
  state: StoreState,
  crc32c: Crc32c,
): Promise<Scan> {
  const chain = new Chain(state.base);
  const entries: Entry[] = [];
  const strays: Index[] = [];
  let broken: string | null = null;
  try {
    for await (const { key, value } of keyValues.iterate(allEntries)) {
      const index = indexOfKey(key);
      if (index > state.base.index && broken === null) broken = link({ index, value });
      if (index <= state.base.index || broken !== null) strays.push(index);
    }
  } catch (error) {
    if (!(error instanceof KeyValueStoreError)) throw error;
    return { entries, chain, strays, broken: error.message, unreadable: true };
  }
  return { entries, chain, strays, broken, unreadable: false };

  function link({ index, value }: { index: Index; value: Uint8Array }): string | null {
    const { last } = chain;
    if (index !== last.index + 1) return "it is missing";
    try {
      const { entry, crc } = decodeEntry(value, { index, previousCrc: last.crc, crc32c });
      if (entry.term > state.hardState.term) return `its term ${entry.term} was never reached`;
      if (entry.term < last.term) return `its term ${entry.term} is below ${last.term}`;
      chain.append({ index, term: entry.term, crc });
      entries.push(entry);
      return null;
    } catch (error) {
      if (error instanceof MalformedError) return error.message;
      throw error;
    }
  }
}
