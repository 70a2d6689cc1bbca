import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";

const blockBytes = 1 << 20;

export interface Convergence {
  /** Partitions that were compared. */
  readonly partitions: number;
  readonly bytes: number;
  /** A sentence for each replica that differs from the first one. */
  readonly differences: readonly string[];
}

/**
 * Compares the logs of stopped nodes byte by byte (I20). After a rest with full in-sync sets
 * nothing is above the high watermark, so the logs must be the same to their last byte; where they
 * are cut into segments is each replica's own matter.
 */
export function compareReplicas(dataDirectories: readonly string[]): Convergence {
  const names = new Set(dataDirectories.flatMap(partitionFolders));
  const differences: string[] = [];
  let bytes = 0;
  for (const name of [...names].toSorted()) {
    const [first = "", ...others] = dataDirectories.map((directory) => join(directory, name));
    for (const other of others) {
      const { equalBytes, isEqual } = compareLogs(first, other);
      bytes += equalBytes;
      if (!isEqual) differences.push(`${first} and ${other} differ from byte ${equalBytes} on`);
    }
  }
  return { partitions: names.size, bytes, differences };
}

function partitionFolders(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[A-Za-z0-9_-]{22}-\d+$/.test(entry.name))
    .map(({ name }) => name);
}

function compareLogs(a: string, b: string): { equalBytes: number; isEqual: boolean } {
  const right = blocksOf(b);
  let equalBytes = 0;
  try {
    for (const left of blocksOf(a)) {
      const next = right.next();
      const other = next.done === true ? new Uint8Array(0) : next.value;
      if (Buffer.compare(left, other) !== 0) {
        return { equalBytes: equalBytes + equalLength(left, other), isEqual: false };
      }
      equalBytes += left.length;
    }
    return { equalBytes, isEqual: right.next().done === true };
  } finally {
    right.return(undefined);
  }
}

function equalLength(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.length, b.length);
  for (let index = 0; index < end; index++) if (a[index] !== b[index]) return index;
  return end;
}

/** A log's segments as one row of blocks, all of one size but the last. No folder: no blocks. */
function* blocksOf(folder: string): Generator<Uint8Array, undefined, undefined> {
  let block = new Uint8Array(blockBytes);
  let filled = 0;
  for (const path of segmentsOf(folder)) {
    const file = openSync(path, "r");
    try {
      for (;;) {
        const read = readSync(file, block, filled, blockBytes - filled, null);
        if (read === 0) break;
        filled += read;
        if (filled < blockBytes) continue;
        yield block;
        block = new Uint8Array(blockBytes);
        filled = 0;
      }
    } finally {
      closeSync(file);
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

/** Named by their base offset, so sorted by name is sorted by offset. */
function segmentsOf(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".log"));
    return names.toSorted().map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
