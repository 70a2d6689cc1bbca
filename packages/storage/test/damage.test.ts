import { assert, isFailure, Prng } from "@sordini/base";
import { batchSizeAt } from "@sordini/records";
import { describe, expect, test } from "vitest";
import { FileError, MemoryFiles, type PartitionLog } from "../src/index.ts";
import {
  appendMany,
  batchAt,
  concatenated,
  config,
  createLog,
  directory,
  logId,
  memoryFiles,
  openOn,
  readAll,
  runAt,
  tinyLimits,
} from "./world.ts";

const path = `${directory}/${logId(0).topicId}-0/${"0".repeat(20)}.log`;
const wide = { segmentBytesMax: 1 << 20 };

/** Copies of a disk as a start leaves them that is killed at its first operation, its second... */
async function* killedStarts(files: MemoryFiles): AsyncGenerator<MemoryFiles> {
  for (let operations = 0, hasOpened = false; !hasOpened; operations++) {
    const dying = new MemoryFiles(files.image());
    let left = operations;
    const killed = new Promise<MemoryFiles>((resolve) => {
      dying.onOperation = () => {
        if (left-- === 0) resolve(dying.kill());
      };
    });
    const disk = await Promise.race([killed, openOn(dying).then(() => null)]);
    hasOpened = disk === null;
    yield disk ?? dying.kill();
  }
}

/** A copy of the disk with one file replaced. */
function withFileChanged(files: MemoryFiles, changes: Record<string, Uint8Array>): MemoryFiles {
  const copy = new MemoryFiles(files.image());
  for (const [changed, bytes] of Object.entries(changes)) copy.plant(changed, bytes);
  return copy;
}

describe("cut at every byte", () => {
  const batches = Array.from({ length: 8 }, (_, index) => batchAt(index, { valueBytes: 10 }));

  test("a page-cache segment gives the longest valid prefix", async () => {
    const files = memoryFiles();
    const opened = await openOn(files);
    const log = await createLog(opened, logId(0), { ...wide, durability: "page-cache" });
    appendMany(log, batches.length, { valueBytes: 10 });
    await opened.directory.flush();
    const disk = files.kill();
    const bytes = disk.bytesOf(path);
    let previousEnd = 0;
    for (let cut = 0; cut <= bytes.length; cut++) {
      const changed = withFileChanged(disk, { [path]: bytes.subarray(0, cut) });
      const again = (await openOn(changed)).directory.get(logId(0)) as PartitionLog;
      expect(again.logEnd).toBe(batches.filter((_, index) => sizeOf(index + 1) <= cut).length);
      expect(again.logEnd).toBeGreaterThanOrEqual(previousEnd);
      expect(await readAll(again)).toEqual(concatenated(batches.slice(0, again.logEnd)));
      previousEnd = again.logEnd;
    }

    function sizeOf(count: number): number {
      return concatenated(batches.slice(0, count)).length;
    }
  });

  test("a lost journal tail and a lost segment together give a valid prefix", async () => {
    const files = memoryFiles();
    const limits = { ...tinyLimits, journalFileBytes: 16_384 };
    const opened = await openOn(files, { limits });
    const log = await createLog(opened, logId(0), wide);
    for (const [index, bytes] of batches.entries()) {
      log.append({ bytes, baseOffset: index, nextOffset: index + 1 });
      await opened.directory.flush();
    }
    const disk = files.kill();
    const journalPath = disk.paths().find((each) => each.includes("journal-0")) as string;
    const journal = disk.bytesOf(journalPath);
    const ends = new Set<number>();
    for (let lost = 0; lost <= journal.length; lost += 3) {
      const cut = journal.length - lost;
      const empty = { [path]: new Uint8Array(0), [journalPath]: journal.subarray(0, cut) };
      const again = (await openOn(withFileChanged(disk, empty))).directory.get(logId(0));
      ends.add(again?.logEnd ?? -1);
      const found = again === undefined ? new Uint8Array(0) : await readAll(again);
      expect(found).toEqual(concatenated(batches.slice(0, again?.logEnd ?? 0)));
    }
    expect(ends.size).toBe(batches.length + 2); // each prefix, and the log that is not yet created
  });
});

