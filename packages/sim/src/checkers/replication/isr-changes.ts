import { type Image, isLive, type PartitionState } from "@sordini/metadata";
import { type IsrProposal, progressOf } from "@sordini/replication";
import { InvariantViolation } from "../cluster-view.ts";
import type { PartitionGhost } from "./partition-ghost.ts";
import type { ReplicaLook, ReplicaRule } from "./replica-sight.ts";

/**
 * I18: a leader proposes only new members of whose process the metadata has told it (KIP-903), and
 * that hold, durably, everything below the true high watermark, which may be above its own when it
 * was just elected. What it proposes is remembered, since only that may be committed
 * (`checkIsrChange`).
 */
export class IsrProposals implements ReplicaRule {
  look({ ghost, nodeId, replica, now, before }: ReplicaLook): void {
    if (replica.role !== "leader") return;
    checkCounted(ghost);
    const { proposal } = now;
    if (proposal === null || proposal === before?.proposal) return;
    ghost.proposals.push(proposal);
    const isDeposed = (ghost.state?.leaderEpoch ?? 0) > proposal.leaderEpoch;
    if (isDeposed) return; // it cannot know, and the controller refuses it
    for (const { nodeId: member, brokerEpoch } of proposal.isr) {
      if (now.isr.includes(member)) continue;
      const text = `${ghost.name}: ${nodeId} proposes broker ${member}`;
      const known = progressOf(replica, member)?.registered?.brokerEpoch ?? brokerEpoch;
      if (known < brokerEpoch) {
        const process = `as the process of epoch ${brokerEpoch}`;
        throw new InvariantViolation("I18", `${text} ${process}, and knows that of ${known}`);
      }
      const sight = ghost.replicas.get(member);
      const end = sight?.brokerEpoch === brokerEpoch ? sight.log.durableEnd : ghost.highWatermark;
      if (end >= ghost.highWatermark) continue;
      const committed = `committed is ${ghost.highWatermark}`;
      throw new InvariantViolation("I18", `${text}, which is durable up to ${end}, ${committed}`);
    }
  }
}

/**
 * I19: a leader counts each member that is committed, also before it hears of the commit. Catches
 * one that takes a proposal for refused because its answer was lost (B35).
 */
export function checkCounted({ name, state, replicas }: PartitionGhost): void {
  const leader = state === null ? undefined : replicas.get(state.leader)?.replica;
  if (leader?.role !== "leader" || leader.leaderEpoch !== state?.leaderEpoch) return;
  const proposed = leader.proposal?.isr.map(({ nodeId }) => nodeId) ?? [];
  const counted = new Set([...leader.isr, ...proposed, ...leader.doubtful]);
  const uncounted = state.isr.find((member) => !counted.has(member));
  if (uncounted === undefined) return;
  const text = `${name}: broker ${uncounted} is in sync by epoch ${state.partitionEpoch}`;
  throw new InvariantViolation("I19", `${text}, and the leader ${leader.nodeId} waits for others`);
}

/**
 * I19: the controllers commit an ISR only against the very partition epoch that its leader named,
 * except that they take out who is gone. I18: who joins is still the process that had caught up
 * when the leader proposed it (KIP-903). Changes between two looks that were more than one are not
 * judged.
 */
export function checkIsrChange(
  { name, proposals }: PartitionGhost,
  { was, now, image }: { was: PartitionState; now: PartitionState; image: Image },
): void {
  const isOneStep = now.partitionEpoch === was.partitionEpoch + 1;
  if (!isOneStep || now.leaderEpoch !== was.leaderEpoch) return;
  const isOther = (broker: number, isr: readonly number[]): boolean => !isr.includes(broker);
  const joined = now.isr.filter((member) => isOther(member, was.isr));
  const left = was.isr.filter((member) => isOther(member, now.isr));
  const asked = proposals.filter((proposal) => asksFor(proposal, { was, now }));
  if (asked.length === 0) {
    const isRemoval = left.length > 0 && joined.length === 0;
    if (isRemoval && !left.some((member) => isLive(image.brokers.get(member)))) return;
    const text = `${name}: the ISR went from ${was.isr.join(", ")} to ${now.isr.join(", ")}`;
    throw new InvariantViolation("I19", `${text}, and nobody asked at epoch ${was.partitionEpoch}`);
  }
  for (const member of joined) {
    const registered = image.brokers.get(member)?.brokerEpoch;
    const epochs = asked.map(({ isr }) => isr.find(({ nodeId }) => nodeId === member)?.brokerEpoch);
    if (epochs.includes(registered)) continue;
    const text = `${name}: broker ${member} joined as the process of epoch ${epochs.join(", ")}`;
    throw new InvariantViolation("I18", `${text}, but is that of ${registered}`);
  }
}

function asksFor(
  { leaderEpoch, partitionEpoch, isr }: IsrProposal,
  { was, now }: { readonly was: PartitionState; readonly now: PartitionState },
): boolean {
  return (
    leaderEpoch === now.leaderEpoch &&
    partitionEpoch === was.partitionEpoch &&
    isr.length === now.isr.length &&
    isr.every(({ nodeId }) => now.isr.includes(nodeId))
  );
}
