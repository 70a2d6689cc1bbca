import { assert } from "@sordini/base";
import { FileError, KeyValueStoreError, readWhole, withFile } from "@sordini/storage";
import { describe, expect, test } from "vitest";
import { Chance } from "../../src/chance.ts";
import { SimDisk } from "../../src/cluster/sim-disk.ts";
import { SimProcess } from "../../src/world/sim-process.ts";
import { World } from "../../src/world/world.ts";

const sync = { min: 1, max: 2, spike: 0, spikeProbability: 0 };
const path = "/file";

/** A disk with a process that uses it, in virtual time. */
class Machine {
  readonly world: World;
  readonly disk: SimDisk;
  process: SimProcess;

  constructor(seed: number) {
    this.world = new World({ seed });
    this.disk = new SimDisk(new Chance(seed), sync);
    this.process = this.start();
  }

  start(): SimProcess {
    this.process = new SimProcess({
      nodeId: 1,
      world: this.world,
      onRan: () => undefined,
      onThrown: (_, error) => this.world.fail(error),
    });
    this.disk.attach(this.process);
    return this.process;
  }

  /** What came of it within a virtual second, and after how long. */
  async outcome<T>(promise: Promise<T>): Promise<{ value?: T; error?: unknown; afterMs: number }> {
    const startMs = this.world.nowMs;
    const result: { value?: T; error?: unknown } = {};
    let isDone = false;
    void promise
      .then(
        (value) => void Object.assign(result, { value }),
        (error: unknown) => void Object.assign(result, { error }),
      )
      .then(() => (isDone = true));
    this.world.after(0, "begins", () => undefined);
    await this.world.run(startMs + 1_000, () => isDone);
    return { ...result, afterMs: this.world.nowMs - startMs };
  }

  async mustDo<T>(promise: Promise<T>): Promise<T> {
    const { afterMs } = await this.outcome(promise);
    assert(afterMs < 1_000, "it takes longer than a second");
    return promise;
  }

  writing(value: number): Promise<void> {
    return withFile(this.disk.files, { path, mode: "create" }, async (file) => {
      await file.write([Uint8Array.of(value)], 0);
    });
  }

  async write(value: number): Promise<void> {
    await this.mustDo(this.writing(value));
  }

  async syncAll(): Promise<void> {
    const { files } = this.disk;
    await this.mustDo(withFile(files, { path, mode: "write" }, (file) => file.sync()));
    await this.mustDo(files.syncDirectory("/"));
  }

  async content(): Promise<string> {
    const { files } = this.disk;
    if (!files.paths().includes(path)) return "no file";
    return String(await this.mustDo(readWhole(files, path)));
  }

  async keys(): Promise<number[]> {
    const store = await this.mustDo(this.disk.place.open({ createIfMissing: true }));
    const keys: number[] = [];
    const range = { from: Uint8Array.of(), end: Uint8Array.of(255) };
    for await (const { key } of store?.iterate(range) ?? []) keys.push(key[0] as number);
    return keys;
  }
}

describe("a disk error", () => {
  test("meets the next operation of its kind, once, and is counted", async () => {
    const machine = new Machine(1);
    const { disk } = machine;
    await machine.write(1);
    disk.failNext({ code: "EIO", operation: "sync" });
    expect(await machine.content()).toBe("1");
    expect(disk.errorsMet).toBe(0);
    const synced = () => withFile(disk.files, { path, mode: "write" }, (file) => file.sync());
    const { error } = await machine.outcome(synced());
    expect(error).toMatchObject({ name: "FileError", code: "EIO" });
    expect(disk.errorsMet).toBe(1);
    await machine.mustDo(synced());
    machine.start();
    expect(disk.errorsMet).toBe(0);
  });

  test("meets the key-value store's sync as its own kind of error", async () => {
    const machine = new Machine(1);
    const store = await machine.mustDo(machine.disk.place.open({ createIfMissing: true }));
    machine.disk.failNext({ code: "EIO", operation: "sync" });
    const batch = store?.batch([{ kind: "put", key: Uint8Array.of(1), value: Uint8Array.of() }]);
    const { error } = await machine.outcome(Promise.resolve(batch));
    expect(error).toBeInstanceOf(KeyValueStoreError);
    expect(machine.disk.errorsMet).toBe(1);
  });

  test("that was not met is gone with the process, or when the disk is healed", async () => {
    const machine = new Machine(1);
    machine.disk.failNext({ code: "EIO", operation: "open" });
    machine.disk.kill();
    machine.start();
    await machine.write(1);
    machine.disk.failNext({ code: "EIO", operation: "open" });
    machine.disk.heal();
    await machine.write(2);
    expect(await machine.content()).toBe("2");
  });

  test("no space: some writes fail, reading and syncing go on, and it passes", async () => {
    const machine = new Machine(1);
    await machine.write(1);
    machine.disk.isFull = true;
    let failures = 0;
    for (let i = 0; i < 20; i++) {
      const { error } = await machine.outcome(machine.writing(1));
      if (error === undefined) continue;
      expect(error).toBeInstanceOf(FileError);
      expect(error).toMatchObject({ code: "ENOSPC" });
      failures += 1;
    }
    expect(failures).toBeGreaterThan(0);
    expect(failures).toBeLessThan(20);
    expect(machine.disk.errorsMet).toBe(failures);
    await machine.syncAll();
    machine.disk.isFull = false;
    for (let i = 0; i < 10; i++) await machine.write(1);
  });
});

