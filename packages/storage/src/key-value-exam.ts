import { assert } from "@sordini/base";
import {
  compareKeys,
  type KeyRange,
  type KeyValue,
  type KeyValueStore,
  KeyValueStoreError,
  type KeyValueStorePlace,
} from "./key-value.ts";

/** One question; `run` gets a place where nothing is yet and throws when the answer is wrong. */
export interface KeyValueStoreQuestion {
  readonly name: string;
  readonly run: (place: KeyValueStorePlace) => Promise<void>;
}

/**
 * What every implementation of the port must pass, beside `keyValueHistory`. Bound to no test
 * framework.
 */
export const keyValueStoreExam: readonly KeyValueStoreQuestion[] = [
  { name: "a missing store is not created unless asked for", run: missingStore },
  { name: "a store can be opened only once at a time", run: openedTwice },
  { name: "a closed store refuses everything but close", run: closedStore },
  { name: "destroy leaves nothing", run: destroyedStore },
  { name: "bytes come back as they were, and are the caller's own", run: ownBytes },
  { name: "batches take effect in the order of their calls", run: orderOfBatches },
  { name: "a range is in byte order, from its first key to before its end", run: byteOrder },
  { name: "a range shows the store as of the call", run: iterateSnapshot },
];

async function missingStore(place: KeyValueStorePlace): Promise<void> {
  assert((await place.open({ createIfMissing: false })) === null, "opened a store out of nothing");
  await (await mustOpen(place)).close();
  const store = await place.open({ createIfMissing: false });
  assert(store !== null, "a created store was not found again");
  await store.close();
}

async function openedTwice(place: KeyValueStorePlace): Promise<void> {
  const store = await mustOpen(place);
  await mustFail("a second open", () => place.open({ createIfMissing: false }));
  await store.close();
}

async function closedStore(place: KeyValueStorePlace): Promise<void> {
  const store = await mustOpen(place);
  await store.close();
  await store.close();
  await mustFail("get", () => store.get(bytes(1)));
  await mustFail("batch", () => store.batch([{ kind: "delete", key: bytes(1) }]));
  await mustFail("iterate", () => collect(store, everything));
}

async function destroyedStore(place: KeyValueStorePlace): Promise<void> {
  const store = await mustOpen(place);
  await store.batch([{ kind: "put", key: bytes(1), value: bytes(2) }]);
  await store.close();
  await place.destroy();
  await place.destroy();
  assert((await place.open({ createIfMissing: false })) === null, "a destroyed store was found");
}

async function ownBytes(place: KeyValueStorePlace): Promise<void> {
  const store = await mustOpen(place);
  const key = bytes(1, 2, 3);
  const value = bytes(7, 0, 255);
  const written = store.batch([
    { kind: "put", key, value },
    { kind: "put", key: bytes(9), value: bytes() },
  ]);
  await written;
  key.fill(0);
  value.fill(0);
  assert(equal(await store.get(bytes(1, 2, 3)), bytes(7, 0, 255)), "a value changed");
  assert(equal(await store.get(bytes(9)), bytes()), "an empty value is not a missing one");
  assert((await store.get(bytes(1, 2))) === undefined, "a key was found by its prefix");
  await store.close();
}

async function orderOfBatches(place: KeyValueStorePlace): Promise<void> {
  const store = await mustOpen(place);
  for (let round = 0; round < 100; round++) {
    const values = [1, 2, 3, 4].map((n) => bytes(round, n));
    const batches = values.map((value) => store.batch([{ kind: "put", key: bytes(1), value }]));
    await Promise.all(batches);
    assert(equal(await store.get(bytes(1)), bytes(round, 4)), "a batch overtook another");
  }
  const last = store.batch([{ kind: "put", key: bytes(1), value: bytes(5) }]);
  await store.close();
  await last;
  const reopened = await mustOpen(place);
  assert(equal(await reopened.get(bytes(1)), bytes(5)), "close lost a batch that was under way");
  await reopened.close();
}

async function byteOrder(place: KeyValueStorePlace): Promise<void> {
  const store = await mustOpen(place);
  const keys = [bytes(255), bytes(1, 0), bytes(128), bytes(1), bytes(2), bytes(0)];
  await store.batch(keys.map((key) => ({ kind: "put", key, value: key })));
  const found = await collect(store, { from: bytes(1), end: bytes(255) });
  const expected = [bytes(1), bytes(1, 0), bytes(2), bytes(128)];
  assertSame(
    found,
    expected.map((key) => ({ key, value: key })),
  );
  assertSame(await collect(store, { from: bytes(3), end: bytes(3) }), []);
  await store.close();
}

async function iterateSnapshot(place: KeyValueStorePlace): Promise<void> {
  const store = await mustOpen(place);
  const pairs = [1, 2, 3].map((n) => ({ key: bytes(n), value: bytes(n) }));
  await store.batch(pairs.map((pair) => ({ kind: "put", ...pair })));
  const seen: KeyValue[] = [];
  for await (const pair of store.iterate(everything)) {
    if (seen.length === 0) {
      await store.batch([
        { kind: "delete", key: bytes(2) },
        { kind: "put", key: bytes(4), value: bytes(4) },
      ]);
    }
    seen.push(pair);
  }
  assertSame(seen, pairs);
  await store.close();
}

const everything: KeyRange = { from: bytes(), end: bytes(255, 255) };

function bytes(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

async function mustOpen(place: KeyValueStorePlace): Promise<KeyValueStore> {
  const store = await place.open({ createIfMissing: true });
  assert(store !== null, "open with createIfMissing gave no store");
  return store;
}

async function mustFail(what: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    assert(error instanceof KeyValueStoreError, `${what} threw ${String(error)}`);
    return;
  }
  assert(false, `${what} should have thrown a KeyValueStoreError`);
}

async function collect(store: KeyValueStore, range: KeyRange): Promise<KeyValue[]> {
  const pairs: KeyValue[] = [];
  for await (const pair of store.iterate(range)) pairs.push(pair);
  return pairs;
}

function assertSame(found: readonly KeyValue[], expected: readonly KeyValue[]): void {
  const same =
    found.length === expected.length &&
    found.every((pair, i) => {
      const other = expected[i] as KeyValue;
      return equal(pair.key, other.key) && equal(pair.value, other.value);
    });
  assert(same, `found ${describe(found)}, expected ${describe(expected)}`);
}

function equal(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && compareKeys(a, b) === 0;
}

function describe(pairs: readonly KeyValue[]): string {
  return pairs.map(({ key, value }) => `${key.join(".")}=${value.join(".")}`).join(" ");
}
