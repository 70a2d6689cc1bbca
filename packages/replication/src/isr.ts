import { assert, type ErrorName, type Millis, type NodeId } from "@sordini/base";
import { advanceHighWatermark } from "./high-watermark.ts";
import { checkLeader } from "./invariants.ts";
import { proposalPauseMs } from "./limits.ts";
import { forgetPosition, newProgress } from "./progress.ts";
import type {
  BrokerTable,
  FollowerProgress,
  IsrProposal,
  Leader,
  LeaderOutput,
  PartitionAssignment,
  ProposalOutcome,
} from "./types.ts";

// Who is in sync. The leader only proposes; the controller decides by compare-and-set on the
// partition epoch, and the metadata log tells (KIP-497). Between the two, every set that may have
// been committed counts (I17, I19).
//
// A lost answer is the hard part: the request may still be on its way and be committed much later.
// Its members stay `doubtful`, thus in the maximal ISR, until any newer partition epoch makes all
// earlier proposals void. Kafka keeps resending the same proposal and trusts a later rejection; but
// a rejection of the second copy says nothing of the first one.

const nothing: LeaderOutput = { highWatermarkMoved: false, propose: null };
const moved: LeaderOutput = { highWatermarkMoved: true, propose: null };

/** The output of an input: one of two constants unless there is something to propose. */
export function leaderOutput(
  highWatermarkMoved: boolean,
  propose: IsrProposal | null = null,
): LeaderOutput {
  if (propose !== null) return { highWatermarkMoved, propose };
  return highWatermarkMoved ? moved : nothing;
}

/**
 * Looks for followers that fell behind or came back. The broker calls it `isrChecksPerLag` times
 * in `replica.lag.time.max.ms`, rather than keep a timer for each of thousands of partitions.
 */
export function checkIsr(leader: Leader, now: Millis): LeaderOutput {
  return leaderOutput(false, proposeIsr(leader, now));
}

/** The proposal to send now, or null: the ISR is right, one is in flight, or it is too early. */
export function proposeIsr(leader: Leader, now: Millis): IsrProposal | null {
  if (leader.proposal !== null || now < leader.proposeNotBeforeMs) return null;
  const members = leader.followers.filter((follower) =>
    follower.inIsr ? !isLagging(leader, follower, now) : mayJoin(leader, follower),
  );
  const isUnchanged =
    members.length === leader.isr.length - 1 && members.every((follower) => follower.inIsr);
  if (isUnchanged && leader.doubtful.length === 0) return null;
  const isr = [
    { nodeId: leader.nodeId, brokerEpoch: leader.brokerEpoch },
    ...members.map(({ nodeId, brokerEpoch }) => ({ nodeId, brokerEpoch })),
  ].sort((a, b) => a.nodeId - b.nodeId);
  const { leaderEpoch, partitionEpoch } = leader;
  leader.proposal = { leaderEpoch, partitionEpoch, isr };
  markMembers(leader);
  return leader.proposal;
}

/**
 * Kafka's rule with durable ends: a member whose disk hangs holds the high watermark back as much
 * as one that receives nothing, so it must leave as well.
 */
function isLagging(leader: Leader, follower: FollowerProgress, now: Millis): boolean {
  return (
    follower.durableEnd < leader.logEnd &&
    now - follower.caughtUpAtMs > leader.config.replicaLagMsMax
  );
}

/**
 * Invariant I18 (KIP-841, KIP-903; B33): in this leader epoch the follower's very incarnation that
 * the controller knows holds all that is committed, and all that earlier epochs wrote.
 */
export function mayJoin(leader: Leader, follower: FollowerProgress): boolean {
  const { attached, registered, durableEnd } = follower;
  if (!attached || registered === null) return false;
  if (registered.fenced || registered.shuttingDown) return false;
  if (registered.brokerEpoch !== follower.brokerEpoch) return false;
  return durableEnd >= leader.highWatermark && durableEnd >= leader.epochStart;
}

/**
 * Errors by which the active controller refuses a change for good. After any other the change may
 * still be committed, for instance by a controller that had appended it and then lost its office.
 */