describe("bit flips", () => {
  async function twoSegments(): Promise<{ files: MemoryFiles; expected: Uint8Array }> {
    const files = memoryFiles();
    const opened = await openOn(files);
    const log = await createLog(opened, logId(0), { segmentBytesMax: 2000 });
    appendMany(log, 40, { valueBytes: 30 });
    await opened.directory.flush();
    const expected = await readAll(log);
    await opened.directory.close();
    return { files, expected };
  }

  test("in index files, or their loss, change no answer (I45)", async () => {
    const { files, expected } = await twoSegments();
    const indexes = files.paths().filter((each) => each.endsWith("index"));
    expect(indexes.length).toBeGreaterThanOrEqual(4);
    for (const index of indexes) {
      const bytes = files.bytesOf(index);
      for (let bit = 0; bit < bytes.length * 8; bit += 5) {
        const flipped = bytes.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
        const changed = withFileChanged(files, { [index]: flipped });
        const log = (await openOn(changed)).directory.get(logId(0)) as PartitionLog;
        const offset = (bit * 7) % 40;
        const found = await log.offsetForTimestamp(1000 + offset);
        expect(found).toEqual({ offset, timestampMs: 1000 + offset });
        const { runs } = await log.read({ offset, bytesMax: 1, end: 40 });
        expect(runs).toEqual([batchAt(offset, { valueBytes: 30 })]);
      }
    }
    const bare = withFileChanged(files, {});
    for (const index of indexes) await bare.remove(index);
    const log = (await openOn(bare)).directory.get(logId(0)) as PartitionLog;
    expect(await readAll(log)).toEqual(expected);
  });

  test("an index of earlier bytes at the same place is not believed", async () => {
    const files = memoryFiles();
    const opened = await openOn(files);
    const log = await createLog(opened, logId(0), { segmentBytesMax: 1000 });
    appendMany(log, 20, { valueBytes: 30, timestamp: 5000 });
    await opened.directory.close();
    const again = await openOn(files);
    const reopened = again.directory.get(logId(0)) as PartitionLog;
    const stale = files.paths().filter((each) => each.endsWith("index"));
    const kept = new Map(stale.map((each) => [each, files.bytesOf(each).slice()]));
    await reopened.truncateTo(0);
    reopened.reconfigure({ ...config, segmentBytesMax: 1000 });
    appendMany(reopened, 20, { valueBytes: 30 });
    await again.directory.close();
    for (const [each, bytes] of kept) files.plant(each, bytes);
    const third = (await openOn(files)).directory.get(logId(0)) as PartitionLog;
    expect(await third.offsetForTimestamp(1015)).toEqual({ offset: 15, timestampMs: 1015 });
  });

  test("in a synced segment are never read: the log goes out of service (F15, B41)", async () => {
    const { files, expected } = await twoSegments();
    const bytes = files.bytesOf(path);
    let refused = 0;
    // Every third byte, and the format of a batch, which is not under the CRC.
    const magicAt = batchSizeAt(bytes, 0) + 16;
    for (const at of [magicAt, ...range(0, bytes.length, 3)]) {
      const flipped = bytes.slice();
      flipped[at] = (flipped[at] as number) ^ (1 << (at & 7));
      const changed = withFileChanged(files, { [path]: flipped });
      const log = (await openOn(changed)).directory.get(logId(0)) as PartitionLog;
      expect(log.logEnd).toBe(40);
      const read = await readAll(log).catch((error: Error) => error);
      if (read instanceof Error) {
        assert(
          /should hold offset|claims offsets up to|CRC|leader epoch|format/.test(read.message),
          read.message,
        );
        assert(!log.online, "a damaged log is in service");
        refused += 1;
        continue;
      }
      expect(read).toEqual(expected);
    }
    expect(refused).toBeGreaterThan(bytes.length / 6);
  });

  test("are not what a reader sees whose records are cut away meanwhile", async () => {
    const { files } = await twoSegments();
    const opened = await openOn(files);
    const log = opened.directory.get(logId(0)) as PartitionLog;
    let readOn: () => void = () => undefined;
    files.onOperation = ({ kind, path: target }) => {
      if (kind !== "read" || target !== path) return;
      files.onOperation = undefined;
      return new Promise((resolve) => {
        readOn = resolve;
      });
    };
    const reading = log.read({ offset: 5, bytesMax: 1000, end: 40 });
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    await log.truncateTo(5);
    readOn();
    expect(await reading).toMatchObject({ runs: [], nextOffset: 5 });
    expect([log.online, opened.directory.damaged()]).toEqual([true, []]);
  });

  function range(from: number, to: number, step: number): number[] {
    return Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);
  }

  test("below the durable point are reported, not cut away", async () => {
    const files = memoryFiles();
    const opened = await openOn(files);
    const log = await createLog(opened, logId(0), wide);
    for (let i = 0; i < 3; i++) {
      log.append(runAt(i, { valueBytes: 3000 })); // too large for the journal: synced directly
      await opened.directory.flush();
    }
    log.append(runAt(3));
    await opened.directory.flush();
    const disk = files.kill();
    for (const byte of [100, 4000, 7000]) {
      const bytes = disk.bytesOf(path).slice();
      bytes[byte] = (bytes[byte] as number) ^ 0x10;
      const changed = withFileChanged(disk, { [path]: bytes });
      const again = await openOn(changed);
      // Synced and not scanned: found by the reader. Nothing is ever cut away.
      expect(changed.bytesOf(path).length).toBe(bytes.length);
      expect(again.directory.get(logId(0))?.logEnd).toBe(4);
    }
    const cut = withFileChanged(disk, { [path]: disk.bytesOf(path).subarray(0, 5000) });
    const again = await openOn(cut);
    expect(again.directory.damaged()).toMatchObject([{ id: logId(0) }]);
    expect(cut.bytesOf(path).length).toBeGreaterThanOrEqual(5000);
  });

  test("in the middle of the journal are noticed: what follows was durable too (I13)", async () => {
    const files = memoryFiles();
    const opened = await openOn(files);
    const log = await createLog(opened, logId(0), wide);
    for (let i = 0; i < 5; i++) {
      log.append(runAt(i));
      await opened.directory.flush();
    }
    const disk = files.kill();
    const journalPath = disk.paths().find((each) => each.includes("journal-0")) as string;
    const journal = disk.bytesOf(journalPath);
    for (let sector = 0; sector <= 5; sector++) {
      const flipped = journal.slice();
      flipped[sector * 512 + 20] = (flipped[sector * 512 + 20] as number) ^ 1;
      const changed = withFileChanged(disk, { [journalPath]: flipped });
      const { directory: again } = await openOn(changed);
      const isLast = sector === 5; // nothing shows that it was durable, but the segment has it
      expect(again.damaged()).toHaveLength(isLast ? 0 : 1);
      expect(again.get(logId(0))?.logEnd).toBe(isLast ? 5 : undefined);
    }
  });
});

