import { readFileSync } from "node:fs";

// What the kernel knows of a running process, from /proc. Null where there is no /proc.

/** Unit of the times in /proc/PID/stat: a hundredth of a second on all Linux that Node runs on. */
const ticksPerSecond = 100;
const userTicksField = 11;
const systemTicksField = 12;

/** CPU seconds since a process began, all its threads, in user and system mode. */
export function cpuSecondsOf(pid: number): number | null {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name, in parentheses, may hold anything: fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[userTicksField]) + Number(fields[systemTicksField])) / ticksPerSecond;
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
