import { type Crc32c, MalformedError } from "@sordini/base";
import type { Entry, LogId, Snapshot } from "@sordini/raft";
import { Chain } from "./chain.ts";
import type { ProvenLog } from "./prove-log.ts";
import type { RaftFiles } from "./raft-files.ts";
import { decodeSnapshot, snapshotIdOf, snapshotName } from "./snapshot-file.ts";
import type { StoreState } from "./store-state.ts";

/** A snapshot that was read and verified. */
export interface ProvenSnapshot {
  readonly snapshot: Snapshot;
  readonly payload: Uint8Array;
  /** The whole file. */
  readonly bytes: Uint8Array;
}

/** Snapshot and log as they fit together. */
export interface ProvenState {
  readonly snapshot: ProvenSnapshot | null;
  readonly entries: readonly Entry[];
  readonly chain: Chain;
  readonly damage: string | null;
}

/**
 * Picks the newest snapshot that verifies, wherever it stands: a snapshot holds committed data
 * only (I9), so it is true even where the log is damaged. The log goes on behind it, or starts
 * anew when it does not hold the snapshot's last entry.
 */
export async function proveSnapshot(
  files: RaftFiles,
  { state, log, crc32c }: { state: StoreState; log: ProvenLog; crc32c: Crc32c },
): Promise<ProvenState> {
  const { newest, problems } = await newestSnapshot(files, state, crc32c);
  const { chain, entries, damage } = log;
  if (newest === null || newest.snapshot.index < state.base.index) {
    if (state.base.index === 0) return { snapshot: null, entries, chain, damage };
    const lost = [`no snapshot is left where the log starts`, ...problems].join("; ");
    const empty = new Chain({ index: 0, term: 0, crc: 0 });
    return { snapshot: null, entries: [], chain: empty, damage: damage ?? lost };
  }
  const { index, term } = newest.snapshot;
  // A process that was killed while it wrote the file may have left it in the page cache only, and
  // what it replaces is cut away next. Written again it is durable, whatever became of its sync.
  if (index > state.base.index) await files.write(snapshotName(newest.snapshot), newest.bytes);
  const inside = index <= chain.last.index && chain.at(index).term === term;
  if (inside) chain.compactTo(index);
  else chain.restartAfter({ index, term });
  const behind = inside ? entries.filter((entry) => entry.index > index) : [];
  return { snapshot: newest, entries: behind, chain, damage };
}

async function newestSnapshot(
  files: RaftFiles,
  state: StoreState,
  crc32c: Crc32c,
): Promise<{ newest: ProvenSnapshot | null; problems: string[] }> {
  const names = (await files.list()).filter((name) => snapshotIdOf(name) !== null);
  const problems: string[] = [];
  for (const name of names.toSorted().toReversed()) {
    const id = snapshotIdOf(name) as LogId;
    if (id.term > state.hardState.term) continue;
    const bytes = await files.read(name);
    if (bytes === null) continue;
    try {
      return { newest: { ...decodeSnapshot(bytes, id, crc32c), bytes }, problems };
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      problems.push(`${snapshotName(id)}: ${error.message}`);
    }
  }
  return { newest: null, problems };
}
