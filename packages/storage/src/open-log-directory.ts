import { type Failure, failure, isFailure, type NodeId, type Rng, type Uuid } from "@sordini/base";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { inParallel } from "./checkpointer.ts";
import type { StoragePorts } from "./context.ts";
import { FileCache } from "./file-cache.ts";
import { type DirectoryEntry, FileError, type FileLock } from "./files.ts";
import { createJournalFiles } from "./journal.ts";
import type { Salt } from "./journal-format.ts";
import { scanJournal } from "./journal-scan.ts";
import { defaultLimits, recoveriesMax, type StorageLimits } from "./limits.ts";
import { DiskLogDirectory } from "./log-directory.ts";
import { recoverLog, type RecoveryContext } from "./log-recovery.ts";
import { emptyLogState, type LogState } from "./log-state.ts";
import {
  checkOwner,
  createMetaProperties,
  type MetaProperties,
  readMetaProperties,
} from "./meta-properties.ts";
import { planRecovery } from "./recovery-plan.ts";
import { logDirectoryName, segmentPath } from "./segment.ts";
import type { LogConfig, LogDirectory, LogDirectoryEvents, LogId } from "./types.ts";

export interface LogDirectoryOptions {
  readonly ports: StoragePorts;
  /**
   * For the directory's id and the journal's salts: must not repeat what it drew at a former start.
   */
  readonly rng: Rng;
  /** Absolute path. */
  readonly directory: string;
  readonly clusterId: Uuid;
  readonly nodeId: NodeId;
  readonly events: LogDirectoryEvents;
  /** For logs found on disk, until `reconfigure` says otherwise. */
  readonly config: LogConfig;
  readonly limits?: Partial<StorageLimits>;
}

/**
 * Opens a directory, takes its lock, and recovers what a crash left behind. Fails when the
 * directory is locked, another cluster's or node's (INCONSISTENT_CLUSTER_ID), or cannot be read or
 * written. A damaged log is no failure: it is named by `damaged()`.
 */
export async function openLogDirectory(
  options: LogDirectoryOptions,
): Promise<LogDirectory | Failure> {
  const { files } = options.ports;
  let lock: FileLock | undefined;
  try {
    await files.makeDirectory(options.directory);
    const locked = await files.lock(options.directory);
    if ("heldBy" in locked) {
      const message = `${options.directory} is in use by ${locked.heldBy}: stop that one first`;
      return failure("KAFKA_STORAGE_ERROR", message);
    }
    lock = locked;
    const opened = await openLocked(options, lock);
    if (isFailure(opened)) await lock.release();
    return opened;
  } catch (error) {
    await lock?.release();
    if (!(error instanceof FileError)) throw error;
    const message = `${options.directory} cannot be opened: ${error.message}`;
    return failure("KAFKA_STORAGE_ERROR", message);
  }
}

async function openLocked(
  options: LogDirectoryOptions,
  lock: FileLock,
): Promise<LogDirectory | Failure> {
  const { ports, directory } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const entries = await ports.files.list(directory);
  const meta = await identify(options, entries);
  if (isFailure(meta)) return meta;

  const cache = new FileCache(ports.files, limits.openFilesMax);
  const fileCount = limits.journalFileCount;
  const context = { ...ports, directory, cache };
  const { logs, wasClean } = await recoverLogs({ context, fileCount }, entries);
  // A file that is gone after a crash is all that tells of the loss (F16): it is made again only
  // when the checkpoint names the logs that were damaged, or another crash would hide it (I13).
  if (wasClean) await createJournalFiles({ ...ports, directory, fileCount });
  await ports.files.syncDirectory(directory);
  const salt = newSalt(options.rng);
  const bounds = { salt, firstGroup: 1, durableGroup: 0 };
  await writeCheckpoint({ ...ports, directory }, { ...bounds, isClean: false, logs });
  if (!wasClean) await createJournalFiles({ ...ports, directory, fileCount });

  const known = new Set(logs.map((state) => logDirectoryName(state.id)));
  const remnants = entries.filter(isLogDirectory).filter(({ name }) => !known.has(name));
  return DiskLogDirectory.start({
    ports,
    directory,
    meta,
    limits,
    cache,
    salt,
    lock,
    wasClean,
    states: logs,
    config: options.config,
    events: options.events,
    remnants: remnants.map(({ name }) => name),
  });
}

