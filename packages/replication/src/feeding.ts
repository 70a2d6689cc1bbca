import { assert, failure, type BrokerEpoch, type Failure, type Millis } from "@sordini/base";
import type { NodeId, Offset } from "@sordini/base";
import { compareLogs } from "./divergence.ts";
import { advanceHighWatermark } from "./high-watermark.ts";
import { leaderOutput, mayJoin, proposeIsr } from "./isr.ts";
import { forgetPosition, markCaughtUp, measureLag } from "./progress.ts";
import { fenceEpoch } from "./serving.ts";
import type {
  AttachAnswer,
  AttachResult,
  FollowerProgress,
  Leader,
  LeaderOutput,
  LogView,
  Position,
  Push,
} from "./types.ts";

// The leader's side of replication: who may attach, what to push, what positions mean.
// `followerPosition` and `makePush` run once a batch group and follower.

export interface FollowerPosition {
  readonly nodeId: NodeId;
  readonly position: Position;
  /** Monotonic clock. */
  readonly now: Millis;
}

export interface Attached {
  /** For the follower; after "attached", pushes begin at its log end. */
  readonly answer: AttachAnswer;
  readonly output: LeaderOutput;
}

const quiet = leaderOutput(false);

/** A follower asks to be fed. From now on it counts only if its log is a prefix of ours (B28). */
export function attachFollower(
  leader: Leader,
  event: FollowerPosition & { readonly log: LogView },
): Attached {
  const { position, now, log } = event;
  assert(log.logEnd === leader.logEnd, "I24: `appended` tells of every append");
  const follower = knownFollower(leader, event);
  if ("error" in follower) {
    return { answer: answerTo(position, { kind: "refused", failure: follower }), output: quiet };
  }
  const result = compareLogs(log, position);
  forgetPosition(follower);
  follower.brokerEpoch = position.brokerEpoch;
  follower.attachId = position.attachId;
  follower.lastEpoch = position.lastEpoch;
  if (result.kind !== "attached") return { answer: answerTo(position, result), output: quiet };
  follower.attached = true;
  follower.cursor = position.logEnd;
  follower.highWatermarkSent = -1;
  follower.logStartSent = -1;
  follower.markOffset = leader.logEnd;
  follower.markAtMs = now;
  return { answer: answerTo(position, result), output: takePosition(leader, follower, event) };
}

function answerTo(position: Position, result: AttachResult): AttachAnswer {
  return { leaderEpoch: position.leaderEpoch, attachId: position.attachId, result };
}

/**
 * A follower reports how far its log is durable. What belongs to an earlier attach is ignored.
 * Failures: FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH (also for a node that is no replica, B39),
 * STALE_BROKER_EPOCH, and INVALID_REQUEST for ends that it cannot have; it must attach again.
 */
export function followerPosition(leader: Leader, event: FollowerPosition): LeaderOutput | Failure {
  const follower = knownFollower(leader, event);
  if ("error" in follower) return follower;
  const { logEnd, durableEnd, attachId, brokerEpoch } = event.position;
  if (!isAttachment(follower, { attachId, brokerEpoch })) return quiet;
  if (logEnd > follower.cursor || durableEnd < follower.durableEnd) {
    forgetPosition(follower);
    return failure(
      "INVALID_REQUEST",
      `replica ${event.nodeId} reports log end ${logEnd}, durable to ${durableEnd}, but was sent ` +
        `only what is below ${follower.cursor}`,
    );
  }
  return takePosition(leader, follower, event);
}

function takePosition(
  leader: Leader,
  follower: FollowerProgress,
  { position, now }: FollowerPosition,
): LeaderOutput {
  follower.logEnd = position.logEnd;
  follower.durableEnd = position.durableEnd;
  measureLag(follower, { offset: leader.logEnd, now });
  const highWatermarkMoved = follower.inMaximalIsr && advanceHighWatermark(leader);
  const joins = !follower.inIsr && mayJoin(leader, follower);
  return leaderOutput(highWatermarkMoved, joins ? proposeIsr(leader, now) : null);
}

