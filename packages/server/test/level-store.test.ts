import {
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32c, isFailure, Prng, randomBelow } from "@sordini/base";
import { type OpenedRaftStore, openRaftStore, type RaftFiles } from "@sordini/controller";
import type { Entry, Persist } from "@sordini/raft";
import {
  type KeyValueCandidate,
  keyValueHistory,
  type KeyValueStore,
  keyValueStoreExam,
  type KeyValueStorePlace,
} from "@sordini/storage";
import { assert as check, asyncProperty, integer, nat } from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LevelStorePlace } from "../src/level-store.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "sordini-level-"));
});
afterEach(() => rm(root, { recursive: true }));

describe("LevelStorePlace passes the exam", () => {
  for (const { name, run } of keyValueStoreExam) {
    test(name, () => run(new LevelStorePlace(join(root, "raft"))));
  }

  test("any history, with kills, reads like a sorted map", async () => {
    let histories = 0;
    await check(
      asyncProperty(nat(), integer({ min: 1, max: 80 }), async (seed, steps) => {
        histories += 1;
        const candidate = new LevelCandidate(join(root, `history-${histories}`));
        await keyValueHistory(candidate, { seed, steps });
      }),
      { seed: 4, numRuns: 12 },
    );
  }, 60_000);
});

/**
 * What a killed process leaves is what a copy of its files shows: LevelDB has handed them to the
 * system. The process itself goes on here, so that its store has to be closed.
 */
class LevelCandidate implements KeyValueCandidate {
  readonly #path: string;
  #kills = 0;
  #store: KeyValueStore | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  get place(): KeyValueStorePlace {
    const place = new LevelStorePlace(`${this.#path}-${this.#kills}`);
    return {
      open: async (options) => (this.#store = await place.open(options)),
      destroy: () => place.destroy(),
    };
  }

  async kill(): Promise<KeyValueStorePlace> {
    const killed = this.#store;
    const from = `${this.#path}-${this.#kills}`;
    this.#kills += 1;
    await copyMoment(from, `${this.#path}-${this.#kills}`);
    await killed?.close();
    return this.place;
  }
}

/** LevelDB goes on in the background: what it made or removed meanwhile would be half a copy. */
async function copyMoment(from: string, to: string): Promise<void> {
  for (;;) {
    const names = await readdir(from);
    try {
      await cp(from, to, { recursive: true });
      if (String(await readdir(from)) === String(names)) return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
    await rm(to, { recursive: true, force: true });
  }
}

// The Raft store on a real LevelDB whose files are damaged the way disks do it. The law: repaired
// without loss, or without a vote and with a reason. Never silently shorter (I13).
describe("a damaged Raft store on LevelDB", () => {
  const entryCount = 8;

  test("any file lost", async () => {
    const original = await prepare();
    for (const name of await filesOf(original)) {
      const copy = await copyOf(original);
      await rm(join(copy, name));
      await check(copy, `without ${name}`);
    }
  });

  test("all slots lost: follows, and never votes again", async () => {
    const directory = await prepare();
    await rm(join(directory, "raft-state-0"));
    await rm(join(directory, "raft-state-1"));
    const opened = await openStore(directory);
    expect(opened).toMatchObject({ canVote: false });
    expect(opened.entries).toHaveLength(entryCount);
    await opened.store.close();
  });

  test("the write-ahead log cut at every byte of its last write, and at many before", async () => {
    const original = await prepare();
    const log = (await filesOf(original)).find((name) => name.endsWith(".log")) as string;
    const { size } = await stat(join(original, log));
    const positions = Array.from({ length: size }, (_, i) => i);
    const lastWrite = size - 320;
    for (const position of positions.filter((at) => at >= lastWrite || at % 97 === 0)) {
      const copy = await copyOf(original);
      await truncate(join(copy, log), position);
      await check(copy, `${log} cut at ${position} of ${size}`);
      await rm(copy, { recursive: true });
    }
  }, 60_000);

  test("a bit flipped anywhere", async () => {
    const original = await prepare();
    const rng = new Prng(4);
    const names = await filesOf(original);
    let refused = 0;
    for (let round = 0; round < 80; round++) {
      const copy = await copyOf(original);
      const name = names[round % names.length] as string;
      const path = join(copy, name);
      const bytes = await readFile(path);
      if (bytes.length === 0) continue;
      const at = randomBelow(rng, bytes.length);
      bytes[at] = (bytes[at] as number) ^ (1 << randomBelow(rng, 8));
      await writeFile(path, bytes);
      if (!(await check(copy, `a bit of ${name} at ${at}`))) refused += 1;
      await rm(copy, { recursive: true });
    }
    // The faults were real: without the proof these would have been shorter logs.
    expect(refused).toBeGreaterThan(0);
  }, 60_000);

  /** A closed store with some entries. */
  async function prepare(): Promise<string> {
    const directory = join(root, "original");
    await mkdir(directory);
    const { store } = await openStore(directory);
    await store.persist([unit({ hardState: { term: 1, vote: null } })]);
    for (let index = 1; index <= entryCount; index++) {
      await store.persist([unit({ entries: [entry(index)] })]);
    }
    await store.close();
    return directory;
  }

  /** Opens it, as a leader would repair it, and again. True when it still may vote. */
  async function check(directory: string, what: string): Promise<boolean> {
    const opened = await openStore(directory);
    const { canVote, entries, reason, store } = opened;
    if (canVote && entries.length !== entryCount) throw new Error(`${what}: silently shorter`);
    if (!canVote && reason === null) throw new Error(`${what}: no reason`);
    const isPrefix = entries.every(
      (found, i) => String(found.term) === "1" && found.index === i + 1,
    );
    if (!isPrefix) throw new Error(`${what}: a log that was never written`);
    for (let index = entries.length + 1; index <= entryCount + 1; index++) {
      await store.persist([unit({ entries: [entry(index)] })]);
    }
    await store.close();
    const again = await openStore(directory);
    await again.store.close();
    if (again.entries.length !== entryCount + 1) throw new Error(`${what}: the repair is lost`);
    if (again.canVote !== canVote) throw new Error(`${what}: the vote came back by itself`);
    return canVote;
  }

  async function openStore(directory: string): Promise<OpenedRaftStore> {
    const opened = await openRaftStore({
      place: new LevelStorePlace(join(directory, "level")),
      files: new NodeRaftFiles(directory),
      crc32c,
      rng: new Prng(1),
      clusterId: "AAAAAAAAAAAAAAAAAAAAAA",
    });
    if (isFailure(opened)) throw new Error(opened.message);
    return opened;
  }

  let copies = 0;
  async function copyOf(original: string): Promise<string> {
    copies += 1;
    const copy = join(root, `copy-${copies}`);
    await cp(original, copy, { recursive: true });
    return copy;
  }
});

/** Every file below the directory, by its relative path. */
async function filesOf(directory: string): Promise<string[]> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  return found
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(directory.length + 1))
    .sort();
}

function unit(parts: Partial<Persist>): Persist {
  const nothing = { sequence: 1, hardState: null, restartAfter: null, truncateFrom: null };
  return { ...nothing, entries: [], ...parts };
}

function entry(index: number): Entry {
  return { index, term: 1, body: { kind: "records", payload: Uint8Array.of(index) } };
}

class NodeRaftFiles implements RaftFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async list(): Promise<readonly string[]> {
    return readdir(this.#directory);
  }

  async read(name: string): Promise<Uint8Array | null> {
    return readFile(join(this.#directory, name)).catch(() => null);
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    const file = await open(join(this.#directory, name), "w");
    await file.writeFile(bytes);
    await file.close();
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.#directory, name));
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }
}
