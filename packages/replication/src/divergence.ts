import type { EpochEnd, Offset } from "@sordini/base";
import type { AttachResult, LogView, Position } from "./types.ts";

// Where two logs part, found by epochs and never by a high watermark (KIP-101, KIP-279; B26, B27).
// One epoch has one leader, so two logs that both hold records of an epoch agree up to the shorter
// end of it. Leader and follower narrow the largest common epoch down by turns: the leader names
// the largest epoch of its own at or below the follower's, the follower truncates to where both
// still agree and attaches again. Each round drops records, so that it ends.

/** The leader's half: may a follower at this position be fed from its log end on? */
export function compareLogs(leaderLog: LogView, follower: Position): AttachResult {
  const { logStart, logEnd } = leaderLog;
  if (follower.logEnd < logStart) return { kind: "restart", at: logStart };
  if (follower.lastEpoch === -1) {
    // An empty log has nothing to disagree on, but nothing to truncate either.
    return follower.logEnd <= logEnd ? { kind: "attached" } : { kind: "restart", at: logStart };
  }
  const agreed = leaderLog.epochs.endOf({ epoch: follower.lastEpoch, logEnd });
  // All that we still have is younger than all that it has, so even below our start the logs may
  // have parted, where we can no longer tell.
  if (agreed.epoch === -1) return { kind: "restart", at: logStart };
  const isSameEpoch = agreed.epoch === follower.lastEpoch;
  if (isSameEpoch && follower.logEnd <= agreed.end) return { kind: "attached" };
  return { kind: "diverging", epoch: agreed.epoch, end: agreed.end };
}

/** The follower's half: where to cut, given the largest epoch that the leader may share with us. */
export function truncationPoint(followerLog: LogView, leaderEnd: EpochEnd): Offset {
  const { logStart, logEnd } = followerLog;
  const ours = followerLog.epochs.endOf({ epoch: leaderEnd.epoch, logEnd });
  // When we do not know that epoch either, the next lower one of ours is the next candidate.
  const end = ours.epoch === leaderEnd.epoch ? Math.min(ours.end, leaderEnd.end) : ours.end;
  return Math.max(end, logStart); // our start when none of ours is that low
}