describe("a loss of power", () => {
  // Found by simulation: the log was forgotten, and its broker began an empty one as if it had
  // never been, although it counted as in sync.
  test("and rot, of journal or checkpoint, leave out no log that was just made (I13)", async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const files = memoryFiles();
      const world = await openOn(files);
      const log = await createLog(world, logId(0));
      for (let i = 0; i < 5; i++) {
        log.append(runAt(i));
        await world.directory.flush();
      }
      const disk = files.losePower(new Prng(seed));
      const rotten = seed % 6 === 0 ? "/data/checkpoint" : "/data/journal-0";
      const bytes = disk.bytesOf(rotten);
      const at = (seed % 5) * 512 + 20; // any group but the last, also the one that made the log
      bytes[at % bytes.length] = (bytes[at % bytes.length] as number) ^ 1;
      disk.plant(rotten, bytes);
      const again = await openOn(disk);
      expect(again.directory.damaged()).toMatchObject([{ id: logId(0) }]);
    }
  });

  test("takes no epoch that was durable, and leaves none ahead of the log (B32, I21)", async () => {
    const kept = new Set<number>();
    for (let seed = 1; seed <= 60; seed++) {
      const files = memoryFiles();
      const opened = await openOn(files);
      const log = await createLog(opened, logId(0), { segmentBytesMax: 1000 });
      for (const epoch of [1, 2, 3, 5]) appendMany(log, 6, { epoch });
      await log.truncateTo(20); // cuts into epoch 5
      log.beginEpoch(8);
      appendMany(log, 1, { epoch: 8 });
      log.beginEpoch(9); // which writes nothing
      await opened.directory.flush();
      const durable = log.epochs.entries.slice(0, -1);
      appendMany(log, seed % 9, { epoch: 9 });
      appendMany(log, seed % 5, { epoch: 10 });
      log.beginEpoch(11);
      for (let turn = (seed * 7) % 100; turn > 0; turn--) await Promise.resolve();
      const again = (await openOn(files.losePower(new Prng(seed)))).directory.get(logId(0));
      const { epochs, logEnd } = again as PartitionLog;
      expect(epochs.entries.slice(0, durable.length)).toEqual(durable);
      expect(epochs.entries.filter(({ start }) => start > logEnd)).toEqual([]);
      expect(epochs.lastEpoch).toBeGreaterThanOrEqual(9);
      kept.add(logEnd);
    }
    expect(kept.size).toBeGreaterThan(3); // the losses differ
  });
});