function newSalt(rng: Rng): Salt {
  return { high: rng.uint32(), low: rng.uint32() };
}

function isLogDirectory(entry: DirectoryEntry): boolean {
  return entry.isDirectory && parseLogDirectoryName(entry.name) !== undefined;
}

function parseLogDirectoryName(name: string): LogId | undefined {
  const match = /^([A-Za-z0-9_-]{22})-(\d+)$/.exec(name);
  if (match === null) return undefined;
  return { topicId: match[1] as string, partition: Number(match[2]) };
}

/** Whose directory it is: read and checked, or made when the directory is new. */
async function identify(
  options: LogDirectoryOptions,
  entries: readonly DirectoryEntry[],
): Promise<MetaProperties | Failure> {
  const { ports, directory, rng } = options;
  const found = await readMetaProperties(ports.files, directory);
  if (found !== null) {
    if (isFailure(found)) return found;
    return checkOwner(found, options) ?? found;
  }
  if (entries.some(isLogDirectory)) {
    return failure(
      "KAFKA_STORAGE_ERROR",
      `${directory} holds logs but no meta.properties: put the file back, or empty the directory`,
    );
  }
  await ports.files.syncDirectory(parentOf(directory)); // it may have been made just now
  // The checkpoint comes first: a directory that has an owner but no checkpoint has lost it.
  const bounds = { salt: newSalt(rng), firstGroup: 1, durableGroup: 0 };
  await writeCheckpoint({ ...ports, directory }, { ...bounds, isClean: true, logs: [] });
  return createMetaProperties({ files: ports.files, directory, rng }, options);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 1));
}

async function recoverLogs(
  { context, fileCount }: { readonly context: RecoveryContext; readonly fileCount: number },
  entries: readonly DirectoryEntry[],
): Promise<{ logs: LogState[]; wasClean: boolean }> {
  const { files, directory, log } = context;
  const checkpoint = await readCheckpoint(files, directory);
  if ("damage" in checkpoint) {
    const reason = `${checkpoint.damage}, so what was durable is not known`;
    return { logs: damagedStates(entries, reason), wasClean: false };
  }
  if (checkpoint.isClean) {
    const logs: LogState[] = [];
    for (const state of checkpoint.logs) logs.push(await checkSizes(context, state));
    return { logs, wasClean: true };
  }
  const { groups, damage } = await scanJournal({ files, directory, fileCount }, checkpoint);
  const plans = planRecovery(checkpoint.logs, groups);
  log.info("recovering logs", { logs: plans.length, groups: groups.length });
  if (damage !== null) return { logs: damagedStates(entries, damage), wasClean: false };
  const logs: LogState[] = [];
  await inParallel(plans, recoveriesMax, async (plan) => {
    logs.push(await recoverLog(context, plan));
  });
  return { logs, wasClean: false };
}

/** Nothing is known for sure of any log: each that has a directory is out of service. */
function damagedStates(entries: readonly DirectoryEntry[], damage: string): LogState[] {
  const ids = entries.filter(isLogDirectory).map(({ name }) => parseLogDirectoryName(name));
  const known = ids.filter((id) => id !== undefined);
  return known.map((id) => ({ ...emptyLogState(id, 0), damage }));
}

/**
 * After a clean shutdown nothing is scanned; but files that are gone or were cut are noticed (F16).
 */
async function checkSizes(context: RecoveryContext, state: LogState): Promise<LogState> {
  if (state.damage !== null) return state;
  const path = `${context.directory}/${logDirectoryName(state.id)}`;
  const sizes = new Map<string, number>();
  for (const { name, sizeBytes } of await context.files.list(path)) {
    sizes.set(`${path}/${name}`, sizeBytes);
  }
  for (const { baseOffset, sizeBytes } of state.segments) {
    const segment = segmentPath(path, { baseOffset, kind: "log" });
    const actual = sizes.get(segment);
    if (actual === sizeBytes) continue;
    const found = actual === undefined ? "is missing" : `has ${actual} bytes`;
    return { ...state, damage: `${segment} ${found}, it had ${sizeBytes} at the clean shutdown` };
  }
  return state;
}
