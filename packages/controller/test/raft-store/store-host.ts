import { assert, crc32c, isFailure, Prng, type Rng, utf8Decode, utf8Encode } from "@sordini/base";
import type { Entry, Persist } from "@sordini/raft";
import { type KeyValueStorePlace, MemoryKeyValueStorePlace } from "@sordini/storage";
import { type OpenedRaftStore, openRaftStore } from "../../src/raft-store/open.ts";
import { MemoryRaftFiles } from "../memory-raft-files.ts";

export const clusterId = "AAAAAAAAAAAAAAAAAAAAAA";

/** A directory in memory, with its two halves. */
export interface Disk {
  readonly place: MemoryKeyValueStorePlace;
  readonly files: MemoryRaftFiles;
}

export function newDisk(seed = 1): Disk {
  const rng = new Prng(seed);
  return { place: new MemoryKeyValueStorePlace({ rng }), files: new MemoryRaftFiles(rng) };
}

export async function openDisk(disk: {
  place: KeyValueStorePlace;
  files: MemoryRaftFiles;
}): Promise<OpenedRaftStore> {
  const opened = await openRaftStore({ ...disk, crc32c, rng: new Prng(9), clusterId });
  assert(!isFailure(opened), "the store was refused");
  return opened;
}

export function textEntry(index: number, term: number, text = `${index}@${term}`): Entry {
  return { index, term, body: { kind: "records", payload: utf8Encode(text) } };
}

/** Entries `from` to `to` of one term. */
export function entries({ from, to, term }: { from: number; to: number; term: number }): Entry[] {
  return Array.from({ length: to - from + 1 }, (_, i) => textEntry(from + i, term));
}

export function unit(parts: Partial<Persist>): Persist {
  return {
    sequence: 1,
    hardState: null,
    restartAfter: null,
    truncateFrom: null,
    entries: [],
    ...parts,
  };
}

/** The log as text: "1@1 2@1". */
export function logOf({ entries }: OpenedRaftStore): string {
  return entries
    .map(({ body }) => (body.kind === "records" ? utf8Decode(body.payload) : body.kind))
    .join(" ");
}

export function textOf(from: number, to: number, term: number): string {
  return entries({ from, to, term })
    .map(({ index }) => `${index}@${term}`)
    .join(" ");
}

/** Of its syncs the first `steps.left` succeed; then the process is dead. */
export function crashingDisk(rng: Rng, steps: { left: number }): Disk {
  const sync = async (): Promise<void> => {
    if (steps.left === 0) throw new Error("crashed");
    steps.left -= 1;
  };
  return {
    place: new MemoryKeyValueStorePlace({ rng, sync }),
    files: new MemoryRaftFiles(rng, sync),
  };
}

/** Writes terms, entries, truncations and snapshots until the disk dies; what was reported done. */
export async function runUntilCrash(disk: Disk): Promise<{ term: number; index: number }> {
  const done = { term: 0, index: 0 };
  const voters = [{ nodeId: 1, directoryId: null }];
  try {
    const { store } = await openDisk(disk);
    for (let round = 1; round <= 10; round++) {
      const from = done.index + 1;
      const hardState = { term: round, vote: null };
      await store.persist([unit({ hardState })]);
      done.term = round;
      await store.persist([unit({ entries: entries({ from, to: from + 4, term: round }) })]);
      done.index = from + 4;
      // Truncated is only what nobody was told about: from here on the log may be two shorter.
      done.index -= 2;
      const next = done.index + 1;
      const redone = entries({ from: next, to: next, term: round });
      await store.persist([unit({ truncateFrom: next, entries: redone })]);
      done.index = next;
      if (round % 3 !== 0) continue;
      const snapshot = { index: done.index, term: round, voters };
      await store.writeSnapshot(snapshot, utf8Encode(`snapshot ${round}`));
      await store.compactTo(done.index);
    }
    await store.close();
  } catch (error) {
    assert(error instanceof Error && /crashed/.test(error.message), String(error));
  }
  return done;
}
