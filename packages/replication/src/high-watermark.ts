import type { Leader } from "./types.ts";

// The high watermark: the smallest durable end over the maximal ISR.
//
// Durable ends, not log ends, on leader and followers alike, so that an acknowledged record
// survives the loss of power everywhere. The *maximal* ISR, because until a proposal is answered
// the controller may elect from either set (I17, B34): a record counts as committed only when every
// replica that might be elected holds it.

/** `min.insync.replicas`, but never more than there are replicas (KIP-966). */
export function effectiveMinIsr(leader: Leader): number {
  return Math.min(leader.config.minInSyncReplicas, leader.replicas.length);
}

/** Counts the committed ISR only: a member that is merely proposed guarantees nothing yet. */
export function isUnderMinIsr(leader: Leader): boolean {
  return leader.isr.length < effectiveMinIsr(leader);
}

/**
 * Raises the high watermark as far as the rules allow; true when it moved. It stands still while
 * the ISR is below `min.insync.replicas` (KIP-966, KAFKA-15583, B36), also for records of `acks=1`:
 * what counts as committed has been on that many disks, whichever of them is lost next. Invariant
 * I15: it never goes back.
 */
export function advanceHighWatermark(leader: Leader): boolean {
  if (isUnderMinIsr(leader)) return false;
  let end = leader.durableEnd;
  for (const follower of leader.followers) {
    if (follower.inMaximalIsr && follower.durableEnd < end) end = follower.durableEnd;
  }
  if (end <= leader.highWatermark) return false;
  leader.highWatermark = end;
  return true;
}
