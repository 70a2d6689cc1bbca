import { describe, expect, test } from "vitest";
import { MemoryFiles, type PartitionLog, type ReadResult } from "../src/index.ts";
import {
  appendMany,
  batchAt,
  config,
  createLog,
  logId,
  memoryFiles,
  type Opened,
  openOn,
  readAll,
  runAt,
  TestClock,
} from "./world.ts";

async function opened(
  settings: Partial<typeof config> = {},
  clock = new TestClock(),
): Promise<{ world: Opened; log: PartitionLog; files: ReturnType<typeof memoryFiles> }> {
  const files = memoryFiles();
  const world = await openOn(files, { clock });
  return { world, log: await createLog(world, logId(0), settings), files };
}

function isNow(result: ReadResult | Promise<ReadResult>): result is ReadResult {
  return !(result instanceof Promise);
}

describe("append and its three ends", () => {
  test("queued, written, durable; each is reported", async () => {
    const { world, log } = await opened();
    const reports: string[] = [];
    world.onProgress = () => reports.push(`written ${log.writtenEnd} durable ${log.durableEnd}`);
    appendMany(log, 2);
    expect([log.logEnd, log.writtenEnd, log.durableEnd]).toEqual([2, 0, 0]);
    await world.directory.flush();
    expect(reports).toEqual(["written 2 durable 0", "written 2 durable 2"]);
    expect(world.directory.queuedBytes).toBe(0);
  });

  test("page-cache: durable when written, and no byte in the journal", async () => {
    const { world, log, files } = await opened({ durability: "page-cache" });
    const before = files.bytesOf("/data/journal-0").length;
    const reports: string[] = [];
    world.onProgress = () => reports.push(`written ${log.writtenEnd} durable ${log.durableEnd}`);
    appendMany(log, 2);
    await world.directory.flush();
    expect(reports).toEqual(["written 2 durable 2"]);
    expect(files.bytesOf("/data/journal-0").length).toBe(before);
  });

  test("out of order, or not in one piece, is a bug of the caller", async () => {
    const { log } = await opened();
    expect(() => log.append(runAt(1))).toThrow("run at 1, log end 0");
    expect(() => log.append({ ...runAt(0), nextOffset: 2 })).toThrow("the run ends at 1, not at 2");
    expect(() => log.append({ ...runAt(0), bytes: batchAt(5) })).toThrow("offset 5 instead of 0");
  });

  // A follower that led epoch 6, wrote nothing, and then follows the leader of epoch 7, which still
  // has records of epoch 5 that this one had not got.
  test("an epoch that wrote nothing gives way to an older batch, also when reopened", async () => {
    const { world, log, files } = await opened();
    log.append(runAt(0, { epoch: 5 }));
    log.beginEpoch(6);
    log.append(runAt(1, { epoch: 5 }));
    log.append(runAt(2, { epoch: 7 }));
    const history = [
      { epoch: 5, start: 0 },
      { epoch: 7, start: 2 },
    ];
    expect(log.epochs.entries).toEqual(history);
    await world.directory.flush();
    const again = await openOn(files.kill());
    expect(again.directory.get(logId(0))?.epochs.entries).toEqual(history);
  });

  test("epochs follow the batches, and one that wrote nothing is kept (B29)", async () => {
    const { world, log, files } = await opened();
    appendMany(log, 2, { epoch: 1 });
    appendMany(log, 2, { epoch: 4 });
    log.beginEpoch(7);
    await world.directory.flush();
    const expected = [
      { epoch: 1, start: 0 },
      { epoch: 4, start: 2 },
      { epoch: 7, start: 4 },
    ];
    expect(log.epochs.entries).toEqual(expected);
    const again = (await openOn(files.kill())).directory.get(logId(0));
    expect(again?.epochs.entries).toEqual(expected);
  });
});

