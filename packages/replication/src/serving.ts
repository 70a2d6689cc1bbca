import { failure, type Epoch, type Failure, type Offset } from "@sordini/base";
import { effectiveMinIsr, isUnderMinIsr } from "./high-watermark.ts";
import type { Acks, Leader, Replica } from "./types.ts";

// What a replica may tell clients.

/**
 * The leader state to serve a request with (I22). `requestEpoch` is the leader epoch that the
 * client knows, -1 for none. FENCED_LEADER_EPOCH: the client is behind; UNKNOWN_LEADER_EPOCH: we
 * are; NOT_LEADER_OR_FOLLOWER: this replica does not lead.
 */
export function leaderFor(replica: Replica, requestEpoch: Epoch): Leader | Failure {
  if (requestEpoch !== -1) {
    const fenced = fenceEpoch(replica.leaderEpoch, requestEpoch);
    if (fenced !== null) return fenced;
  }
  if (replica.role === "leader") return replica;
  return failure("NOT_LEADER_OR_FOLLOWER", "this broker does not lead the partition");
}

/** Null when both sides mean the same leader. */
export function fenceEpoch(ours: Epoch, theirs: Epoch): Failure | null {
  if (theirs === ours) return null;
  return theirs < ours
    ? failure("FENCED_LEADER_EPOCH", `leader epoch ${theirs} is over, it is ${ours} now`)
    : failure("UNKNOWN_LEADER_EPOCH", `leader epoch ${theirs} is not known here yet, only ${ours}`);
}

/**
 * NOT_ENOUGH_REPLICAS for acks=all below `min.insync.replicas`, else null. A definite error, so it
 * is asked before the append and never after it (I23).
 */
export function appendFailure(leader: Leader, acks: Acks): Failure | null {
  if (acks !== -1 || !isUnderMinIsr(leader)) return null;
  return failure(
    "NOT_ENOUGH_REPLICAS",
    `${leader.isr.length} replicas are in sync, min.insync.replicas asks for ` +
      `${effectiveMinIsr(leader)}`,
  );
}

/**
 * True when acks=all may be answered for a batch that ends at `nextOffset`. Kafka answers
 * NOT_ENOUGH_REPLICAS_AFTER_APPEND when the ISR has shrunk by now; here the high watermark passed
 * the batch while enough replicas were in sync (KIP-966), so it is safe whatever happened since.
 */
export function isCommitted(leader: Leader, nextOffset: Offset): boolean {
  return nextOffset <= leader.highWatermark;
}

/**
 * Why an acks=all wait ran into its time limit. Neither error is definite: the batch is in the log
 * and may still be committed (I23). A wait is not cut short when the ISR shrinks below the minimum,
 * since a producer without idempotence would answer that with a duplicate.
 */
export function waitTimedOut(leader: Leader): Failure {
  if (isUnderMinIsr(leader)) {
    return failure(
      "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
      `appended, but only ${leader.isr.length} of the ${effectiveMinIsr(leader)} replicas that ` +
        "min.insync.replicas asks for are in sync",
    );
  }
  return failure("REQUEST_TIMED_OUT", "appended, but not all in-sync replicas have it yet");
}

/**
 * The high watermark as clients may see it, undefined (OFFSET_NOT_AVAILABLE) until it has reached
 * the start of this leader epoch: before, it may be older than what the last leader told (I15,
 * KIP-207, B38). Records below `leader.highWatermark` are committed all the same and may be served.
 */
export function clientHighWatermark(leader: Leader): Offset | undefined {
  return leader.highWatermark >= leader.epochStart ? leader.highWatermark : undefined;
}
