import { assert, type Crc32c } from "@sordini/base";
import type { FileCache } from "./file-cache.ts";
import { withFile, type File, type Files } from "./files.ts";
import { isJournalFileName, journalFileNames } from "./journal.ts";
import {
  type AppendEntry,
  type ControlEntry,
  groupHeaderBytes,
  isRunIntact,
  type ReadEntry,
  readGroupHeader,
  readGroupTable,
  type Salt,
  sectorBytes,
} from "./journal-format.ts";
import { readBytesMax } from "./limits.ts";

export interface JournalScan {
  /** In the order of their numbers, without gaps, from the first that recovery needs. */
  readonly groups: readonly ScannedGroup[];
  /** Groups that were durable are missing: what the logs held cannot be known. */
  readonly damage: string | null;
}

export interface ScannedGroup {
  readonly number: number;
  readonly path: string;
  /** Of the payload in the file. */
  readonly payloadPosition: number;
  readonly entries: readonly ReadEntry[];
}

/** Where the journal begins and how far, at least, it reached when that was last written down. */
export interface JournalBounds {
  readonly salt: Salt;
  readonly firstGroup: number;
  readonly durableGroup: number;
}

/**
 * Finds the groups of `salt` in the journal files by looking at every sector, so that a damaged
 * group does not hide those behind it. A torn group can only be the last one (see Journal): one
 * that is missing with others behind it was durable once, and that is damage, not the end (I13).
 */
export async function scanJournal(
  {
    files,
    directory,
    fileCount,
  }: { readonly files: Files; readonly directory: string; readonly fileCount: number },
  bounds: JournalBounds,
): Promise<JournalScan> {
  const found: ScannedGroup[] = [];
  const entries = await files.list(directory);
  const names = new Set(entries.map(({ name }) => name));
  const missing = journalFileNames(fileCount).find((name) => !names.has(name));
  if (missing !== undefined) return { groups: [], damage: `${directory}/${missing} is missing` };
  for (const { name, sizeBytes } of entries) {
    if (!isJournalFileName(name)) continue;
    const path = `${directory}/${name}`;
    await withFile(files, { path, mode: "read" }, async (file) => {
      await scanFile({ window: new Window(file), path, sizeBytes }, { bounds, found });
    });
  }
  found.sort((a, b) => a.number - b.number);
  return chainOf(found, bounds);
}

function chainOf(found: readonly ScannedGroup[], bounds: JournalBounds): JournalScan {
  let expected = bounds.firstGroup;
  for (const group of found) {
    if (group.number !== expected) break;
    expected += 1;
  }
  const groups = found.slice(0, expected - bounds.firstGroup);
  const newest = Math.max(bounds.durableGroup, found.at(-1)?.number ?? 0);
  const isWhole = newest < expected;
  const damage = `the journal lacks group ${expected}, but once held group ${newest}`;
  return { groups, damage: isWhole ? null : damage };
}

async function scanFile(
  { window, path, sizeBytes }: { window: Window; path: string; sizeBytes: number },
  { bounds, found }: { bounds: JournalBounds; found: ScannedGroup[] },
): Promise<void> {
  let position = 0;
  while (position + groupHeaderBytes <= sizeBytes) {
    const header = readGroupHeader(await window.bytes(position, groupHeaderBytes), bounds.salt);
    const headBytes = groupHeaderBytes + (header?.tableBytes ?? 0);
    if (header === undefined || position + headBytes > sizeBytes) {
      position += sectorBytes;
      continue;
    }
    const entries = readGroupTable(await window.bytes(position, headBytes), header);
    if (entries === undefined) {
      position += sectorBytes;
      continue;
    }
    const payloadPosition = position + headBytes;
    if (header.number >= bounds.firstGroup) {
      found.push({ number: header.number, path, payloadPosition, entries });
    }
    position = payloadPosition + header.payloadBytes;
    position = Math.ceil(position / sectorBytes) * sectorBytes;
  }
}

/** Reads a file forward in large pieces, and gives small ones. */
class Window {
  readonly #file: File;
  #start = 0;
  #held: Uint8Array = new Uint8Array(0);

  constructor(file: File) {
    this.#file = file;
  }

  async bytes(position: number, length: number): Promise<Uint8Array> {
    const from = position - this.#start;
    if (from >= 0 && from + length <= this.#held.length) {
      return this.#held.subarray(from, from + length);
    }
    const wanted = Math.max(length, readBytesMax);
    this.#held = await this.#file.read({ position, length: wanted });
    this.#start = position;
    return this.#held.subarray(0, length);
  }
}

type AppendedEntry = Exclude<ReadEntry, ControlEntry>;

/** The run of an append entry; null when it is not what was journaled. */
export async function readRun(
  { cache, crc32c }: { readonly cache: FileCache; readonly crc32c: Crc32c },
  group: ScannedGroup,
  entry: AppendedEntry,
): Promise<AppendEntry | null> {
  assert(group.entries.includes(entry), "the entry belongs to another group");
  const position = group.payloadPosition + entry.payloadAt;
  const bytes = await cache.use(group.path, (file) =>
    file.read({ position, length: entry.length }),
  );
  if (bytes.length < entry.length) return null;
  if (!isRunIntact(bytes, { headsCheck: entry.headsCheck, crc32c })) return null;
  const { kind, id, segmentBase, position: inSegment, nextOffset, headsCheck } = entry;
  return { kind, id, segmentBase, position: inSegment, nextOffset, headsCheck, bytes };
}
