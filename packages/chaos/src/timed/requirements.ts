import { existsSync } from "node:fs";
import { whyNoLoopDisks } from "../disks/loop-disk.ts";
import type { FaultKind, Need } from "../faults/fault.ts";

export interface Skipped {
  readonly fault: string;
  readonly why: string;
}

export interface Possible {
  readonly kinds: readonly FaultKind[];
  readonly skipped: readonly Skipped[];
}

export interface Circumstances {
  /** Things are tried here. */
  readonly folder: string;
  readonly durability: "fsync" | "page-cache";
}

/** Which of `wanted` can be done on this machine, in this run. */
export async function possibleFaults(
  wanted: readonly FaultKind[],
  { folder, durability }: Circumstances,
): Promise<Possible> {
  const reasons: Record<Need, string | null> = {
    disks: wanted.some(({ needs }) => needs.includes("disks"))
      ? await whyNoLoopDisks(folder)
      : null,
    fsync: durability === "fsync" ? null : "page-cache does not promise to survive it",
    procfs: hasProcfs() ? null : "there is no /proc here to see sockets and processes in",
  };
  const kinds: FaultKind[] = [];
  const skipped: Skipped[] = [];
  for (const kind of wanted) {
    const why = kind.needs.map((need) => reasons[need]).find((reason) => reason !== null);
    if (why === undefined) kinds.push(kind);
    else skipped.push({ fault: kind.name, why });
  }
  return { kinds, skipped };
}

/** Whether connections can be told apart, which the proxies before the nodes need. */
export function hasProcfs(): boolean {
  return existsSync("/proc/net/tcp");
}
