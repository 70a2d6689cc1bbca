import { once } from "node:events";
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { systemCrc32c } from "@sordini/server";
import { Latency, rounded } from "./latency.ts";
import { clientFlags } from "./tune-client.ts";

/**
 * What the machine gives in the minute of the run, with nothing of Sordini in it. Two runs can only
 * be compared by their rows when these figures agree.
 */
export interface Calibration {
  /** One TCP connection, 1 MiB writes, received into a fixed buffer by another thread. */
  readonly loopbackMbPerS: number;
  /** 64 KiB write and fdatasync in turn, over a file that has its size already. */
  readonly diskMbPerS: number;
  readonly diskSyncP50Ms: number;
  /** 10^9 bytes a second, over 1 MiB that lies in the processor's cache. */
  readonly crc32cGbPerS: number;
  readonly memcpyGbPerS: number;
  /** 1, 5 and 15 minutes. */
  readonly loadAverage: readonly number[];
  readonly node: string;
  readonly cpus: number;
  readonly cpuModel: string;
  /** What the client process, which is the bench itself, tells V8. */
  readonly clientFlags: string;
}

const mebi = 1 << 20;

/** Takes about a second. */
export async function calibrate(): Promise<Calibration> {
  const loadAverage = os.loadavg().map(rounded);
  const from = new Uint8Array(mebi).fill(7);
  const to = new Uint8Array(mebi);
  return {
    loopbackMbPerS: rounded(await loopbackMbPerS(1024)),
    ...measureDisk(400),
    crc32cGbPerS: rounded(gbPerS(300, () => systemCrc32c(from))),
    memcpyGbPerS: rounded(gbPerS(3000, () => to.set(from))),
    loadAverage,
    node: process.version,
    cpus: os.availableParallelism(),
    cpuModel: os.cpus()[0]?.model ?? "unknown",
    clientFlags: [...new Set([...process.execArgv, clientFlags])].join(" "),
  };
}

/** For people, in two lines. */
export function describeCalibration(calibration: Calibration): string {
  const { loopbackMbPerS, diskMbPerS, diskSyncP50Ms, loadAverage } = calibration;
  const { crc32cGbPerS, memcpyGbPerS, node, cpus, cpuModel } = calibration;
  return [
    `loopback ${loopbackMbPerS} MB/s, ` +
      `disk ${diskMbPerS} MB/s (64 KiB + fdatasync, p50 ${diskSyncP50Ms} ms), ` +
      `CRC-32C ${crc32cGbPerS} GB/s, memcpy ${memcpyGbPerS} GB/s`,
    `load average ${loadAverage.join(" ")} at the start, Node ${node}, ` +
      `${cpus} x ${cpuModel}, client with ${calibration.clientFlags}`,
  ].join("\n");
}

async function loopbackMbPerS(mebibytes: number): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  const connected = once(server, "connection");
  const sink = new Worker(new URL("./loopback-sink.ts", import.meta.url), { workerData: port });
  const [socket] = (await connected) as [net.Socket];
  const bytes = new Uint8Array(mebi);
  const closed = once(socket.resume(), "close");
  const startedMs = performance.now();
  for (let i = 0; i < mebibytes; i++) {
    if (!socket.write(bytes)) await once(socket, "drain");
  }
  socket.end();
  await closed; // by the other side, after it has read everything
  const seconds = (performance.now() - startedMs) / 1000;
  await sink.terminate();
  server.close();
  return (mebibytes * mebi) / 1e6 / seconds;
}

function measureDisk(count: number): { diskMbPerS: number; diskSyncP50Ms: number } {
  const directory = mkdtempSync(join(os.tmpdir(), "sordini-bench-"));
  const file = openSync(join(directory, "calibration"), "w");
  const bytes = new Uint8Array(64 << 10).fill(7);
  try {
    for (let i = 0; i < count; i++) writeSync(file, bytes, 0, bytes.length, i * bytes.length);
    fdatasyncSync(file);
    const syncs = new Latency();
    const startedMs = performance.now();
    for (let i = 0; i < count; i++) {
      writeSync(file, bytes, 0, bytes.length, i * bytes.length);
      const writtenMs = performance.now();
      fdatasyncSync(file);
      syncs.record(performance.now() - writtenMs);
    }
    const seconds = (performance.now() - startedMs) / 1000;
    return {
      diskMbPerS: rounded((count * bytes.length) / 1e6 / seconds),
      diskSyncP50Ms: rounded(syncs.percentileMs(50) ?? 0),
    };
  } finally {
    closeSync(file);
    rmSync(directory, { recursive: true });
  }
}

function gbPerS(mebibytes: number, work: () => void): number {
  for (let i = 0; i < 50; i++) work(); // compiled, and in the cache
  const startedMs = performance.now();
  for (let i = 0; i < mebibytes; i++) work();
  return (mebibytes * mebi) / 1e6 / (performance.now() - startedMs);
}
