import { assert, Prng, randomBelow } from "@sordini/base";
import {
  compareKeys,
  type KeyValue,
  type KeyValueOperation,
  type KeyValueStore,
  type KeyValueStorePlace,
} from "../key-value.ts";
import type { RandomExam } from "./random-files.ts";

/** An implementation of the key-value port that takes the random exam. */
export interface KeyValueCandidate {
  /** Nothing is there yet. */
  readonly place: KeyValueStorePlace;
  /** SIGKILL while a store is open: the place as the next process finds it. */
  kill(): Promise<KeyValueStorePlace>;
}

const kinds = [
  ...["batch", "batch", "batch", "batch", "get", "get", "iterate", "iterate"],
  ...["reopen", "kill", "kill in the middle", "destroy"],
] as const;

/**
 * Does what the seed says and compares each answer with those of a sorted map; throws at the first
 * that differs. After a kill everything that was reported as written is there, and of what was
 * under way some first batches, each whole.
 */
export async function keyValueHistory(
  candidate: KeyValueCandidate,
  { seed, steps }: RandomExam,
): Promise<void> {
  const history = new KeyValueHistory(candidate, seed);
  await history.open();
  for (let step = 0; step < steps; step++) await history.step();
  await history.close();
}

/** Sorted by key. */
type Content = readonly KeyValue[];

class KeyValueHistory {
  readonly #candidate: KeyValueCandidate;
  readonly #rng: Prng;
  #place: KeyValueStorePlace;
  #store: KeyValueStore | null = null;
  #content: Content = [];

  constructor(candidate: KeyValueCandidate, seed: number) {
    this.#candidate = candidate;
    this.#place = candidate.place;
    this.#rng = new Prng(seed);
  }

  async step(): Promise<void> {
    const kind = kinds[this.#below(kinds.length)] as (typeof kinds)[number];
    const operations = this.#operations();
    const inFlight = Array.from({ length: this.#below(4) }, () => this.#operations());
    const from = this.#key();
    const end = this.#key();
    switch (kind) {
      case "batch":
        await this.#opened.batch(operations);
        this.#content = applied(this.#content, operations);
        return;
      case "get":
        return this.#get(from);
      case "iterate":
        return this.#iterate(from, end);
      case "reopen":
        await this.close();
        return this.open();
      case "kill":
        return this.#kill([]);
      case "kill in the middle":
        return this.#kill(inFlight);
      case "destroy":
        if (this.#below(4) > 0) return;
        await this.close();
        await this.#place.destroy();
        this.#content = [];
        return this.open();
    }
  }

  async open(): Promise<void> {
    this.#store = await this.#place.open({ createIfMissing: true });
    mustBeOneOf(shown(await this.#readAll()), [shown(this.#content)]);
  }

  async close(): Promise<void> {
    await this.#opened.close();
  }

  async #get(wanted: Uint8Array): Promise<void> {
    const value = await this.#opened.get(wanted);
    const found = value === undefined ? [] : [{ key: wanted, value }];
    const expected = this.#content.filter(({ key }) => compareKeys(key, wanted) === 0);
    mustBeOneOf(shown(found), [shown(expected)]);
  }

  async #iterate(from: Uint8Array, end: Uint8Array): Promise<void> {
    const isWithin = ({ key }: KeyValue) =>
      compareKeys(key, from) >= 0 && compareKeys(key, end) < 0;
    mustBeOneOf(shown(await this.#read(from, end)), [shown(this.#content.filter(isWithin))]);
  }

  async #kill(inFlight: readonly (readonly KeyValueOperation[])[]): Promise<void> {
    const store = this.#opened;
    const written = inFlight.map((operations) => store.batch(operations));
    const outcomes = Promise.allSettled(written);
    this.#place = await this.#candidate.kill();
    await outcomes;
    this.#store = await this.#place.open({ createIfMissing: false });
    const possible: Content[] = [this.#content];
    for (const operations of inFlight) possible.push(applied(possible.at(-1) ?? [], operations));
    const found = await this.#readAll();
    mustBeOneOf(shown(found), possible.map(shown));
    this.#content = found;
  }

  get #opened(): KeyValueStore {
    assert(this.#store !== null, "the store is gone");
    return this.#store;
  }

  #readAll(): Promise<KeyValue[]> {
    return this.#read(Uint8Array.of(), Uint8Array.of(255));
  }

  async #read(from: Uint8Array, end: Uint8Array): Promise<KeyValue[]> {
    const pairs: KeyValue[] = [];
    for await (const pair of this.#opened.iterate({ from, end })) pairs.push(pair);
    return pairs;
  }

  /** One key may occur twice: the later operation counts. */
  #operations(): KeyValueOperation[] {
    return Array.from({ length: this.#below(6) }, () => {
      const key = this.#key();
      if (this.#below(3) === 0) return { kind: "delete", key };
      const value = new Uint8Array(this.#below(4)).fill(this.#below(256));
      return { kind: "put", key, value };
    });
  }

  /** One to three bytes of few kinds, so that some are the beginning of others. */
  #key(): Uint8Array {
    const bytes = [0, 1, 128, 254];
    return Uint8Array.from({ length: 1 + this.#below(3) }, () => bytes[this.#below(4)] as number);
  }

  #below(bound: number): number {
    return randomBelow(this.#rng, bound);
  }
}

function applied(content: Content, operations: readonly KeyValueOperation[]): Content {
  let pairs = [...content];
  for (const operation of operations) {
    pairs = pairs.filter(({ key }) => compareKeys(key, operation.key) !== 0);
    if (operation.kind === "put") pairs.push({ key: operation.key, value: operation.value });
  }
  return pairs.toSorted((a, b) => compareKeys(a.key, b.key));
}

function mustBeOneOf(found: string, expected: readonly string[]): void {
  assert(expected.includes(found), `found ${found}, expected ${expected.join(" or ")}`);
}

function shown(pairs: Content): string {
  return (
    pairs.map(({ key, value }) => `${key.join(".")}=${value.join(".")}`).join(" ") || "nothing"
  );
}