const definiteErrors: ReadonlySet<ErrorName | "lost"> = new Set<ErrorName>([
  "INVALID_UPDATE_VERSION",
  "INELIGIBLE_REPLICA",
  "FENCED_LEADER_EPOCH",
  "STALE_BROKER_EPOCH",
  "INVALID_REQUEST",
  "UNKNOWN_TOPIC_OR_PARTITION",
  "UNKNOWN_TOPIC_ID",
]);

/**
 * The proposal in flight ended without a commit that we know of. Never acts on a smaller ISR (I19):
 * after a definite error the proposal is void, after any other its members stay doubtful (B35).
 * Outcomes of proposals that the metadata log has overtaken are ignored. The broker calls
 * `checkIsr` again at `leader.proposeNotBeforeMs`: an idle partition has no other occasion.
 */
export function proposalEnded(
  leader: Leader,
  { outcome, now }: { readonly outcome: ProposalOutcome; readonly now: Millis },
): LeaderOutput {
  if (leader.proposal !== outcome.proposal) return nothing;
  if (!definiteErrors.has(outcome.error)) {
    const uncertain = leader.proposal.isr
      .map((member) => member.nodeId)
      .filter((nodeId) => !leader.isr.includes(nodeId));
    leader.doubtful = sorted(new Set([...leader.doubtful, ...uncertain]));
  }
  leader.proposal = null;
  leader.proposeNotBeforeMs = now + proposalPauseMs;
  markMembers(leader);
  return leaderOutput(advanceHighWatermark(leader));
}

/** The metadata log has a newer partition epoch of this same leader epoch (I19). */
export function assignmentCommitted(
  leader: Leader,
  assignment: PartitionAssignment,
  { brokers, now }: { readonly brokers: BrokerTable; readonly now: Millis },
): LeaderOutput {
  assert(assignment.leader === leader.nodeId, "one leader an epoch");
  assert(assignment.isr.includes(leader.nodeId), "I19: a leader stays in the ISR of its epoch");
  leader.partitionEpoch = assignment.partitionEpoch;
  leader.isr = sorted(assignment.isr);
  leader.replicas = assignment.replicas;
  leader.followers = assignment.replicas
    .filter((nodeId) => nodeId !== leader.nodeId)
    .map(
      (nodeId) =>
        leader.followers.find((follower) => follower.nodeId === nodeId) ??
        newProgress({ nodeId, registered: brokers.get(nodeId) ?? null, now }),
    );
  // Every earlier proposal names an older partition epoch and can no longer be committed.
  leader.proposal = null;
  leader.doubtful = [];
  leader.proposeNotBeforeMs = now;
  for (const follower of leader.followers) {
    const joins = !follower.inIsr && leader.isr.includes(follower.nodeId);
    // A new member may trail the log end as the high watermark does: give it a whole lag's time.
    if (joins && follower.caughtUpAtMs < now) follower.caughtUpAtMs = now;
  }
  markMembers(leader);
  const highWatermarkMoved = advanceHighWatermark(leader);
  return leaderOutput(highWatermarkMoved, proposeIsr(leader, now));
}

/** The metadata log registered, fenced or unfenced brokers. */
export function brokersChanged(
  leader: Leader,
  { brokers, now }: { readonly brokers: BrokerTable; readonly now: Millis },
): LeaderOutput {
  for (const follower of leader.followers) {
    follower.registered = brokers.get(follower.nodeId) ?? null;
    const isReplaced = (follower.registered?.brokerEpoch ?? -1) > follower.brokerEpoch;
    // I17: what an earlier incarnation held says nothing of what the new one found on its disk.
    if (isReplaced) forgetPosition(follower);
  }
  return leaderOutput(false, proposeIsr(leader, now));
}

/**
 * Brings each follower's two flags in line with ISR, proposal and doubts: after each change of
 * them.
 */
export function markMembers(leader: Leader): void {
  const proposed = leader.proposal?.isr;
  for (const follower of leader.followers) {
    const { nodeId } = follower;
    follower.inIsr = leader.isr.includes(nodeId);
    follower.inMaximalIsr =
      follower.inIsr ||
      leader.doubtful.includes(nodeId) ||
      (proposed?.some((member) => member.nodeId === nodeId) ?? false);
  }
  checkLeader(leader);
}

export function sorted(nodes: Iterable<NodeId>): NodeId[] {
  return [...nodes].sort((a, b) => a - b);
}