function knownFollower(leader: Leader, event: FollowerPosition): FollowerProgress | Failure {
  const { nodeId, position } = event;
  const fenced = fenceEpoch(leader.leaderEpoch, position.leaderEpoch);
  if (fenced !== null) return fenced;
  const follower = progressOf(leader, nodeId);
  if (follower === undefined) {
    // The follower may know of a reassignment before we do, so it shall try again (B39).
    return failure("UNKNOWN_LEADER_EPOCH", `node ${nodeId} is no replica of this partition here`);
  }
  const known = Math.max(follower.brokerEpoch, follower.registered?.brokerEpoch ?? -1);
  if (position.brokerEpoch < known) {
    const message = `broker epoch ${position.brokerEpoch} of node ${nodeId}; it is ${known} now`;
    return failure("STALE_BROKER_EPOCH", message);
  }
  if (position.durableEnd > position.logEnd) {
    const message = `durable end ${position.durableEnd} beyond log end ${position.logEnd}`;
    return failure("INVALID_REQUEST", message);
  }
  return follower;
}

/** The record of a follower; undefined for a node that is no replica. */
export function progressOf(leader: Leader, nodeId: NodeId): FollowerProgress | undefined {
  for (const follower of leader.followers) if (follower.nodeId === nodeId) return follower;
  return undefined;
}

/** Names one attach among all of a leader epoch. */
export interface Attachment {
  readonly brokerEpoch: BrokerEpoch;
  readonly attachId: number;
}

function isAttachment(follower: FollowerProgress, attachment: Attachment): boolean {
  return (
    follower.attached &&
    follower.attachId === attachment.attachId &&
    follower.brokerEpoch === attachment.brokerEpoch
  );
}

/**
 * The stream of an attach ended. What the follower reported stays true: its records are durable and
 * it remains in sync until it lags. A newer attach is not touched.
 */
export function followerDetached(
  leader: Leader,
  event: Attachment & { readonly nodeId: NodeId; readonly now: Millis },
): void {
  const follower = progressOf(leader, event.nodeId);
  if (follower === undefined || !isAttachment(follower, event)) return;
  if (follower.durableEnd === leader.logEnd) {
    markCaughtUp(follower, { offset: leader.logEnd, now: event.now });
  }
  follower.attached = false;
}

/** True when there are records or news of the two offsets to push. */
export function needsPush(leader: Leader, follower: FollowerProgress): boolean {
  return (
    follower.attached &&
    (follower.cursor < leader.logEnd ||
      follower.highWatermarkSent < leader.highWatermark ||
      follower.logStartSent < leader.logStart)
  );
}

/**
 * A follower so far behind that retention took what it needs next: the answer that makes it start
 * anew, instead of a push. Null when the log still holds its cursor.
 */
export function overtakenByLogStart(
  leader: Leader,
  follower: FollowerProgress,
): AttachAnswer | null {
  if (!follower.attached || follower.cursor >= leader.logStart) return null;
  const { attachId } = follower;
  forgetPosition(follower);
  const { leaderEpoch, logStart } = leader;
  return { leaderEpoch, attachId, result: { kind: "restart", at: logStart } };
}

/** Batches that the broker read for one attach, beginning at the cursor of that moment. */
export interface ReadRun {
  readonly attachId: number;
  readonly baseOffset: Offset;
  /** Equal to `baseOffset` to push news of the offsets only. */
  readonly nextOffset: Offset;
}

/**
 * The push for `run`, with the newest high watermark; moves the cursor. Null when the follower
 * detached or attached anew while the batches were read: drop them.
 */
export function makePush(leader: Leader, follower: FollowerProgress, run: ReadRun): Push | null {
  const { attachId, baseOffset, nextOffset } = run;
  const isCurrent = follower.attached && follower.attachId === attachId;
  if (!isCurrent || follower.cursor !== baseOffset) return null;
  assert(nextOffset >= baseOffset && nextOffset <= leader.logEnd, "I24: a run lies in the log");
  const { leaderEpoch, highWatermark, logStart } = leader;
  follower.cursor = nextOffset;
  follower.highWatermarkSent = highWatermark;
  follower.logStartSent = logStart;
  return { leaderEpoch, attachId, baseOffset, nextOffset, highWatermark, logStart };
}
