import { readFileSync } from "node:fs";
import os from "node:os";

// What the kernel knows of a running process, from /proc. Null where there is no /proc.

/** Unit of the times in /proc/PID/stat: a hundredth of a second on all Linux that Node runs on. */
const ticksPerSecond = 100;
const userTicksField = 11;
const systemTicksField = 12;
const endedUserTicksField = 13;
const endedSystemTicksField = 14;

/** CPU seconds since a process began, all its threads, in user and system mode. */
export function cpuSecondsOf(pid: number): number | null {
  return secondsIn(pid, [userTicksField, systemTicksField]);
}

function secondsIn(pid: number, ticksFields: readonly number[]): number | null {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name, in parentheses, may hold anything: fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ticksFields.reduce((sum, field) => sum + Number(fields[field]) / ticksPerSecond, 0);
}

/** Resident memory, 10^6 bytes. */
export function rssMbOf(pid: number): number | null {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/status`) ?? "")?.[1];
  return kibibytes === undefined ? null : (Number(kibibytes) * 1024) / 1e6;
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** CPU seconds of the brokers and of this process, from its making on. */
export class CpuMeter {
  readonly #pids: readonly number[];
  readonly #brokersBefore: number | null;
  readonly #clientBefore = process.cpuUsage();

  constructor(pids: readonly number[]) {
    this.#pids = pids;
    this.#brokersBefore = sum(pids.map(cpuSecondsOf));
  }

  /** For each 10^9 of `bytes`. */
  perGb(bytes: number): { brokerCpuSPerGb: number | null; clientCpuSPerGb: number } {
    const { user, system } = process.cpuUsage(this.#clientBefore);
    const brokersNow = sum(this.#pids.map(cpuSecondsOf));
    const isKnown = brokersNow !== null && this.#brokersBefore !== null;
    const gigabytes = bytes / 1e9;
    return {
      brokerCpuSPerGb: isKnown ? (brokersNow - this.#brokersBefore) / gigabytes : null,
      clientCpuSPerGb: (user + system) / 1e6 / gigabytes,
    };
  }
}

function sum(values: readonly (number | null)[]): number | null {
  return values.reduce(
    (total, value) => (total === null || value === null ? null : total + value),
    0,
  );
}

/**
 * How many cores other programs of this machine kept busy, from its making on. Everything that this
 * process starts must have ended before.
 */
export class OthersMeter {
  readonly #startedMs = performance.now();
  readonly #busyBefore = busySeconds();
  readonly #oursBefore = ourSeconds();

  /** To a hundredth, which is all that the kernel's counters give; null without /proc. */
  cores(): number | null {
    const ours = ourSeconds();
    if (ours === null || this.#oursBefore === null) return null;
    const others = busySeconds() - this.#busyBefore - (ours - this.#oursBefore);
    const cores = (others * 1000) / (performance.now() - this.#startedMs);
    return Math.max(0, Math.round(cores * 100) / 100);
  }
}

function busySeconds(): number {
  return os
    .cpus()
    .map(({ times }) => (times.user + times.nice + times.sys + times.irq) / 1000)
    .reduce((total, seconds) => total + seconds, 0);
}

/** Of this process and of its children that have ended. */
function ourSeconds(): number | null {
  const ended = [endedUserTicksField, endedSystemTicksField];
  return secondsIn(process.pid, [userTicksField, systemTicksField, ...ended]);
}
