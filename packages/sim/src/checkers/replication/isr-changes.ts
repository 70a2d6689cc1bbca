import { type Image, isLive, type PartitionState } from "@sordini/metadata";
import type { IsrProposal } from "@sordini/replication";
import { InvariantViolation } from "../cluster-view.ts";
import type { PartitionGhost } from "./partition-ghost.ts";
import type { ReplicaLook, ReplicaRule } from "./replica-sight.ts";

/**
 * I18: a leader proposes only new members that hold, durably, everything below the true high
 * watermark, which may be above its own when it was just elected. What it proposes is remembered,
 * since only that may be committed (`checkIsrChange`).
 */
export class IsrProposals implements ReplicaRule {
  look({ ghost, nodeId, now, before }: ReplicaLook): void {
    const { proposal } = now;
    if (proposal === null || proposal === before?.proposal) return;
    ghost.proposals.push(proposal);
    const isDeposed = (ghost.state?.leaderEpoch ?? 0) > proposal.leaderEpoch;
    if (isDeposed) return; // it cannot know, and the controller refuses it
    for (const { nodeId: member, brokerEpoch } of proposal.isr) {
      if (now.isr.includes(member)) continue;
      const sight = ghost.replicas.get(member);
      const end = sight?.brokerEpoch === brokerEpoch ? sight.log.durableEnd : ghost.highWatermark;
      if (end >= ghost.highWatermark) continue;
      const text = `${ghost.name}: ${nodeId} proposes ${member}, which is durable up to ${end}`;
      throw new InvariantViolation("I18", `${text}, committed is ${ghost.highWatermark}`);
    }
  }
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
