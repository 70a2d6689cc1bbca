import {
  type DirectoryId,
  type EpochHistory,
  type NodeId,
  type Offset,
  type PartitionKey,
  partitionKey,
} from "@sordini/base";
import type { LogDirectory, LogId, PartitionLog } from "@sordini/storage";
import { InvariantViolation } from "../cluster-view.ts";
import { firstDifference } from "./partition-ghost.ts";
import type { ReplicaLook, ReplicaRule } from "./replica-sight.ts";

/** What a process may rely on to be there when it starts again. */
interface DurableLog {
  readonly name: string;
  readonly id: LogId;
  readonly end: Offset;
  readonly epochs: EpochHistory;
}

/** The logs of one node as the last process that had them open left them. */
interface LeftBehind {
  readonly directoryId: DirectoryId;
  readonly logs: Map<PartitionKey, DurableLog>;
}

/**
 * I13: a log that is opened again holds everything that was durable in it, from the same epochs,
 * and a disk that nobody harmed has no damage. On a harmed one a log is whole or says that it is
 * damaged, never shorter in silence. Replication would mostly hide what this catches: a sync that
 * was retried (I26, B37), a journal that forgot what no checkpoint covers, a recovery that cuts
 * too much. Logs of `page-cache` durability may lose what they had, and one that was being
 * truncated may be found as it was before or as it was to be.
 */
export class RecoveredLogs implements ReplicaRule {
  readonly #open = new Map<NodeId, LogDirectory>();
  readonly #left = new Map<NodeId, LeftBehind>();
  readonly #harmed = new Set<NodeId>();

  look({ ghost, nodeId, log, now }: ReplicaLook): void {
    const logs = this.#left.get(nodeId)?.logs;
    const key = keyOf(log.id);
    if (now.isBusy || log.config.durability !== "fsync") logs?.delete(key);
    else if (now.online) {
      logs?.set(key, { name: ghost.name, id: log.id, end: now.durableEnd, epochs: now.epochs });
    }
  }

  /** The node's process does not have this log any more. */
  forget(nodeId: NodeId, log: PartitionLog): void {
    this.#left.get(nodeId)?.logs.delete(keyOf(log.id));
  }

  /** A fault changed files of the node's logs behind its back, or gave it another disk. */
  onDiskHarmed(nodeId: NodeId): void {
    this.#harmed.add(nodeId);
  }

  /** The node's process has this directory open, perhaps since just now. */
  lookAtDirectory(nodeId: NodeId, directory: LogDirectory): void {
    if (this.#open.get(nodeId) === directory) return;
    this.#open.set(nodeId, directory);
    const left = this.#left.get(nodeId);
    const isHarmed = this.#harmed.delete(nodeId);
    const { directoryId } = directory;
    this.#left.set(nodeId, { directoryId, logs: new Map() });
    if (left === undefined || (isHarmed && left.directoryId !== directoryId)) return;
    for (const log of left.logs.values()) checkRecovered(log, { nodeId, directory, isHarmed });
  }
}

function checkRecovered(
  { name, id, end, epochs }: DurableLog,
  at: {
    readonly nodeId: NodeId;
    readonly directory: LogDirectory;
    readonly isHarmed: boolean;
  },
): void {
  const { nodeId, directory, isHarmed } = at;
  const found = directory.get(id);
  const text = `${name} on ${nodeId} was durable up to ${end}, but after the next start`;
  if (found === undefined) {
    const damaged = directory.damaged().find((each) => keyOf(each.id) === keyOf(id));
    // What made an empty log may be all that named it, and may be what rotted.
    if (isHarmed && (damaged !== undefined || end === 0)) return;
    const why = damaged === undefined ? "it is gone" : `damaged on a sound disk: ${damaged.reason}`;
    throw new InvariantViolation("I13", `${text} ${why}`);
  }
  if (found.logEnd < end) {
    throw new InvariantViolation("I13", `${text} it ends at ${found.logEnd}`);
  }
  const offset = firstDifference(epochs, found.epochs, { from: found.logStart, to: end });
  if (offset === null) return;
  throw new InvariantViolation("I13", `${text} offset ${offset} is of another epoch`);
}

function keyOf({ topicId, partition }: LogId): PartitionKey {
  return partitionKey(topicId, partition);
}
