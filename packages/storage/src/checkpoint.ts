import { ByteReader, ByteWriter, crc32c, type Timers } from "@sordini/base";
import { type Files, FileError, readWhole, replaceFile } from "./files.ts";
import type { JournalBounds } from "./journal-scan.ts";
import { logsEncodedPerTurnMax } from "./limits.ts";
import { type LogState, readLogState, writeLogState } from "./log-state.ts";

/**
 * The directory's table of contents: the state of every log at one moment, and where in the journal
 * the changes since then begin. Replaced as a whole, so it is the old or the new one after a crash.
 */
export interface Checkpoint extends JournalBounds {
  /** The clean-shutdown marker: nothing was written after this (I25). */
  readonly isClean: boolean;
  readonly logs: readonly LogState[];
}

const fileName = "checkpoint";
const magic = 0x53_52_43_31;

/** The checkpoint of `directory`; a sentence when it is missing or damaged. */
export async function readCheckpoint(
  files: Files,
  directory: string,
): Promise<Checkpoint | { readonly damage: string }> {
  const path = `${directory}/${fileName}`;
  try {
    const bytes = await readWhole(files, path);
    return decode(bytes) ?? { damage: `${path} is damaged: its checksum is wrong` };
  } catch (error) {
    if (error instanceof FileError && error.code === "ENOENT") {
      return { damage: `${path} is missing` };
    }
    throw error;
  }
}

export async function writeCheckpoint(
  { files, directory, timers }: { files: Files; directory: string; timers: Timers },
  checkpoint: Checkpoint,
): Promise<void> {
  const writer = new ByteWriter(64 + 128 * checkpoint.logs.length);
  writer.uint32(magic).int8(checkpoint.isClean ? 1 : 0);
  writer.uint32(checkpoint.salt.high).uint32(checkpoint.salt.low);
  writer.int64(checkpoint.firstGroup).int64(checkpoint.durableGroup);
  writer.uint32(checkpoint.logs.length);
  for (const [index, state] of checkpoint.logs.entries()) {
    writeLogState(writer, state);
    if (index % logsEncodedPerTurnMax === logsEncodedPerTurnMax - 1) await turnOf(timers);
  }
  writer.uint32(crc32c(writer.written));
  await replaceFile(files, { directory, name: fileName, bytes: writer.written });
}

/** Lets the event loop do other work. */
export function turnOf(timers: Timers): Promise<void> {
  return new Promise((resolve) => timers.soon(resolve));
}

function decode(bytes: Uint8Array): Checkpoint | undefined {
  if (bytes.length < 8) return undefined;
  const body = bytes.subarray(0, -4);
  if (new ByteReader(bytes, body.length).uint32() !== crc32c(body)) return undefined;
  const reader = new ByteReader(body);
  if (reader.uint32() !== magic) return undefined;
  const isClean = reader.int8() === 1;
  const salt = { high: reader.uint32(), low: reader.uint32() };
  const bounds = { firstGroup: reader.int64(), durableGroup: reader.int64() };
  const count = reader.uint32();
  const logs: LogState[] = [];
  for (let i = 0; i < count; i++) logs.push(readLogState(reader));
  return { isClean, salt, ...bounds, logs };
}
