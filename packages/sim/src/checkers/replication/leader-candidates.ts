import type { NodeId } from "@sordini/base";
import { InvariantViolation } from "../cluster-view.ts";
import { firstDifference, type PartitionGhost } from "./partition-ghost.ts";
import type { ReplicaLook, ReplicaRule } from "./replica-sight.ts";

/**
 * I16: every running member of the committed ISR holds everything below the true high watermark, so
 * that whichever is elected loses nothing. Catches a truncation to the high watermark (B26), a
 * replica that comes back without its log and joins again (B33), a recovery that cuts what was
 * synced, a deposed leader that still commits (I22). Replicas of `page-cache` durability may lose
 * what they had by design.
 */
export class LeaderCandidates implements ReplicaRule {
  look(look: ReplicaLook): void {
    const { ghost, nodeId, now, before } = look;
    const isLeader = now.role === "leader";
    const hasCommitted = isLeader && now.highWatermark !== before?.highWatermark;
    const isElected = isLeader && now.leaderEpoch !== before?.leaderEpoch;
    if (hasCommitted || isElected) {
      checkCandidates(ghost);
      return;
    }
    const isCut = before === null || now.logEnd < before.logEnd || now.epochs !== before.epochs;
    if (isCut && ghost.state?.isr.includes(nodeId) === true) checkCandidate(ghost, nodeId);
  }
}

/** Looks at all members: the true high watermark or the committed ISR has changed. */
export function checkCandidates(ghost: PartitionGhost): void {
  for (const member of ghost.state?.isr ?? []) checkCandidate(ghost, member);
}

function checkCandidate(ghost: PartitionGhost, member: NodeId): void {
  const log = ghost.replicas.get(member)?.log;
  if (log === undefined || log.config.durability !== "fsync") return;
  const { highWatermark: to, epochs, name } = ghost;
  if (log.logEnd < to) {
    const text = `${name}: ${member} is in sync and may lead, but ends at ${log.logEnd}`;
    throw new InvariantViolation("I16", `${text}, committed is ${to}`);
  }
  const offset = firstDifference(epochs, log.epochs, { from: log.logStart, to });
  if (offset === null) return;
  const text = `${name}: ${member} is in sync and may lead, but holds ${offset} of epoch`;
  const [own, committed] = [log.epochs, epochs].map((history) => history.epochOf(offset));
  throw new InvariantViolation("I16", `${text} ${own}, committed is that of ${committed}`);
}
