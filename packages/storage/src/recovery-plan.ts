import { type Offset, type PartitionKey, partitionKey, unreachable } from "@sordini/base";
import type { EpochStart } from "@sordini/base";
import type { ScannedGroup } from "./journal-scan.ts";
import type { ReadEntry } from "./journal-format.ts";
import { emptyLogState, type LogCut, type LogState } from "./log-state.ts";
import type { LogId } from "./types.ts";

// What the journal adds to the checkpoint, one log at a time. Pure: files are read and changed
// later (log-recovery.ts), and since nothing here depends on them, a crash during recovery changes
// nothing.

type AppendedEntry = Extract<ReadEntry, { kind: "append" }>;

/** A run in the journal that is to be written to its segment again. */
export interface PlannedRun {
  readonly group: ScannedGroup;
  readonly entry: AppendedEntry;
  /** A later group is there, so this one was durable: if the run is damaged, that is a loss. */
  readonly isSurelyDurable: boolean;
}

export interface LogPlan {
  readonly id: LogId;
  /** What the segments surely hold. */
  readonly state: LogState;
  readonly runs: readonly PlannedRun[];
  readonly logStart: Offset;
  /** Epochs that began after `state`, in the order of the journal. */
  readonly epochs: readonly EpochStart[];
  /** A truncation to carry out after the runs: always the last thing that happened to the log. */
  readonly cut: LogCut | null;
}

type Draft = { -readonly [K in keyof LogPlan]: LogPlan[K] } & {
  runs: PlannedRun[];
  epochs: EpochStart[];
};

/** Plans for the logs that exist after the last entry. */
export function planRecovery(
  states: readonly LogState[],
  groups: readonly ScannedGroup[],
): LogPlan[] {
  const drafts = new Map<PartitionKey, Draft>();
  for (const state of states) drafts.set(keyOf(state.id), draftFrom(state));
  for (const [index, group] of groups.entries()) {
    const isSurelyDurable = index < groups.length - 1;
    for (const entry of group.entries) apply(drafts, { group, entry, isSurelyDurable });
  }
  return [...drafts.values()];
}

function keyOf(id: LogId): PartitionKey {
  return partitionKey(id.topicId, id.partition);
}

function draftFrom(state: LogState): Draft {
  const { id, logStart, cut } = state;
  return { id, state, runs: [], logStart, epochs: [], cut };
}

function apply(
  drafts: Map<PartitionKey, Draft>,
  { group, entry, isSurelyDurable }: Omit<PlannedRun, "entry"> & { entry: ReadEntry },
): void {
  const key = keyOf(entry.id);
  const draft = drafts.get(key);
  switch (entry.kind) {
    case "create":
      drafts.set(key, draftFrom(emptyLogState(entry.id, 0)));
      return;
    case "delete":
      drafts.delete(key);
      return;
    case "synced":
      drafts.set(key, draftFrom(entry.state));
      return;
    case "append":
      draft?.runs.push({ group, entry, isSurelyDurable });
      return;
    case "begin-epoch":
      draft?.epochs.push({ epoch: entry.epoch, start: entry.start });
      return;
    case "log-start":
      if (draft !== undefined) draft.logStart = Math.max(draft.logStart, entry.offset);
      return;
    case "truncate":
    case "reset":
      if (draft !== undefined) {
        draft.cut = { offset: entry.offset, isReset: entry.kind === "reset" };
      }
      return;
    default:
      unreachable(entry);
  }
}
