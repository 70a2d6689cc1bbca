import { crc32c, isFailure, Prng, utf8Decode, utf8Encode } from "@sordini/base";
import { assert, asyncProperty, integer, nat } from "fast-check";
import { MemoryFiles, MemoryKeyValueStorePlace } from "@sordini/storage";
import { describe, expect, test } from "vitest";
import { entryKey, stateKey } from "../../src/raft-store/keys.ts";
import { type OpenedRaftStore, openRaftStore } from "../../src/raft-store/open.ts";
import { DirectoryRaftFiles } from "../../src/raft-store/raft-files.ts";
import {
  clusterId,
  crashingDisk,
  type Disk,
  entries,
  logOf,
  newDisk,
  openDisk,
  runUntilCrash,
  textOf,
  unit,
} from "./store-host.ts";

const self = { nodeId: 1, directoryId: "BBBBBBBBBBBBBBBBBBBBBA" };
const voters = [self];

/** Ten entries of term 2, vote for self, closed. */
async function tenEntries(disk: Disk): Promise<void> {
  const { store } = await openDisk(disk);
  await store.persist([unit({ hardState: { term: 2, vote: self } })]);
  for (let from = 1; from <= 9; from += 3) {
    await store.persist([unit({ entries: entries({ from, to: from + 2, term: 2 }) })]);
  }
  await store.persist([unit({ entries: entries({ from: 10, to: 10, term: 2 }) })]);
  await store.close();
}

describe("a sound store", () => {
  test("an empty directory becomes a new one, with an id of its own (I14)", async () => {
    const first = await openDisk(newDisk());
    expect(first).toMatchObject({ canVote: true, reason: null, formatted: true });
    expect(first.recovered).toEqual({
      hardState: { term: 0, vote: null },
      snapshot: null,
      terms: [],
      lastIndex: 0,
      voters: [],
    });
  });

  test("everything that was persisted comes back", async () => {
    const disk = newDisk();
    await tenEntries(disk);
    const opened = await openDisk(disk);
    expect(opened).toMatchObject({ canVote: true, formatted: false });
    expect(opened.recovered.hardState).toEqual({ term: 2, vote: self });
    expect(opened.recovered.terms).toEqual([{ epoch: 2, start: 1 }]);
    expect(logOf(opened)).toBe(textOf(1, 10, 2));
  });

  test("units of one group take effect in order: truncation, then entries", async () => {
    const disk = newDisk();
    await tenEntries(disk);
    const { store } = await openDisk(disk);
    await store.persist([
      unit({ hardState: { term: 3, vote: null } }),
      unit({ truncateFrom: 5, entries: entries({ from: 5, to: 8, term: 3 }) }),
      unit({ truncateFrom: 8, entries: entries({ from: 8, to: 8, term: 3 }) }),
    ]);
    await store.close();
    const opened = await openDisk(disk);
    expect(logOf(opened)).toBe(`${textOf(1, 4, 2)} ${textOf(5, 8, 3)}`);
    expect(opened.canVote).toBe(true);
    expect(opened.recovered.hardState.term).toBe(3); // B11: truncation never lowers the term
  });

  // Found by simulation: the slot was chosen by the store's generation, which was one ahead after
  // the first failure, so that the second one destroyed the only sound slot, and the vote with it.
  test("starts that fail one after the other inside a slot leave a sound slot", async () => {
    const disk = newDisk();
    await tenEntries(disk);
    const write = disk.files.write.bind(disk.files);
    disk.files.write = async (name) => {
      disk.files.durable.set(name, new Uint8Array()); // opened for writing, and no space left
      throw new Error("no space left on device");
    };
    for (let start = 0; start < 5; start++) {
      await expect(openDisk(disk)).rejects.toThrow("no space left");
      disk.place.crash();
    }
    disk.files.write = write;
    const opened = await openDisk(disk);
    expect(opened).toMatchObject({ canVote: true, reason: null });
    expect(logOf(opened)).toBe(textOf(1, 10, 2));
  });

  // Found by simulation: the log was compacted up to a snapshot that only the page cache had, and
  // the next power loss took the snapshot too.
  test("a snapshot whose writer was killed becomes durable before it is relied on", async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const rng = new Prng(seed);
      const place = new MemoryKeyValueStorePlace({ rng });
      let disk = new MemoryFiles();
      const open = async () => {
        const files = new DirectoryRaftFiles(disk, "/raft");
        const opened = await openRaftStore({ place, files, crc32c, rng, clusterId });
        if (isFailure<OpenedRaftStore>(opened)) throw new Error(opened.message);
        return opened;
      };
      const { store } = await open();
      const hardState = { term: 2, vote: null };
      const ten = entries({ from: 1, to: 10, term: 2 });
      await store.persist([unit({ hardState, entries: ten })]);
      disk.onOperation = ({ kind }) => (kind === "sync" ? new Promise(() => undefined) : undefined);
      void store.writeSnapshot({ index: 6, term: 2, voters }, utf8Encode("six"));
      await new Promise((resolve) => setImmediate(resolve));
      disk = disk.kill();
      place.crash();
      await open();
      disk = disk.losePower(rng);
      place.crash();
      const opened = await open();
      expect(opened).toMatchObject({ canVote: true, reason: null });
      expect(opened.recovered).toMatchObject({ lastIndex: 10, snapshot: { index: 6 } });
    }
  });

  test("another cluster's directory is refused", async () => {
    const disk = newDisk();
    await tenEntries(disk);
    const other = { ...disk, crc32c, rng: new Prng(1), clusterId: "CCCCCCCCCCCCCCCCCCCCCA" };
    const refused = await openRaftStore(other);
    expect(isFailure(refused) && refused.error).toBe("INCONSISTENT_CLUSTER_ID");
    expect((await openDisk(disk)).canVote).toBe(true);
  });

  test("a log is compacted only up to a snapshot, and goes on behind it (I9, B20)", async () => {
    const disk = newDisk();
    await tenEntries(disk);
    const { store } = await openDisk(disk);
    await expect(store.compactTo(6)).rejects.toThrow("I9");
    await store.writeSnapshot({ index: 6, term: 2, voters }, utf8Encode("six"));
    await store.compactTo(6);
    await store.persist([unit({ entries: entries({ from: 11, to: 12, term: 2 }) })]);
    await store.close();
    const opened = await openDisk(disk);
    expect(opened).toMatchObject({ canVote: true });
    expect(opened.recovered.snapshot).toEqual({ index: 6, term: 2, voters });
    expect(utf8Decode(opened.snapshotPayload ?? new Uint8Array())).toBe("six");
    expect(logOf(opened)).toBe(textOf(7, 12, 2));
  });

  test("a log that restarts behind a leader's snapshot holds nothing older", async () => {
    const disk = newDisk();
    await tenEntries(disk);
    const { store } = await openDisk(disk);
    await store.persist([unit({ hardState: { term: 5, vote: null } })]);
    await store.writeSnapshot({ index: 40, term: 4, voters }, utf8Encode("forty"));
    await store.persist([
      unit({ restartAfter: { index: 40, term: 4 } }),
      unit({ entries: entries({ from: 41, to: 42, term: 5 }) }),
    ]);
    await store.close();
    const opened = await openDisk(disk);
    expect(opened.canVote).toBe(true);
    expect(opened.recovered.snapshot?.index).toBe(40);
    expect(logOf(opened)).toBe(textOf(41, 42, 5));
  });
});