describe("a journal file that is gone (F16)", () => {
  // Found by simulation: the log was forgotten, and its broker went on as if it had never been.
  test.each([0, 1])("journal-%i", async (index) => {
    const files = memoryFiles();
    const world = await openOn(files);
    const log = await createLog(world, logId(0));
    appendMany(log, 3);
    await world.directory.flush();
    const disk = files.kill();
    disk.unlink(`/data/journal-${index}`);
    const again = await openOn(disk);
    expect(again.directory.damaged()).toMatchObject([
      { id: logId(0), reason: `/data/journal-${index} is missing` },
    ]);
  });

  // Found by simulation: the file was made again, empty, and the next start missed nothing.
  test("stays noticed when the start that makes it again does not come to its end", async () => {
    const files = memoryFiles();
    const world = await openOn(files);
    const log = await createLog(world, logId(0));
    appendMany(log, 3);
    await world.directory.flush();
    const harmed = files.kill();
    harmed.unlink("/data/journal-0");
    for await (const disk of killedStarts(harmed)) {
      const again = await openOn(disk);
      expect(again.directory.damaged()).toMatchObject([{ id: logId(0) }]);
    }
  });

  test("costs nothing after a clean shutdown, wherever the next start dies", async () => {
    const files = memoryFiles();
    const world = await openOn(files);
    appendMany(await createLog(world, logId(0)), 3);
    await world.directory.close();
    files.unlink("/data/journal-0");
    for await (const disk of killedStarts(files)) {
      const again = await openOn(disk);
      expect(again.directory.get(logId(0))?.logEnd).toBe(3);
    }
  });
});

