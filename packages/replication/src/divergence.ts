import type { EpochEnd, Offset } from "@sordini/base";
import type { AttachResult, LogView, Position } from "./types.ts";

// Where two logs part, found by epochs and never by a high watermark (KIP-101, KIP-279; B26, B27).
// One epoch has one leader, so two logs that both hold records of an epoch agree up to the shorter
// end of it. Leader and follower narrow the largest common epoch down by turns: the leader names the
// largest epoch of its own at or below the follower's, the follower truncates to where both still
// agree and attaches again. Each round drops records or a history entry, so that it ends.

/** The leader's half: may a follower at this position be fed from its log end on? */
export function compareLogs(leaderLog: LogView, follower: Position): AttachResult {
  const { logStart, logEnd } = leaderLog;
  if (follower.logEnd < logStart) return { kind: "restart", at: logStart };
  if (follower.lastEpoch === -1) {
    // An empty log has nothing to disagree on, but nothing to truncate either.
    return follower.logEnd <= logEnd ? { kind: "attached" } : { kind: "restart", at: logStart };
  }
  const known = leaderLog.epochs.endOf({ epoch: follower.lastEpoch, logEnd });
  // All of our records are of later epochs: the two logs agree on nothing from our start on.
  const agreed = known.epoch === -1 ? { epoch: -1, end: logStart } : known;
  const isSameEpoch = agreed.epoch === follower.lastEpoch || agreed.epoch === -1;
  if (isSameEpoch && follower.logEnd <= agreed.end) return { kind: "attached" };
  return { kind: "diverging", epoch: agreed.epoch, end: agreed.end };
}

/** The follower's half: where to cut, given the largest epoch that the leader may share with us. */
export function truncationPoint(followerLog: LogView, leaderEnd: EpochEnd): Offset {
  const { logStart, logEnd } = followerLog;
  const ours = followerLog.epochs.endOf({ epoch: leaderEnd.epoch, logEnd });
  let point: Offset;
  if (leaderEnd.epoch === -1) point = Math.min(logEnd, leaderEnd.end);
  else if (ours.epoch === leaderEnd.epoch) point = Math.min(ours.end, leaderEnd.end);
  else point = ours.end; // we do not know that epoch: our next lower one is the next candidate
  return Math.max(point, logStart);
}