describe("the time of the device", () => {
  test("a sync takes what the seed draws; other work none", async () => {
    const machine = new Machine(1);
    const { files } = machine.disk;
    const file = await machine.mustDo(files.open(path, "create"));
    expect((await machine.outcome(Promise.resolve(file.write([], 0)))).afterMs).toBe(0);
    const { afterMs } = await machine.outcome(file.sync());
    expect(afterMs).toBeGreaterThanOrEqual(sync.min);
    expect(afterMs).toBeLessThan(sync.max + 0.01);
  });

  test("nothing ends while the device is stalled", async () => {
    const machine = new Machine(1);
    await machine.write(1);
    machine.disk.stall(300);
    const { afterMs } = await machine.outcome(machine.disk.files.open(path, "read"));
    expect(afterMs).toBeGreaterThanOrEqual(300);
    expect((await machine.outcome(machine.disk.files.open(path, "read"))).afterMs).toBe(0);
  });
});

describe("what is left on the disk", () => {
  test("of a killed process: all that it wrote, and of batches under way some first", async () => {
    const found = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const machine = new Machine(seed);
      await machine.write(7);
      const store = await machine.mustDo(machine.disk.place.open({ createIfMissing: true }));
      const put = (n: number) =>
        store?.batch([{ kind: "put", key: Uint8Array.of(n), value: Uint8Array.of(n) }]);
      await machine.mustDo(Promise.resolve(put(1)));
      void put(2);
      void put(3);
      machine.process.kill();
      machine.disk.kill();
      machine.start();
      expect(await machine.content()).toBe("7");
      found.add(String(await machine.keys()));
    }
    expect([...found].toSorted()).toEqual(["1", "1,2", "1,2,3"]);
  });

  test("after a power loss: what was synced, perhaps more", async () => {
    const unsynced = new Set<string>();
    for (let seed = 0; seed < 30; seed++) {
      const machine = new Machine(seed);
      await machine.write(1);
      machine.disk.losePower();
      machine.start();
      unsynced.add(await machine.content());
      await machine.write(2);
      await machine.syncAll();
      machine.disk.losePower();
      machine.start();
      expect(await machine.content()).toBe("2");
    }
    expect([...unsynced].toSorted()).toEqual(["", "0", "1", "no file"]);
  });

  test("when it is replaced: nothing", async () => {
    const machine = new Machine(1);
    await machine.write(1);
    await machine.syncAll();
    machine.disk.kill();
    machine.disk.replace();
    machine.start();
    expect(await machine.content()).toBe("no file");
    expect(await machine.mustDo(machine.disk.place.open({ createIfMissing: false }))).toBeNull();
  });

  test("a sync that was under way when the process died never ends", async () => {
    const machine = new Machine(1);
    const file = await machine.mustDo(machine.disk.files.open(path, "create"));
    let hasEnded = false;
    const ended = (): void => void (hasEnded = true);
    void file.sync().then(ended, ended);
    machine.process.kill();
    machine.disk.kill();
    await machine.world.run(5_000);
    expect(hasEnded).toBe(false);
  });
});
