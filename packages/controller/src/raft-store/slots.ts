import { type Crc32c, MalformedError } from "@sordini/base";
import { slotBytesMax } from "../limits.ts";
import type { RaftFiles } from "./raft-files.ts";
import { decodeState, encodeState, type StoreState } from "./store-state.ts";

const slotNames = ["raft-state-0", "raft-state-1"] as const;

export interface SlotsFound {
  /** The valid slot with the highest generation; null when neither is valid. */
  readonly newest: StoreState | null;
  /** What is wrong with slots that are missing or damaged, one sentence each. */
  readonly problems: readonly string[];
  /** Neither file exists. */
  readonly none: boolean;
}

export async function readSlots(files: RaftFiles, crc32c: Crc32c): Promise<SlotsFound> {
  const states: StoreState[] = [];
  const problems: string[] = [];
  let missing = 0;
  for (const name of slotNames) {
    const bytes = await files.read(name);
    if (bytes === null) {
      missing += 1;
      problems.push(`${name} is missing`);
      continue;
    }
    try {
      states.push(decodeState(bytes, crc32c));
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      problems.push(`${name} is damaged: ${error.message}`);
    }
  }
  const newest = states.toSorted((a, b) => b.generation - a.generation)[0] ?? null;
  return { newest, problems, none: missing === slotNames.length };
}

/**
 * Writes the older of the two slots, so that a crash meanwhile leaves the newer one. Always one
 * sector.
 */
export async function writeSlot(
  files: RaftFiles,
  state: StoreState,
  crc32c: Crc32c,
): Promise<void> {
  const name = slotNames[state.generation % 2] as string;
  const slot = new Uint8Array(slotBytesMax);
  slot.set(encodeState(state, crc32c));
  await files.write(name, slot);
}
