import { assert as check, Prng, randomBelow } from "@sordini/base";
import { assert, asyncProperty, integer, nat } from "fast-check";
import { test } from "vitest";
import { type File, MemoryFiles, readWhole } from "../src/index.ts";

const names = ["a", "b", "c"];
const sizeMax = 1_600;

/** All that one file ever was, for what a device may make of it. */
class Ghost {
  readonly versions: Uint8Array[] = [new Uint8Array()];
  /** The newest version that a completed sync vouches for. */
  durable = 0;

  get newest(): Uint8Array {
    return this.versions.at(-1) as Uint8Array;
  }

  change(sizeBytes: number, edit: (bytes: Uint8Array) => void = () => undefined): void {
    const next = new Uint8Array(sizeBytes);
    next.set(this.newest.subarray(0, sizeBytes));
    edit(next);
    this.versions.push(next);
  }

  /** Each byte, and the length, is of some version since the last sync. */
  mayBe(bytes: Uint8Array): boolean {
    const since = this.versions.slice(this.durable);
    if (!since.some(({ length }) => length === bytes.length)) return false;
    return bytes.every((byte, at) => since.some((version) => (version[at] ?? 0) === byte));
  }
}

type Entries = ReadonlyMap<string, Ghost>;

/** Random work in one directory, and what a power loss may leave of it. */
class Work {
  readonly files = new MemoryFiles();
  readonly #rng: Prng;
  readonly #opened: { readonly file: File; readonly ghost: Ghost }[] = [];
  /** The directory as it was synced, and after each change since. */
  #states: Entries[] = [new Map()];
  /** Ends of syncs that are under way, in no order. */
  readonly #syncs: (() => void)[] = [];

  constructor(seed: number) {
    this.#rng = new Prng(seed);
  }

  async run(steps: number): Promise<void> {
    await this.files.makeDirectory("/files");
    await this.files.syncDirectory("/");
    this.files.onOperation = ({ kind }) => {
      if (kind !== "sync") return;
      return new Promise((resolve) => this.#syncs.push(resolve));
    };
    for (let step = 0; step < steps; step++) await this.#step(step);
  }

  async #step(step: number): Promise<void> {
    const opened = this.#opened[this.#below(this.#opened.length + 1)];
    switch (this.#below(10)) {
      case 0:
        return this.#create();
      case 1:
        return this.#rename();
      case 2:
        return this.#remove();
      case 3:
        await this.files.syncDirectory("/files");
        this.#states = this.#states.slice(-1);
        return;
      case 4: {
        const [endSync] = this.#syncs.splice(this.#below(this.#syncs.length + 1), 1);
        endSync?.();
        await new Promise((resolve) => setImmediate(resolve));
        return;
      }
    }
    if (opened === undefined) return;
    const { file, ghost } = opened;
    const at = this.#below(sizeMax);
    const dice = this.#below(8);
    if (dice < 2) this.#sync(opened);
    else if (dice < 4) {
      await file.truncate(at);
      ghost.change(at);
    } else {
      const bytes = new Uint8Array(1 + this.#below(700)).fill(1 + (step % 255));
      await file.write([bytes], at);
      const sizeBytes = Math.max(ghost.newest.length, at + bytes.length);
      ghost.change(sizeBytes, (next) => next.set(bytes, at));
    }
  }

  async #create(): Promise<void> {
    const name = this.#name();
    if (this.#entries.has(name)) return;
    const ghost = new Ghost();
    this.#opened.push({ file: await this.files.open(`/files/${name}`, "create"), ghost });
    this.#change((entries) => entries.set(name, ghost));
  }

  /** A device may have the new name before the old one is gone. */
  async #rename(): Promise<void> {
    const [from, to] = [this.#name(), this.#name()];
    const ghost = this.#entries.get(from);
    if (ghost === undefined || from === to) return;
    await this.files.rename({ from: `/files/${from}`, to: `/files/${to}` });
    this.#change((entries) => entries.set(to, ghost));
    this.#change((entries) => entries.delete(from));
  }

  async #remove(): Promise<void> {
    const name = this.#name();
    await this.files.remove(`/files/${name}`);
    this.#change((entries) => entries.delete(name));
  }

  /** It vouches for what is written now, once it ends: other syncs may overtake it. */
  #sync({ file, ghost }: { readonly file: File; readonly ghost: Ghost }): void {
    const version = ghost.versions.length - 1;
    void file.sync().then(() => {
      ghost.durable = Math.max(ghost.durable, version);
    });
  }

  async mustExplain(survivor: MemoryFiles): Promise<void> {
    const found = new Map<string, Uint8Array>();
    for (const path of survivor.paths()) {
      found.set(path.slice("/files/".length), await readWhole(survivor, path));
    }
    const isPossible = this.#states.some(
      (state) =>
        state.size === found.size &&
        [...state].every(([name, ghost]) => {
          const bytes = found.get(name);
          return bytes !== undefined && ghost.mayBe(bytes);
        }),
    );
    const sizes = [...found].map(([name, bytes]) => `${name}:${bytes.length}`);
    check(isPossible, `a power loss left ${sizes.join(" ")}`);
  }

  get #entries(): Entries {
    return this.#states.at(-1) as Entries;
  }

  #change(edit: (entries: Map<string, Ghost>) => void): void {
    const next = new Map(this.#entries);
    edit(next);
    this.#states.push(next);
  }

  #name(): string {
    return names[this.#below(names.length)] as string;
  }

  #below(bound: number): number {
    return randomBelow(this.#rng, bound);
  }
}

test("a power loss keeps what was synced, and makes nothing up", async () => {
  await assert(
    asyncProperty(nat(), integer({ min: 1, max: 60 }), async (seed, steps) => {
      const work = new Work(seed);
      await work.run(steps);
      await work.mustExplain(work.files.losePower(new Prng(seed)));
    }),
    { seed: 4, numRuns: 1_500 },
  );
});
