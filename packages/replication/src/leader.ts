import { assert, type Millis, type Offset } from "@sordini/base";
import { advanceHighWatermark } from "./high-watermark.ts";
import { leaderOutput, markMembers, sorted } from "./isr.ts";
import { markCaughtUp, newProgress } from "./progress.ts";
import type {
  Leader,
  LeaderOutput,
  PartitionAssignment,
  ReplicationConfig,
  RoleContext,
} from "./types.ts";

// A leader and the progress of its own log. Its followers are fed in feeding.ts, its clients served
// in serving.ts, its ISR kept in isr.ts.

/** The state of a leader that was just elected; `highWatermark` is that of its role before. */
export function newLeader(
  assignment: PartitionAssignment,
  context: RoleContext & { readonly highWatermark: Offset },
): Leader {
  const { log, highWatermark, brokers, now } = context;
  // I21, and the assignment of leaders: an epoch is led once, by one replica.
  assert(log.epochs.lastEpoch < assignment.leaderEpoch, "I21: the log already holds this epoch");
  assert(assignment.isr.includes(context.nodeId), "I16: a leader is a member of its ISR");
  const leader: Leader = {
    role: "leader",
    nodeId: context.nodeId,
    brokerEpoch: context.brokerEpoch,
    leaderEpoch: assignment.leaderEpoch,
    epochStart: log.logEnd,
    config: context.config,
    partitionEpoch: assignment.partitionEpoch,
    replicas: assignment.replicas,
    isr: sorted(assignment.isr),
    proposal: null,
    doubtful: [],
    proposeNotBeforeMs: now,
    followers: assignment.replicas
      .filter((nodeId) => nodeId !== context.nodeId)
      .map((nodeId) => newProgress({ nodeId, registered: brokers.get(nodeId) ?? null, now })),
    logStart: log.logStart,
    logEnd: log.logEnd,
    durableEnd: log.durableEnd,
    highWatermark,
  };
  markMembers(leader);
  return leader;
}

/** The topic's configuration changed; a lower `min.insync.replicas` may free the high watermark. */
export function reconfigureLeader(leader: Leader, config: ReplicationConfig): LeaderOutput {
  leader.config = config;
  return leaderOutput(advanceHighWatermark(leader));
}

// The leader's own log.

/** Batches stamped with `leaderEpoch`, from the old `logEnd` on, were queued for writing. */
export function appended(
  leader: Leader,
  { logEnd, now }: { readonly logEnd: Offset; readonly now: Millis },
): void {
  assert(logEnd > leader.logEnd, "I24: an append raises the log end");
  for (const follower of leader.followers) {
    // An idle partition sends no positions: until this append the follower lacked nothing.
    const hadAll = follower.attached && follower.durableEnd === leader.logEnd;
    if (hadAll) markCaughtUp(follower, { offset: leader.logEnd, now });
  }
  leader.logEnd = logEnd;
}

/** Our own log became durable up to `durableEnd`. */
export function leaderDurable(leader: Leader, durableEnd: Offset): LeaderOutput {
  assert(durableEnd >= leader.durableEnd, "I15: a leader's durable end never goes back");
  assert(durableEnd <= leader.logEnd, "I15: the durable end lies within the log");
  leader.durableEnd = durableEnd;
  return leaderOutput(advanceHighWatermark(leader));
}

/** Retention or DeleteRecords raised the log start (I43: never above the high watermark). */
export function logStartRaised(leader: Leader, logStart: Offset): void {
  assert(logStart <= leader.highWatermark, "I43: only what is committed is deleted");
  if (logStart > leader.logStart) leader.logStart = logStart;
}
