// What a log directory takes on this machine: `node packages/bench/src/storage.ts [directory]`. One
// JSON line a case: MB/s until all is durable, and CPU seconds of the process (system time and the
// thread pool included) per 10^9 bytes. At most `inFlightBytes` are queued, as a broker would have
// it.

import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { isFailure, Prng, randomUuid } from "@sordini/base";
import { BatchBuilder, stampBatch } from "@sordini/records";
import { NodeFiles, systemCrc32c, tuneProcess } from "@sordini/server";
import {
  type LogConfig,
  type LogDirectory,
  openLogDirectory,
  type PartitionLog,
} from "@sordini/storage";

tuneProcess();

const inFlightBytes = 32 * 1024 * 1024;

interface Case {
  readonly name: string;
  readonly partitions: number;
  readonly runBytes: number;
  readonly totalBytes: number;
  readonly durability: LogConfig["durability"];
}

const mebibyte = 1024 * 1024;
const cases: readonly Case[] = [
  { partitions: 3, runBytes: 256 * 1024, totalBytes: 1024 * mebibyte },
  { partitions: 1000, runBytes: 4096, totalBytes: 256 * mebibyte },
].flatMap((shape) =>
  (["fsync", "page-cache"] as const).map((durability) => ({
    ...shape,
    durability,
    name: `${shape.partitions} x ${shape.runBytes / 1024} KiB ${durability}`,
  })),
);

const root = await fs.mkdtemp(path.join(process.argv[2] ?? os.tmpdir(), "sordini-bench-"));
try {
  for (const [index, each] of cases.entries()) {
    const directory = path.join(root, String(index));
    console.log(JSON.stringify(await measure(each, directory)));
    await fs.rm(directory, { recursive: true });
  }
} finally {
  await fs.rm(root, { recursive: true });
}

async function measure(
  { name, partitions, runBytes, totalBytes, durability }: Case,
  directory: string,
): Promise<object> {
  let wake: () => void = () => undefined;
  const opened = await open(directory, { durability, onProgress: () => wake() });
  const logs = await createLogs(opened, { partitions, durability });
  const batch = batchOf(runBytes);
  const frames = Array.from({ length: 4 * (inFlightBytes / runBytes) }, () => batch.slice());

  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  let appended = 0;
  for (let i = 0; appended < totalBytes; i++) {
    const log = logs[i % logs.length] as PartitionLog;
    const bytes = frames[i % frames.length] as Uint8Array;
    stampBatch(bytes, 0, { baseOffset: log.logEnd, leaderEpoch: 0 });
    log.append({ bytes, baseOffset: log.logEnd, nextOffset: log.logEnd + 1 });
    appended += bytes.length;
    while (opened.queuedBytes >= inFlightBytes) {
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  await opened.flush();
  const seconds = (performance.now() - startedMs) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  await opened.close();
  const gigabytes = appended / 1e9;
  return {
    name,
    mbPerS: Math.round(appended / 1e6 / seconds),
    cpuSPerGb: Number(((cpu.user + cpu.system) / 1e6 / gigabytes).toFixed(2)),
    userCpuSPerGb: Number((cpu.user / 1e6 / gigabytes).toFixed(2)),
  };
}

async function open(
  directory: string,
  options: { durability: LogConfig["durability"]; onProgress: () => void },
): Promise<LogDirectory> {
  const opened = await openLogDirectory({
    ports: {
      files: new NodeFiles(),
      clock: { monotonicMs: () => performance.now(), wallMs: () => Date.now() },
      timers: {
        soon: (callback) => void setImmediate(callback),
        after: (delayMs, callback) => {
          const timer = setTimeout(callback, delayMs);
          return { cancel: () => clearTimeout(timer) };
        },
      },
      crc32c: systemCrc32c,
      log: console,
      unpack: {
        compression: { compress: (_, bytes) => bytes, decompress: (_, bytes) => bytes },
        bytesMax: mebibyte,
      },
    },
    rng: new Prng(Date.now()),
    directory,
    clusterId: "bench",
    nodeId: 1,
    events: {
      onProgress: options.onProgress,
      onOffline: (reason) => {
        throw new Error(reason);
      },
    },
    config: configWith(options.durability),
  });
  if (isFailure(opened)) throw new Error(opened.message);
  return opened;
}

async function createLogs(
  opened: LogDirectory,
  { partitions, durability }: { partitions: number; durability: LogConfig["durability"] },
): Promise<PartitionLog[]> {
  const topicId = randomUuid(new Prng(1));
  const creations = Array.from({ length: partitions }, async (_, partition) => {
    const log = await opened.create({ topicId, partition }, configWith(durability));
    if (isFailure(log)) throw new Error(log.message);
    return log;
  });
  return Promise.all(creations);
}

function configWith(durability: LogConfig["durability"]): LogConfig {
  return {
    segmentBytesMax: 1024 * mebibyte,
    segmentAgeMsMax: 604_800_000,
    indexIntervalBytes: 4096,
    durability,
    retentionMs: -1,
    retentionBytes: -1,
  };
}

/** A batch of one record, as long as wanted to a few bytes. */
function batchOf(sizeBytes: number): Uint8Array {
  const builder = new BatchBuilder({ bytesMax: 2 * sizeBytes });
  builder.append({ value: new Uint8Array(sizeBytes - 80).fill(7) }, 1_700_000_000_000);
  return builder.build({ crc32c: systemCrc32c });
}
