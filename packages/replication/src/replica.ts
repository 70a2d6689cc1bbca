import { assert, unreachable, type Offset } from "@sordini/base";
import { newFollower } from "./follower.ts";
import { advanceHighWatermark } from "./high-watermark.ts";
import { assignmentCommitted, leaderOutput } from "./isr.ts";
import { newLeader } from "./leader.ts";
import type { Offline, PartitionAssignment, Replica, RoleChange, RoleContext } from "./types.ts";

const quiet = leaderOutput(false);

/** A replica that knows no leader yet. `highWatermark`: a remembered one, or the log start. */
export function newReplica(highWatermark: Offset): Offline {
  return { role: "offline", leaderEpoch: -1, partitionEpoch: -1, highWatermark };
}

/**
 * Applies one partition record of the metadata log. Records that are not newer change nothing.
 *
 * The broker waits for a truncation under way before it applies one, since a new role begins at the
 * log's end; that is asserted. A process that just started must hand in only what the metadata log
 * says after its own registration: an older record may make it resume an epoch whose last records
 * it lost. `log.epochs` catches that only as far as the epoch's start had become durable.
 */
export function applyAssignment(
  replica: Replica,
  assignment: PartitionAssignment,
  context: RoleContext,
): RoleChange {
  if (assignment.partitionEpoch <= replica.partitionEpoch) return unchanged(replica);
  const { leaderEpoch } = assignment;
  assert(leaderEpoch >= replica.leaderEpoch, "a newer partition epoch has no older leader epoch");
  assert(assignment.replicas.includes(context.nodeId), `node ${context.nodeId} is no replica`);
  if (leaderEpoch === replica.leaderEpoch) return applySameEpoch(replica, assignment, context);
  if (replica.role === "follower") {
    assert(replica.phase !== "truncating", "a role change while the log is being truncated");
  }
  return applyNewEpoch(replica, assignment, context);
}

/**
 * The log directory failed or the replica moves away (I26): it acts again in a later epoch only.
 */
export function takeOffline(replica: Replica): RoleChange {
  return becomeOffline(replica, replica);
}

function unchanged(replica: Replica): RoleChange {
  return { replica, kind: "unchanged", beginEpoch: null, failWaiting: false, output: quiet };
}

function applySameEpoch(
  replica: Replica,
  assignment: PartitionAssignment,
  context: RoleContext,
): RoleChange {
  switch (replica.role) {
    case "leader": {
      const output = assignmentCommitted(replica, assignment, context);
      return { replica, kind: "isrChanged", beginEpoch: null, failWaiting: false, output };
    }
    case "follower":
      assert(assignment.leader === replica.leader, "one leader an epoch");
      replica.partitionEpoch = assignment.partitionEpoch;
      return { ...unchanged(replica), kind: "isrChanged" };
    case "offline":
      return becomeOffline(replica, assignment);
    default:
      return unreachable(replica);
  }
}

function applyNewEpoch(
  replica: Replica,
  assignment: PartitionAssignment,
  context: RoleContext,
): RoleChange {
  const { leader, leaderEpoch } = assignment;
  const { log, nodeId } = context;
  const { lastEpoch } = log.epochs;
  if (leader === null) return becomeOffline(replica, assignment);
  // Only after a restart can the log be ahead of the metadata: then these are of the past. To
  // follow that leader would cut records of a later epoch, to lead would write an epoch's offsets
  // twice.
  const isPast = leader === nodeId ? lastEpoch >= leaderEpoch : lastEpoch > leaderEpoch;
  if (isPast) return becomeOffline(replica, assignment);
  const highWatermark = Math.max(log.logStart, Math.min(replica.highWatermark, log.logEnd));
  if (leader === nodeId) return becomeLeader(assignment, { ...context, highWatermark });
  return {
    replica: newFollower({ ...assignment, leader }, { nodeId, log, highWatermark }),
    kind: "becameFollower",
    beginEpoch: null,
    failWaiting: replica.role === "leader",
    output: quiet,
  };
}

/**
 * A leader elected again keeps its waiting clients: its log was not cut, so that their offsets are
 * still theirs, and the high watermark of the new epoch passes them as it would have in the old.
 */
function becomeLeader(
  assignment: PartitionAssignment,
  context: RoleContext & { readonly highWatermark: Offset },
): RoleChange {
  const leader = newLeader(assignment, context);
  return {
    replica: leader,
    kind: "becameLeader",
    beginEpoch: leader.leaderEpoch,
    failWaiting: false,
    output: leaderOutput(advanceHighWatermark(leader)),
  };
}

function becomeOffline(
  replica: Replica,
  epochs: { readonly leaderEpoch: number; readonly partitionEpoch: number },
): RoleChange {
  return {
    replica: {
      role: "offline",
      leaderEpoch: epochs.leaderEpoch,
      partitionEpoch: epochs.partitionEpoch,
      highWatermark: replica.highWatermark,
    },
    kind: "becameOffline",
    beginEpoch: null,
    failWaiting: replica.role === "leader",
    output: quiet,
  };
}
