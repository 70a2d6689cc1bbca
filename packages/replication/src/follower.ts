import { assert, type BrokerEpoch, type Epoch, type NodeId, type Offset } from "@sordini/base";
import { truncationPoint } from "./divergence.ts";
import type {
  AttachAnswer,
  Follower,
  FollowerAction,
  LogView,
  PartitionAssignment,
  Position,
  Push,
  PushVerdict,
} from "./types.ts";

// A follower first makes its log a prefix of its leader's, and only then takes records and the high
// watermark (I20, B31). Every answer names the leader epoch and the attach that it belongs to; what
// belongs to an earlier one of either is ignored (B30).

const ignore: FollowerAction = { kind: "ignore" };
const replicate: FollowerAction = { kind: "replicate" };

/** The state of a follower that has just learned of a leader epoch; detached, so attach next. */
export function newFollower(
  assignment: PartitionAssignment & { readonly leader: NodeId },
  context: { readonly nodeId: NodeId; readonly log: LogView; readonly highWatermark: Offset },
): Follower {
  const { nodeId, log, highWatermark } = context;
  assert(assignment.leader !== nodeId, "a leader does not follow itself");
  return {
    role: "follower",
    nodeId,
    leader: assignment.leader,
    leaderEpoch: assignment.leaderEpoch,
    partitionEpoch: assignment.partitionEpoch,
    phase: "detached",
    attachId: 0,
    brokerEpoch: -1,
    logEnd: log.logEnd,
    durableEnd: log.durableEnd,
    lastEpoch: epochOfLastRecord(log),
    highWatermark,
  };
}

/** Begins a new attach, whatever became of the one before; send the position to the leader. */
export function beginAttach(
  follower: Follower,
  { log, brokerEpoch }: { readonly log: LogView; readonly brokerEpoch: BrokerEpoch },
): Position {
  assert(follower.phase !== "truncating", "attach while the log is being truncated");
  // I20: replica.ts keeps a replica offline whose log is of a later epoch than its leader.
  assert(log.epochs.lastEpoch <= follower.leaderEpoch, "I20: the log is newer than the leader");
  follower.phase = "attaching";
  follower.attachId++;
  follower.brokerEpoch = brokerEpoch;
  readEnds(follower, log);
  return positionOf(follower);
}

/** What to report to the leader: at attach, and whenever `followerDurable` says so. */
export function positionOf(follower: Follower): Position {
  const { leaderEpoch, brokerEpoch, attachId, logEnd, durableEnd, lastEpoch } = follower;
  return { leaderEpoch, brokerEpoch, attachId, logEnd, durableEnd, lastEpoch };
}

/**
 * The leader's answer to an attach; `restart` may also come later, when its log start passed us.
 */
export function attachAnswered(
  follower: Follower,
  { answer, log }: { readonly answer: AttachAnswer; readonly log: LogView },
): FollowerAction {
  if (!isCurrent(follower, answer)) return ignore;
  const { result } = answer;
  if (result.kind === "restart" && follower.phase === "replicating") {
    return restart(follower, result.at);
  }
  if (follower.phase !== "attaching") return ignore;
  switch (result.kind) {
    case "attached":
      follower.phase = "replicating";
      return replicate;
    case "refused":
      follower.phase = "detached";
      return { kind: "retry", failure: result.failure };
    case "restart":
      return restart(follower, result.at);
    case "diverging": {
      const to = truncationPoint(log, result);
      follower.phase = "truncating";
      return { kind: "truncate", to, belowHighWatermark: to < follower.highWatermark };
    }
  }
}

function restart(follower: Follower, at: Offset): FollowerAction {
  follower.phase = "truncating";
  return { kind: "restart", at, belowHighWatermark: at < follower.highWatermark };
}

/** The truncation that an action asked for is done and durable; attach again. */
export function truncated(follower: Follower, log: LogView): void {
  assert(follower.phase === "truncating", "I20: only an attach makes a follower truncate");
  follower.phase = "detached";
  readEnds(follower, log);
  // Below our own high watermark only an unclean election makes us cut. After a restart the log may
  // begin above it: then the leader dropped all below, which it does only below its high watermark.
  follower.highWatermark = Math.max(log.logStart, Math.min(follower.highWatermark, log.logEnd));
}

function readEnds(follower: Follower, log: LogView): void {
  follower.logEnd = log.logEnd;
  follower.durableEnd = log.durableEnd;
  follower.lastEpoch = epochOfLastRecord(log);
}

/**
 * Not the history's newest epoch: we may have begun to lead in that one and written nothing (B29).
 * By it the leader would take two equal logs for different ones, and a truncation to the log's end,
 * which drops no record, could never make them agree.
 */
function epochOfLastRecord({ epochs, logEnd }: LogView): Epoch {
  return epochs.epochOf(logEnd - 1);
}

/** The stream to the leader ended. A truncation that is under way still ends with `truncated`. */
export function streamLost(follower: Follower): void {
  if (follower.phase !== "truncating") follower.phase = "detached";
}

/** Judges a push; on `append` the run counts as written, so the broker writes it at once. */
export function pushArrived(follower: Follower, push: Push): PushVerdict {
  if (!isCurrent(follower, push) || follower.phase !== "replicating") return "ignore";
  if (push.baseOffset !== follower.logEnd || push.nextOffset < push.baseOffset) {
    follower.phase = "detached";
    return "reattach";
  }
  follower.logEnd = push.nextOffset;
  const highWatermark = Math.min(push.highWatermark, follower.logEnd);
  if (highWatermark > follower.highWatermark) follower.highWatermark = highWatermark;
  assert(follower.highWatermark <= follower.logEnd, "I20: the high watermark lies within the log");
  return push.nextOffset > push.baseOffset ? "append" : "offsetsOnly";
}

/**
 * Our own log became durable up to here. True: send `positionOf` by the end of this turn, also
 * while the attach is not answered yet: the stream keeps the order, and a refused attach ignores
 * it.
 */
export function followerDurable(follower: Follower, durableEnd: Offset): boolean {
  if (follower.phase === "truncating" || durableEnd <= follower.durableEnd) return false;
  assert(durableEnd <= follower.logEnd, "I20: the durable end lies within the log");
  follower.durableEnd = durableEnd;
  return follower.phase !== "detached";
}

function isCurrent(follower: Follower, message: AttachAnswer | Push): boolean {
  return message.leaderEpoch === follower.leaderEpoch && message.attachId === follower.attachId;
}
