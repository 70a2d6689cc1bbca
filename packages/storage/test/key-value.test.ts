import { Prng } from "@sordini/base";
import { assert as check, asyncProperty, integer, nat } from "fast-check";
import { describe, expect, test } from "vitest";
import { keyValueHistory } from "../src/exam/random-key-value.ts";
import { keyValueStoreExam } from "../src/key-value-exam.ts";
import { type KeyValueStore, KeyValueStoreError } from "../src/key-value.ts";
import { MemoryKeyValueStorePlace } from "../src/memory/memory-key-value.ts";

const key = (n: number) => Uint8Array.of(n);

describe("MemoryKeyValueStorePlace passes the exam", () => {
  for (const { name, run } of keyValueStoreExam) {
    test(name, () => run(new MemoryKeyValueStorePlace({ rng: new Prng(1) })));
  }

  test("any history, with kills, reads like a sorted map", async () => {
    await check(
      asyncProperty(nat(), integer({ min: 1, max: 80 }), async (seed, steps) => {
        const place = new MemoryKeyValueStorePlace({ rng: new Prng(seed) });
        const kill = async () => {
          place.crash();
          return place;
        };
        await keyValueHistory({ place, kill }, { seed, steps });
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});

async function filled(place: MemoryKeyValueStorePlace): Promise<KeyValueStore> {
  const store = await place.open({ createIfMissing: true });
  if (store === null) throw new Error("no store");
  await store.batch([1, 2, 3, 4].map((n) => ({ kind: "put", key: key(n), value: key(n) })));
  return store;
}

async function keysAfterReopen(place: MemoryKeyValueStorePlace): Promise<number[] | null> {
  const store = await place.open({ createIfMissing: false });
  if (store === null) return null;
  const keys: number[] = [];
  for await (const pair of store.iterate({ from: key(0), end: key(255) })) {
    keys.push(pair.key[0] as number);
  }
  return keys;
}

describe("a crash", () => {
  test("keeps what was synced, and of the rest some whole first batches", async () => {
    const survivors = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const place = new MemoryKeyValueStorePlace({ rng: new Prng(seed) });
      const store = await filled(place);
      const lost = [
        store.batch([
          { kind: "put", key: key(5), value: key(5) },
          { kind: "delete", key: key(1) },
        ]),
        store.batch([{ kind: "put", key: key(6), value: key(6) }]),
      ];
      place.crash();
      await Promise.allSettled(lost);
      survivors.add(String(await keysAfterReopen(place)));
    }
    expect([...survivors].sort()).toEqual(["1,2,3,4", "2,3,4,5", "2,3,4,5,6"]);
  });
});

test("a store that failed to write can be closed and opened again", async () => {
  let isFailing = false;
  const sync = async () => {
    if (isFailing) throw new KeyValueStoreError("the disk is failing");
  };
  const place = new MemoryKeyValueStorePlace({ rng: new Prng(1), sync });
  const store = await filled(place);
  isFailing = true;
  const batch = store.batch([{ kind: "delete", key: key(1) }]);
  await expect(batch).rejects.toThrow("the disk is failing");
  isFailing = false;
  await expect(store.batch([])).rejects.toThrow("the disk is failing");
  await store.close();
  expect(await keysAfterReopen(place)).toEqual([1, 2, 3, 4]);
});

describe("the lies of LevelDB", () => {
  const lies: readonly [string, (place: MemoryKeyValueStorePlace) => void, number[] | null][] = [
    ["a gap", (place) => place.loseKeys({ from: key(2), end: key(4) }), [1, 4]],
    ["a missing key", (place) => place.loseKey(key(3)), [1, 2, 4]],
    ["an empty store", (place) => place.loseContent(), []],
    ["no store", (place) => place.loseStore(), null],
  ];
  for (const [name, lie, expected] of lies) {
    test(name, async () => {
      const place = new MemoryKeyValueStorePlace({ rng: new Prng(1) });
      await (await filled(place)).close();
      lie(place);
      expect(await keysAfterReopen(place)).toEqual(expected);
    });
  }

  test("a store that does not open", async () => {
    const place = new MemoryKeyValueStorePlace({ rng: new Prng(1) });
    await (await filled(place)).close();
    place.failOpening("Corruption: 1 missing files");
    await expect(place.open({ createIfMissing: false })).rejects.toThrow("1 missing files");
  });
});