describe("reading", () => {
  test("an index lookup is a linear scan: every offset, every bound, tail and disk", async () => {
    const { world, log, files } = await opened({ segmentBytesMax: 3000, indexIntervalBytes: 300 });
    const batches: { base: number; next: number; bytes: Uint8Array }[] = [];
    for (let i = 0; i < 90; i++) {
      const records = 1 + (i % 3);
      const base = log.logEnd;
      const run = runAt(base, { records, valueBytes: (i * 37) % 150 });
      batches.push({ base, next: base + records, bytes: run.bytes });
      log.append(run);
    }
    await world.directory.flush();
    const kinds = new Set<boolean>();
    const copy = new MemoryFiles(files.image());
    const reopened = (await openOn(copy)).directory.get(logId(0)) as PartitionLog;
    for (const each of [log, reopened]) {
      for (let offset = 0; offset < each.logEnd; offset++) {
        const end = Math.min(each.logEnd, offset + 1 + ((offset * 7) % 40));
        const bytesMax = (offset * 131) % 2500;
        const result = each.read({ offset, bytesMax, end });
        kinds.add(isNow(result));
        const { runs, sizeBytes, nextOffset } = await result;
        const first = batches.findIndex(({ next }) => next > offset);
        const last = batches.findIndex(({ next }) => next === nextOffset);
        const expected = batches.slice(first, last + 1);
        const wanted = Buffer.concat(expected.map(({ bytes }) => bytes));
        expect(Buffer.concat(runs).equals(wanted)).toBe(true);
        expect(sizeBytes).toBe(wanted.length);
        expect(expected.at(-1)?.base).toBeLessThan(end);
        expect(expected.length === 1 || sizeBytes <= bytesMax).toBe(true);
      }
    }
    expect(kinds).toEqual(new Set([true, false]));
  });

  test("what is queued is read at once, without a copy", async () => {
    const { log } = await opened();
    const run = runAt(0);
    log.append(run);
    const result = log.read({ offset: 0, bytesMax: 1000, end: 1 });
    expect(isNow(result) && result.runs[0]).toBe(run.bytes);
  });

  test("the tail keeps to its budget, but never drops what is not yet written", async () => {
    const { world, log } = await opened();
    appendMany(log, 100); // far beyond the 2 KiB of the tail
    expect(isNow(log.read({ offset: 0, bytesMax: 1, end: 100 }))).toBe(true);
    await world.directory.flush();
    expect(isNow(log.read({ offset: 0, bytesMax: 1, end: 100 }))).toBe(false);
    expect(isNow(log.read({ offset: 99, bytesMax: 1, end: 100 }))).toBe(true);
  });

  test("a small view of a large buffer is copied, so that it does not pin it", async () => {
    const { log } = await opened();
    const large = new Uint8Array(100_000);
    const run = runAt(0);
    large.set(run.bytes, 5000);
    log.append({ ...run, bytes: large.subarray(5000, 5000 + run.bytes.length) });
    const result = await log.read({ offset: 0, bytesMax: 1000, end: 1 });
    expect(result.runs).toEqual([run.bytes]);
    expect(result.runs[0]?.buffer).not.toBe(large.buffer);
  });

  test("by time: the earliest record at or after it", async () => {
    const { world, log } = await opened({ segmentBytesMax: 1000 });
    for (let i = 0; i < 30; i++) {
      log.append(runAt(log.logEnd, { records: 3, timestamp: 1000 + 10 * i }));
    }
    await world.directory.flush();
    expect(await log.offsetForTimestamp(0)).toEqual({ offset: 0, timestampMs: 1000 });
    expect(await log.offsetForTimestamp(1101)).toEqual({ offset: 31, timestampMs: 1101 });
    expect(await log.offsetForTimestamp(1103)).toEqual({ offset: 33, timestampMs: 1110 });
    expect(await log.offsetForTimestamp(1293)).toBeNull();
  });
});

describe("removing", () => {
  test("truncation takes whole batches, and holds back appends", async () => {
    const { world, log, files } = await opened({ segmentBytesMax: 800 });
    for (let i = 0; i < 10; i++) log.append(runAt(log.logEnd, { records: 3 }));
    const truncating = log.truncateTo(13);
    expect(() => log.append(runAt(30))).toThrow("being truncated");
    await truncating;
    expect([log.logEnd, log.writtenEnd, log.durableEnd]).toEqual([12, 12, 12]);
    log.append(runAt(12, { epoch: 2 }));
    await world.directory.flush();
    const expected = await readAll(log);
    const again = (await openOn(files.kill())).directory.get(logId(0)) as PartitionLog;
    expect(await readAll(again)).toEqual(expected);
    expect(again.epochs.entries).toEqual([
      { epoch: 0, start: 0 },
      { epoch: 2, start: 12 },
    ]);
  });

  test("a follower that fell behind starts over at the leader's start", async () => {
    const { world, log } = await opened();
    appendMany(log, 10);
    await log.truncateFullyAndStartAt(1000);
    expect(log).toMatchObject({ logStart: 1000, logEnd: 1000, durableEnd: 1000 });
    appendMany(log, 2);
    await world.directory.flush();
    expect(log.durableEnd).toBe(1002);
  });

  test("retention takes sealed segments below the high watermark (I43)", async () => {
    const clock = new TestClock();
    const { log, world } = await opened({ segmentBytesMax: 1000, retentionBytes: 2500 }, clock);
    appendMany(log, 60, { timestamp: clock.nowMs });
    await world.directory.flush();
    const sizeBefore = log.sizeBytes;
    await log.applyRetention(5);
    expect(log.logStart).toBe(0);
    await log.applyRetention(60);
    expect(log.sizeBytes).toBeLessThan(sizeBefore);
    expect(log.sizeBytes).toBeGreaterThanOrEqual(2500);
    expect(log.logStart).toBeGreaterThan(0);
    log.reconfigure({ ...config, retentionMs: 1000 });
    clock.nowMs += 2000;
    await log.applyRetention(60);
    expect(log.sizeBytes).toBeLessThanOrEqual(1000);
    expect(log.logStart).toBeLessThan(60); // the active segment stays
    expect((await readAll(log)).length).toBe(log.sizeBytes);
  });

  test("segments roll by age", async () => {
    const clock = new TestClock();
    const { log, world, files } = await opened({ segmentAgeMsMax: 1000 }, clock);
    appendMany(log, 1);
    clock.nowMs += 1001;
    appendMany(log, 1);
    await world.directory.flush();
    expect(files.paths().filter((path) => path.endsWith(".log"))).toHaveLength(2);
  });
});
