import type { NodeId, Offset } from "@sordini/base";
import { type Leader, progressOf } from "@sordini/replication";
import { InvariantViolation } from "../cluster-view.ts";
import type { PartitionGhost } from "./partition-ghost.ts";
import type { ReplicaFacts, ReplicaLook, ReplicaRule, ReplicaSight } from "./replica-sight.ts";

/**
 * I17, I19: a high watermark only passes what is durable on every member of the maximal ISR,
 * committed and pending, and only while the ISR is large enough. A member that runs in the same
 * epoch must hold it now. One that does not, or of whose restart the leader cannot know yet, must
 * have held it in that epoch: an acknowledgement may arrive after its disk was lost.
 *
 * Catches a follower that reports unsynced bytes, a shrunken ISR that is acted on before it is
 * committed (B34), positions of an earlier epoch or incarnation (B28), min.insync.replicas ignored
 * (B36). Then the ghost takes over what the leader committed, for all other rules.
 */
export class ReplicationQuorum implements ReplicaRule {
  look(look: ReplicaLook): void {
    const { ghost, nodeId, replica, log, now, before } = look;
    if (replica.role === "follower") ghost.hold(nodeId, now);
    if (replica.role !== "leader") return;
    const isSameLeadership = before?.role === "leader" && before.leaderEpoch === now.leaderEpoch;
    const earlier = isSameLeadership ? before : now;
    if (now.highWatermark > Math.min(earlier.highWatermark, ghost.highWatermark)) {
      this.#advances(look, { leader: replica, earlier });
    }
    if (now.highWatermark <= ghost.highWatermark) return;
    const epoch = log.epochs.epochOf(ghost.highWatermark);
    if (epoch < ghost.epochs.lastEpoch) {
      const text = `${ghost.name}: ${nodeId} commits ${ghost.highWatermark} of epoch ${epoch}`;
      throw new InvariantViolation("I20", `${text} after epoch ${ghost.epochs.lastEpoch}`);
    }
    ghost.commit(now.highWatermark, log.epochs);
  }

  /** `earlier`: the same leadership at the last look. */
  #advances(
    { ghost, nodeId, log, now }: ReplicaLook,
    { leader, earlier }: { readonly leader: Leader; readonly earlier: ReplicaFacts },
  ): void {
    const { highWatermark } = now;
    const others = [...maximalIsrOf(leader, ghost)].filter((member) => member !== nodeId);
    const holders = [
      { member: nodeId, end: log.durableEnd },
      ...others.map((member) => ({ member, end: heldBy(member, { leader, ghost }) })),
    ];
    const without = holders.find(({ end }) => end < highWatermark);
    if (without !== undefined) {
      const text = `${ghost.name}: ${nodeId} commits up to ${highWatermark}, but ${without.member}`;
      throw new InvariantViolation("I17", `${text} is in sync and durable up to ${without.end}`);
    }
    const size = Math.max(now.isr.length, earlier.isr.length);
    const min = Math.min(now.minInSyncReplicas, earlier.minInSyncReplicas);
    if (size >= Math.min(min, leader.replicas.length)) return;
    const text = `${ghost.name}: ${nodeId} commits up to ${highWatermark} with ${size} in sync`;
    throw new InvariantViolation("I17", `${text}, ${min} are asked for`);
  }
}

/** Up to where a member's log is durable, or was when the leader may have heard of it. */
function heldBy(
  member: NodeId,
  { leader, ghost }: { readonly leader: Leader; readonly ghost: PartitionGhost },
): Offset {
  const sight = ghost.replicas.get(member);
  const isInEpoch =
    sight?.replica.role === "follower" && sight.replica.leaderEpoch === leader.leaderEpoch;
  if (isInEpoch && isKnown(sight, { member, leader })) return sight.log.durableEnd;
  return ghost.heldIn(leader.leaderEpoch, member);
}

/** Whether the leader was told of the member's present process, by itself or by the metadata. */
function isKnown(
  { brokerEpoch }: ReplicaSight,
  { member, leader }: { readonly member: NodeId; readonly leader: Leader },
): boolean {
  const progress = progressOf(leader, member);
  const known = Math.max(progress?.brokerEpoch ?? -1, progress?.registered?.brokerEpoch ?? -1);
  return brokerEpoch <= known;
}

/** As the leader's state and the newest committed metadata say, and not its own flags. */
function maximalIsrOf(leader: Leader, { state }: PartitionGhost): ReadonlySet<NodeId> {
  const proposed = leader.proposal?.isr.map(({ nodeId }) => nodeId) ?? [];
  const committed = state?.leaderEpoch === leader.leaderEpoch ? state.isr : [];
  return new Set([...leader.isr, ...proposed, ...leader.doubtful, ...committed]);
}