describe("damage at or below the last synced entry costs the vote, and is said (I13)", () => {
  const damages: readonly [string, (disk: Disk) => void, string, RegExp][] = [
    [
      "a gap",
      ({ place }) => place.loseKeys({ from: entryKey(4), end: entryKey(7) }),
      textOf(1, 3, 2),
      /entry 4 of 10: it is missing/,
    ],
    [
      "a missing key",
      ({ place }) => place.loseKey(entryKey(10)),
      textOf(1, 9, 2),
      /entry 10 of 10/,
    ],
    ["an empty store", ({ place }) => place.loseContent(), "", /has lost its state/],
    ["no store (CURRENT is gone)", ({ place }) => place.loseStore(), "", /store is gone/],
    [
      "a store that does not open",
      ({ place }) => place.failOpening("Corruption: 1 missing files"),
      "",
      /Corruption: 1 missing files/,
    ],
    ["a lost state", ({ place }) => place.loseKey(stateKey), textOf(1, 10, 2), /lost its state/],
    [
      "a value that was swapped",
      ({ place }) => place.replaceValue(entryKey(2), Uint8Array.of(1, 2, 3, 4)),
      textOf(1, 1, 2),
      /entry 2 of 10: wrong checksum/,
    ],
  ];
  for (const [name, damage, kept, reason] of damages) {
    test(name, async () => {
      const disk = newDisk();
      await tenEntries(disk);
      damage(disk);
      const opened = await openDisk(disk);
      expect(opened.canVote).toBe(false);
      expect(opened.reason).toMatch(reason);
      expect(logOf(opened)).toBe(kept);
      expect(opened.recovered.hardState).toEqual({ term: 2, vote: self });
      await opened.store.close();
      await checkStaysWithoutVoteUntilRepaired(disk);
    });
  }

  async function checkStaysWithoutVoteUntilRepaired(disk: Disk): Promise<void> {
    const again = await openDisk(disk);
    expect(again.canVote).toBe(false);
    expect(again.reason).toMatch(/up to entry 10/);
    await again.store.markRepaired();
    await again.store.close();
    expect(await openDisk(disk)).toMatchObject({ canVote: true, reason: null });
  }

  test("an older copy of the store (B42)", async () => {
    const disk = newDisk();
    await tenEntries(disk);
    const old = newDisk();
    await tenEntries(old);
    const { store } = await openDisk(disk);
    await store.persist([unit({ entries: entries({ from: 11, to: 12, term: 2 }) })]);
    await store.close();
    const opened = await openDisk({ place: old.place, files: disk.files });
    expect(opened).toMatchObject({ canVote: false });
    expect(opened.reason).toMatch(/has lost writes/);
  });

  test("the only snapshot is unreadable: the log behind it is worth nothing", async () => {
    const disk = newDisk();
    await tenEntries(disk);
    const { store } = await openDisk(disk);
    await store.writeSnapshot({ index: 6, term: 2, voters }, utf8Encode("six"));
    await store.compactTo(6);
    await store.close();
    for (const [name, bytes] of disk.files.durable) {
      if (name.startsWith("snapshot")) bytes[40] = (bytes[40] as number) ^ 1;
    }
    const opened = await openDisk(disk);
    expect(opened).toMatchObject({ canVote: false });
    expect(opened.recovered).toMatchObject({ snapshot: null, lastIndex: 0 });
    expect(opened.reason).toMatch(/no snapshot is left where the log starts.*wrong checksum/);
  });
});

