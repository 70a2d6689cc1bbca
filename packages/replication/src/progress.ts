import type { Millis, NodeId, Offset } from "@sordini/base";
import type { BrokerFacts, FollowerProgress } from "./types.ts";

// The leader's record of one follower.

/** B28: nothing that a follower said in an earlier epoch counts, so it starts unknown. */
export function newProgress(of: {
  readonly nodeId: NodeId;
  readonly registered: BrokerFacts | null;
  readonly now: Millis;
}): FollowerProgress {
  return {
    nodeId: of.nodeId,
    brokerEpoch: -1,
    registered: of.registered,
    attached: false,
    attachId: 0,
    cursor: 0,
    highWatermarkSent: -1,
    logStartSent: -1,
    logEnd: -1,
    durableEnd: -1,
    lastEpoch: -1,
    caughtUpAtMs: of.now,
    markOffset: 0,
    markAtMs: of.now,
    inIsr: false,
    inMaximalIsr: false,
  };
}

/** From here on the follower holds the high watermark back, until it attaches again. */
export function forgetPosition(follower: FollowerProgress): void {
  follower.attached = false;
  follower.logEnd = -1;
  follower.durableEnd = -1;
}

/** At this moment the follower held, durably, the whole log, which ended at `offset`. */
export function markCaughtUp(
  follower: FollowerProgress,
  { offset, now }: { readonly offset: Offset; readonly now: Millis },
): void {
  follower.caughtUpAtMs = now;
  follower.markOffset = offset;
  follower.markAtMs = now;
}

/**
 * Kafka's lastCaughtUpTime for pushes: a follower that holds what the log ended at when the mark
 * was set, had caught up as of then. Kafka moves the mark with every fetch, which is right when
 * only one is under way. Here positions arrive closer together than one takes to come back, and a
 * mark moved by each would never be reached under steady load, so it stands until it is reached.
 */
export function measureLag(
  follower: FollowerProgress,
  { offset, now }: { readonly offset: Offset; readonly now: Millis },
): void {
  if (follower.durableEnd >= offset) {
    markCaughtUp(follower, { offset, now });
  } else if (follower.durableEnd >= follower.markOffset) {
    if (follower.markAtMs > follower.caughtUpAtMs) follower.caughtUpAtMs = follower.markAtMs;
    follower.markOffset = offset;
    follower.markAtMs = now;
  }
}
