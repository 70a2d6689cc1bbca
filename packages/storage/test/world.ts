import { crc32c, type Clock, isFailure, type LogSink, Prng, type Timers } from "@sordini/base";
import { BatchBuilder, type Compression, stampBatch } from "@sordini/records";
import { expect } from "vitest";
import {
  type AppendRun,
  type Files,
  type LogConfig,
  type LogDirectory,
  type LogDirectoryOptions,
  type LogId,
  MemoryFiles,
  openLogDirectory,
  type PartitionLog,
  type ReadResult,
  type StorageLimits,
  type StoragePorts,
} from "../src/index.ts";

export const directory = "/data";
export const clusterId = "WW5Yn0CuTfGkTVYnAAAAAA";

/** Time that only a test moves. */
export class TestClock implements Clock {
  nowMs = 1_700_000_000_000;

  monotonicMs(): number {
    return this.nowMs;
  }

  wallMs(): number {
    return this.nowMs;
  }
}

/**
 * `soon` is the next microtask: a test needs no event loop, and the same run comes out each time.
 */
const timers: Timers = {
  soon: (callback) => void Promise.resolve().then(callback),
  after: () => {
    throw new Error("storage waits for nothing but its disk");
  },
};

const silent: LogSink = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const noCompression: Compression = {
  compress: (_, bytes) => bytes,
  decompress: (_, bytes) => bytes,
};

export function portsWith(files: Files, clock: Clock = new TestClock()): StoragePorts {
  const unpack = { compression: noCompression, bytesMax: 1 << 20 };
  return { files, clock, timers, crc32c, log: silent, unpack };
}

export const config: LogConfig = {
  segmentBytesMax: 4096,
  segmentAgeMsMax: 3_600_000,
  indexIntervalBytes: 256,
  durability: "fsync",
  retentionMs: -1,
  retentionBytes: -1,
};

/** A ring so small that it wraps all the time. */
export const tinyLimits: Partial<StorageLimits> = {
  tailBytesMax: 2048,
  openFilesMax: 4,
  journalFileCount: 2,
  journalFileBytes: 4096,
  groupBytesMax: 2048,
  checkpointBytes: 8192,
};

/** Each start draws other random numbers, as in production. */
let starts = 0;

/** An opened directory with what it reported. */
export interface Opened {
  readonly directory: LogDirectory;
  readonly offline: string[];
  onProgress: (logs: ReadonlySet<PartitionLog>) => void;
}

export async function openOn(
  files: Files,
  options: Partial<LogDirectoryOptions> & { clock?: Clock } = {},
): Promise<Opened> {
  const offline: string[] = [];
  const opened: { -readonly [K in keyof Opened]?: Opened[K] } = { offline };
  opened.onProgress = () => undefined;
  const result = await openLogDirectory({
    ports: portsWith(files, options.clock),
    rng: new Prng(++starts),
    directory,
    clusterId,
    nodeId: 1,
    events: {
      onProgress: (logs) => opened.onProgress?.(logs),
      onOffline: (reason) => void offline.push(reason),
    },
    config,
    limits: tinyLimits,
    ...options,
  });
  if (isFailure(result)) throw new Error(result.message);
  opened.directory = result;
  return opened as Opened;
}

export function logId(index: number): LogId {
  return {
    topicId: `topic-${index}-AAAAAAAAAAAAAQ`.slice(-22).padStart(22, "t"),
    partition: index,
  };
}

export async function createLog(
  { directory: opened }: Opened,
  id: LogId,
  settings: Partial<LogConfig> = {},
): Promise<PartitionLog> {
  const created = await opened.create(id, { ...config, ...settings });
  if (isFailure(created)) throw new Error(created.message);
  return created;
}

/**
 * One batch with `records` records of about `valueBytes` each; byte values follow from the offset.
 */
export function batchAt(
  baseOffset: number,
  options: { records?: number; valueBytes?: number; epoch?: number; timestamp?: number } = {},
): Uint8Array {
  const { records = 1, valueBytes = 40, epoch = 0, timestamp = 1000 + baseOffset } = options;
  const builder = new BatchBuilder({ bytesMax: 1 << 24 });
  for (let i = 0; i < records; i++) {
    const value = new Uint8Array(valueBytes).fill((baseOffset * 31 + i * 7 + epoch) & 0xff);
    builder.append({ value }, timestamp + i);
  }
  const bytes = builder.build({ crc32c });
  stampBatch(bytes, 0, { baseOffset, leaderEpoch: epoch });
  return bytes;
}

export function runAt(baseOffset: number, options: Parameters<typeof batchAt>[1] = {}): AppendRun {
  const bytes = batchAt(baseOffset, options);
  return { bytes, baseOffset, nextOffset: baseOffset + (options.records ?? 1) };
}

/** Appends `count` one-record batches at the log's end. */
export function appendMany(
  log: PartitionLog,
  count: number,
  options: Parameters<typeof batchAt>[1] = {},
): void {
  for (let i = 0; i < count; i++) log.append(runAt(log.logEnd, options));
}

/** Everything between two offsets, read as a consumer does. */
export async function readAll(
  log: PartitionLog,
  { from = log.logStart, end = log.logEnd, bytesMax = 1000 } = {},
): Promise<Uint8Array> {
  const runs: Uint8Array[] = [];
  let offset = from;
  while (offset < end) {
    const result: ReadResult = await log.read({ offset, bytesMax, end });
    expect(result.nextOffset).toBeGreaterThan(offset);
    runs.push(...result.runs);
    offset = result.nextOffset;
  }
  return concatenated(runs);
}

export function concatenated(runs: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(runs.reduce((sum, run) => sum + run.length, 0));
  let position = 0;
  for (const run of runs) {
    whole.set(run, position);
    position += run.length;
  }
  return whole;
}

export function memoryFiles(): MemoryFiles {
  return new MemoryFiles();
}