describe("a failing disk (I26)", () => {
  // Found by simulation: the directory stayed online, and the replica between two roles.
  test.each(["truncate", "remove"] as const)("%s in a truncation", async (failing) => {
    const files = memoryFiles();
    const world = await openOn(files);
    const log = await createLog(world, logId(0), { segmentBytesMax: 1000 });
    appendMany(log, 30);
    await world.directory.flush();
    files.onOperation = ({ kind, path }) => {
      if (kind === failing) throw new FileError("EIO", `${path}: input/output error`);
    };
    await expect(log.truncateTo(3)).rejects.toThrow("input/output error");
    expect(world.directory.online).toBe(false);
    const again = await openOn(files.kill());
    expect(again.directory.get(logId(0))?.logEnd).toBe(3);
  });

  const kinds = ["write", "sync", "open", "syncDirectory", "rename", "makeDirectory"] as const;

  test.each(["ENOSPC", "EIO"] as const)("%s at each k-th operation", async (code) => {
    const seen = { offline: 0, refusedAtOpen: 0, refusedAtCreate: 0, never: 0 };
    for (const kind of kinds) {
      for (let k = 1; k < 40; k++) await failAt({ kind, k });
    }
    expect(seen.offline).toBeGreaterThan(20);
    expect(seen.refusedAtOpen).toBeGreaterThan(2);
    expect(seen.refusedAtCreate).toBeGreaterThan(0);
    expect(seen.never).toBeGreaterThan(0);

    async function failAt({ kind, k }: { kind: string; k: number }): Promise<void> {
      const files = memoryFiles();
      let count = 0;
      let isBroken = false;
      files.onOperation = (operation) => {
        if (operation.kind !== kind || isBroken) return;
        count += 1;
        isBroken = count === k; // once: a retry would succeed, and must not be made
        if (isBroken) throw new FileError(code, `${operation.path}: ${code}`);
      };
      const opened = await openOn(files).catch((error: Error) => error);
      if (opened instanceof Error) {
        assert(opened.message.includes(code), opened.message);
        seen.refusedAtOpen += 1;
        return;
      }
      const log = await opened.directory.create(logId(0), config);
      if (isFailure(log)) {
        assert(log.error === "KAFKA_STORAGE_ERROR", log.error);
        seen.refusedAtCreate += 1;
        return;
      }
      let durableEnd = 0;
      opened.onProgress = () => {
        durableEnd = log.durableEnd;
      };
      for (let i = 0; i < 30 && log.online; i++) {
        appendMany(log, 3);
        await opened.directory.flush().catch(() => undefined);
      }
      seen[log.online ? "never" : "offline"] += 1;
      const isOffline = !log.online;
      const flushed = String(await opened.directory.flush().catch(String));
      assert(!isOffline || flushed.includes("offline"), flushed);
      assert(opened.offline.length === (log.online ? 0 : 1), "offline is not reported once");
      assert(
        opened.offline.every((reason) => reason.includes(code)),
        opened.offline.join(),
      );
      const before = count;
      const recovered = await openOn(files.losePower(new Prng(k)));
      expect(count).toBe(before);
      const again = recovered.directory.get(logId(0));
      expect(again?.logEnd).toBeGreaterThanOrEqual(durableEnd);
    }
  });

  test("what is appended between the error and the end never counts (B37)", async () => {
    for (const kind of ["write", "sync"] as const) {
      const files = memoryFiles();
      const opened = await openOn(files);
      const log = await createLog(opened, logId(0), wide);
      appendMany(log, 3);
      await opened.directory.flush();
      let failing: (error: Error) => void = () => undefined;
      files.onOperation = (operation) => {
        if (operation.kind !== kind) return;
        files.onOperation = undefined; // whoever tried again would succeed
        return new Promise((_, reject) => {
          failing = reject;
        });
      };
      appendMany(log, 2);
      const flushed = opened.directory.flush().catch(String);
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      appendMany(log, 2); // the disk has failed, and nobody knows yet
      failing(new FileError("EIO", "it broke"));
      expect(await flushed).toContain("it broke");
      expect(() => appendMany(log, 1)).toThrow("offline (I26)");
      expect(log.durableEnd).toBe(3);
      const again = (await openOn(files.kill())).directory.get(logId(0)) as PartitionLog;
      expect(again.logEnd).toBeGreaterThanOrEqual(3);
      expect(again.logEnd).toBeLessThanOrEqual(5);
      const whole = Array.from({ length: again.logEnd }, (_, offset) => batchAt(offset));
      expect(await readAll(again)).toEqual(concatenated(whole));
    }
  });

  // The pages of a failed sync look clean: another sync finds nothing to do (ATC'20).
  test("of a sync leaves nothing that the next process takes for durable (B37)", async () => {
    for (let seed = 0; seed < 20; seed++) {
      const files = memoryFiles();
      const opened = await openOn(files);
      const log = await createLog(opened, logId(0), wide);
      files.onOperation = ({ kind, path: of }) => {
        if (kind === "sync" && of === path) throw new FileError("EIO", "the disk is failing");
      };
      log.append(runAt(0, { valueBytes: 3000 })); // too large for the journal: synced directly
      await expect(opened.directory.flush()).rejects.toThrow("the disk is failing");
      const disk = files.kill();
      const next = (await openOn(disk)).directory.get(logId(0)) as PartitionLog;
      expect(next.durableEnd).toBe(1); // it is there, as far as anybody can see
      const whole = await readAll(next);
      const recovered = await openOn(disk.losePower(new Prng(seed)));
      expect(await readAll(recovered.directory.get(logId(0)) as PartitionLog)).toEqual(whole);
    }
  });

  test("that meets the next journal file ends it before that is needed (I26)", async () => {
    for (const kind of ["open", "write", "sync"] as const) {
      const files = memoryFiles();
      const opened = await openOn(files);
      const log = await createLog(opened, logId(0), wide);
      files.onOperation = ({ kind: operation, path: target }) => {
        if (!target.endsWith("journal-1") || operation !== kind) return;
        files.onOperation = undefined; // whoever tried again would succeed
        throw new FileError("EIO", `${target}: input/output error`);
      };
      // More than half of the journal's first file, and less than all of it.
      for (let group = 1; group <= 4; group++) {
        appendMany(log, 1);
        await opened.directory.flush();
      }
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      expect(files.onOperation).toBeUndefined();
      expect(opened.offline).toEqual([`${directory}/journal-1: input/output error`]);
      expect(() => appendMany(log, 1)).toThrow("offline (I26)");
      await opened.directory.close();
      expect((await openOn(files)).directory.get(logId(0))?.logEnd).toBe(4);
    }
  });

  test("an index that cannot be written costs no offset and doubles none (B37)", async () => {
    const files = memoryFiles();
    const opened = await openOn(files);
    const log = await createLog(opened, logId(0), { segmentBytesMax: 500 });
    let refused = 0;
    files.onOperation = ({ path: target }) => {
      if (!target.endsWith("index")) return;
      refused += 1;
      throw new FileError("ENOSPC", "no space for an index");
    };
    for (let i = 0; i < 60; i++) {
      appendMany(log, 5);
      await opened.directory.flush();
    }
    expect(refused).toBeGreaterThan(0);
    expect(log.online).toBe(true);
    const whole = concatenated(Array.from({ length: 300 }, (_, offset) => batchAt(offset)));
    expect(await readAll(log)).toEqual(whole);
    const again = (await openOn(files.kill())).directory.get(logId(0)) as PartitionLog;
    expect(await readAll(again)).toEqual(whole);
  });

  test("reads go on, from memory and from disk", async () => {
    const files = memoryFiles();
    const opened = await openOn(files);
    const log = await createLog(opened, logId(0), wide);
    appendMany(log, 60);
    await opened.directory.flush();
    files.onOperation = ({ kind }) => {
      if (kind === "sync") throw new FileError("EIO", "the disk is failing");
    };
    appendMany(log, 1);
    await expect(opened.directory.flush()).rejects.toThrow("the disk is failing");
    expect(opened.offline).toEqual(["the disk is failing"]);
    expect(() => log.append(runAt(log.logEnd))).toThrow("offline (I26)");
    expect((await readAll(log)).length).toBeGreaterThan(60 * 61);
    await opened.directory.close();
    expect((await openOn(files.kill())).directory.wasCleanShutdown).toBe(false);
  });
});
