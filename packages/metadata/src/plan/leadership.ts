import type { NodeId } from "@sordini/base";
import type { PlanContext } from "../commands.ts";
import { type Image, isLive, replicasOn } from "../image.ts";
import type { PartitionChanged, PartitionState } from "../records.ts";
import { topicConfigValue } from "../topic-configs.ts";
import type { Draft } from "./draft.ts";

// Who leads a partition and who is in sync. These rules decide that no acknowledged record is lost
// (I16): only a member of the ISR leads, the last member stays in the ISR even when it is dead, and
// every change is visible in the epochs.

export interface Leadership {
  readonly leader: NodeId;
  readonly isr: readonly NodeId[];
}

type MayLead = (brokerId: NodeId) => boolean;

/** The record that turns `before` into the new leadership. */
export function partitionChanged(
  before: PartitionState,
  { leader, isr }: Leadership,
): PartitionChanged {
  return {
    kind: "partitionChanged",
    v: 1,
    topicId: before.topicId,
    partition: before.partition,
    isr: isr.toSorted((a, b) => a - b),
    leader,
    leaderEpoch: before.leaderEpoch + (leader === before.leader ? 0 : 1),
    partitionEpoch: before.partitionEpoch + 1,
  };
}

/** The first replica in order of preference that is in sync and may lead; -1 when there is none. */
export function electClean(
  replicas: readonly NodeId[],
  isr: readonly NodeId[],
  mayLead: MayLead,
): NodeId {
  return replicas.find((replica) => isr.includes(replica) && mayLead(replica)) ?? -1;
}

/** Elects outside the ISR, which then is the new leader alone. Null when no replica may lead. */
export function electUnclean(replicas: readonly NodeId[], mayLead: MayLead): Leadership | null {
  const leader = replicas.find(mayLead);
  return leader === undefined ? null : { leader, isr: [leader] };
}

/**
 * Takes a broker that is gone out of everything: others lead, and it leaves each ISR that has
 * another member (I25). As the last member it stays, without a leader, since only its log is known
 * to be complete. Returns how many partitions the plan had no room for.
 */
export function leaveAll(draft: Draft, brokerId: NodeId, context: PlanContext): number {
  const mayLead: MayLead = (id) => id !== brokerId && isLive(draft.image.brokers.get(id));
  return changeReplicas(draft, brokerId, (state) => {
    const { replicas, isr, leader } = state;
    if (leader !== brokerId && (isr.length === 1 || !isr.includes(brokerId))) return null;
    const left = isr.length === 1 ? isr : isr.filter((member) => member !== brokerId);
    if (leader !== brokerId && leader !== -1) return { leader, isr: left };
    const elected = { leader: electClean(replicas, left, mayLead), isr: left };
    if (elected.leader !== -1 || !uncleanAllowed(draft.image, state, context)) return elected;
    return electUnclean(replicas, mayLead) ?? elected;
  });
}

/** Gives leaders to partitions that have none and that the broker, now live, may lead. */
export function electOn(draft: Draft, brokerId: NodeId, context: PlanContext): number {
  const mayLead: MayLead = (id) => isLive(draft.image.brokers.get(id));
  return changeReplicas(draft, brokerId, (state) => {
    if (state.leader !== -1) return null;
    const { replicas, isr } = state;
    const leader = electClean(replicas, isr, mayLead);
    if (leader !== -1) return { leader, isr };
    return uncleanAllowed(draft.image, state, context) ? electUnclean(replicas, mayLead) : null;
  });
}

/**
 * Takes a broker that is about to stop out of the ISRs, as far as others are ready: a leadership
 * that nobody can take over stays, since to give it up early would only make the outage longer.
 */
export function handOver(draft: Draft, brokerId: NodeId): number {
  const mayLead: MayLead = (id) => id !== brokerId && isLive(draft.image.brokers.get(id));
  return changeReplicas(draft, brokerId, ({ replicas, isr, leader }) => {
    if (isr.length === 1 || !isr.includes(brokerId)) return null;
    const left = isr.filter((member) => member !== brokerId);
    if (leader !== brokerId) return { leader, isr: left };
    const next = electClean(replicas, left, mayLead);
    return next === -1 ? null : { leader: next, isr: left };
  });
}

/** Applies `decide` to each partition of the broker while there is room; counts those left over. */
function changeReplicas(
  draft: Draft,
  brokerId: NodeId,
  decide: (state: PartitionState) => Leadership | null,
): number {
  let remaining = 0;
  for (const state of replicasOn(draft.image, brokerId)) {
    const next = decide(state);
    if (next === null) continue;
    if (draft.partitionsLeft > 0) draft.add(partitionChanged(state, next));
    else remaining++;
  }
  return remaining;
}

function uncleanAllowed(image: Image, { topicId }: PartitionState, context: PlanContext): boolean {
  const topic = image.topics.get(topicId)?.name ?? "";
  return topicConfigValue(image, { topic, key: "unclean.leader.election.enable" }, context);
}