describe("the slots", () => {
  test("one lost or damaged slot is healed from the store, whichever it is (B42)", async () => {
    for (const slot of ["raft-state-0", "raft-state-1"]) {
      for (const damage of ["lose", "flip"]) {
        const disk = newDisk();
        await tenEntries(disk);
        const bytes = disk.files.durable.get(slot) as Uint8Array;
        if (damage === "lose") disk.files.durable.delete(slot);
        else bytes[30] = (bytes[30] as number) ^ 4;
        const opened = await openDisk(disk);
        expect(opened).toMatchObject({ canVote: true, reason: null });
        expect(logOf(opened)).toBe(textOf(1, 10, 2));
        expect(opened.recovered.hardState).toEqual({ term: 2, vote: self });
        await opened.store.close();
        expect(disk.files.durable.size).toBe(2);
      }
    }
  });

  test("without both slots the vote is not certain: this directory never votes again", async () => {
    const disk = newDisk();
    await tenEntries(disk);
    disk.files.durable.clear();
    const opened = await openDisk(disk);
    expect(opened).toMatchObject({ canVote: false, formatted: false });
    expect(opened.reason).toMatch(/raft-state-0 is missing.*never votes again/);
    expect(logOf(opened)).toBe(textOf(1, 10, 2));
    await opened.store.markRepaired();
    await opened.store.close();
    expect((await openDisk(disk)).canVote).toBe(false);
  });

  test("a slot and the store damaged at once: the vote is not certain either", async () => {
    const disk = newDisk();
    await tenEntries(disk);
    disk.files.durable.delete("raft-state-1");
    disk.place.loseContent();
    expect((await openDisk(disk)).reason).toMatch(/never votes again/);
  });

  test("with nothing left at all it is a new directory (I14)", async () => {
    const disk = newDisk();
    const { store } = await openDisk(disk);
    await store.close();
    disk.files.durable.clear();
    disk.place.loseStore();
    const rng = new Prng(77);
    const opened = await openRaftStore({ ...disk, crc32c, rng, clusterId });
    if (isFailure(opened)) throw new Error(opened.message);
    expect(opened.formatted).toBe(true);
    expect(opened.store.directoryId).not.toBe(store.directoryId);
  });
});

describe("laws", () => {
  test("a flipped bit anywhere in the store is never a shorter log with a vote (B41)", async () => {
    const pristine = newDisk();
    await tenEntries(pristine);
    const key = (n: number) => (n === 0 ? stateKey : entryKey(n));
    await assert(
      asyncProperty(integer({ min: 0, max: 10 }), nat(10_000), async (n, position) => {
        const disk = newDisk();
        await tenEntries(disk);
        await flipBit(disk, key(n), position);
        const opened = await openDisk(disk);
        const whole = logOf(opened) === textOf(1, 10, 2);
        expect(opened.canVote ? whole : opened.reason !== null).toBe(true);
        await opened.store.close();
      }),
      { numRuns: 150 },
    );
  });

  async function flipBit({ place }: Disk, key: Uint8Array, position: number): Promise<void> {
    const keyValues = await place.open({ createIfMissing: false });
    const value = (await keyValues?.get(key)) as Uint8Array;
    await keyValues?.close();
    const at = position % value.length;
    value[at] = (value[at] as number) ^ (1 << (position % 8));
    place.replaceValue(key, value);
  }

  test("a crash at any write keeps all that was persisted, and the vote (B21, B42)", async () => {
    for (let seed = 0; seed < 60; seed++) {
      const rng = new Prng(seed);
      const steps = { left: seed };
      const disk = crashingDisk(rng, steps);
      const persisted = await runUntilCrash(disk);
      disk.place.crash();
      disk.files.crash();
      steps.left = Number.POSITIVE_INFINITY;
      const opened = await openDisk(disk);
      expect(opened).toMatchObject({ canVote: true, reason: null });
      expect(opened.recovered.hardState.term).toBeGreaterThanOrEqual(persisted.term);
      expect(opened.recovered.lastIndex).toBeGreaterThanOrEqual(persisted.index);
      await opened.store.close();
    }
  });
});
