import { type Failure, failure, isFailure } from "@sordini/base";
import type {
  AlterPartition,
  AlterPartitionReply,
  IsrChange,
  IsrChangeFailure,
  IsrMember,
  Plan,
} from "../commands.ts";
import { type Image, isLive, partitionOf } from "../image.ts";
import { partitionsPerPlanMax } from "../limits.ts";
import type { PartitionState } from "../records.ts";
import { registeredBroker } from "./brokers.ts";
import { Draft } from "./draft.ts";
import { partitionChanged } from "./leadership.ts";

/**
 * A leader proposes in-sync replica sets (KIP-497). Each change is a compare-and-set on the
 * partition epoch (I19), and a broker joins only as the process whose log end the leader has seen
 * (I18). STALE_BROKER_EPOCH refuses the whole request; the other errors stand beside their
 * partition.
 */
export function planAlterPartition(
  image: Image,
  command: AlterPartition,
): Plan<AlterPartitionReply> | Failure {
  const sender = registeredBroker(image, command);
  if (isFailure(sender)) return sender;
  if (command.changes.length > partitionsPerPlanMax) {
    const message = `one request changes at most ${partitionsPerPlanMax} partitions`;
    return failure("INVALID_REQUEST", message);
  }
  const draft = new Draft(image);
  const results = command.changes.map((change) => alterOne(draft, command, change));
  return draft.plan({ kind: "alterPartition", results });
}

function alterOne(
  draft: Draft,
  { brokerId }: AlterPartition,
  change: IsrChange,
): PartitionState | IsrChangeFailure {
  const { topicId, partition } = change;
  const current = partitionOf(draft.image, change) ?? null;
  if (current === null) {
    return { ...unknownPartition(draft.image, change), topicId, partition, current };
  }
  const { leaderEpoch } = change;
  const sender = checkSender(current, { brokerId, leaderEpoch });
  if (sender === null && isCommitted(current, change)) return current;
  const refused =
    sender ??
    // Before the ISR itself: what is wrong with it may be so because of what has changed since.
    checkPartitionEpoch(current, change.partitionEpoch) ??
    checkMembers(current, change.isr) ??
    checkBrokerEpochs(draft.image, current, change.isr) ??
    checkJoining(draft.image, current, change.isr);
  if (refused !== null) return { ...refused, topicId, partition, current };
  const isr = change.isr.map((member) => member.brokerId);
  // Also when the ISR stays as it is: the leader asks since an earlier proposal's answer was lost,
  // and only a new partition epoch tells it that the lost one can no longer be committed (I19).
  draft.add(partitionChanged(current, { leader: brokerId, isr }));
  return partitionOf(draft.image, change) ?? current;
}

function unknownPartition(image: Image, { topicId, partition }: IsrChange): Failure {
  const topic = image.topics.get(topicId);
  if (topic === undefined) {
    return failure("UNKNOWN_TOPIC_ID", `no topic has id ${topicId}: it may have been deleted`);
  }
  return failure(
    "UNKNOWN_TOPIC_OR_PARTITION",
    `topic ${topic.name} has no partition ${partition}, but ${topic.partitions.size} in all`,
  );
}

function checkSender(
  current: PartitionState,
  { brokerId, leaderEpoch }: { brokerId: number; leaderEpoch: number },
): Failure | null {
  const now = `leader epoch ${current.leaderEpoch}, not ${leaderEpoch}`;
  if (leaderEpoch < current.leaderEpoch) return failure("FENCED_LEADER_EPOCH", `this is ${now}`);
  if (leaderEpoch > current.leaderEpoch) return failure("UNKNOWN_LEADER_EPOCH", `this is ${now}`);
  if (brokerId === current.leader) return null;
  const leader = current.leader === -1 ? "nobody" : `broker ${current.leader}`;
  return failure("INVALID_REQUEST", `${leader} leads, not broker ${brokerId}`);
}

function checkMembers(current: PartitionState, isr: readonly IsrMember[]): Failure | null {
  const ids = new Set(isr.map((member) => member.brokerId));
  if (ids.size !== isr.length) return failure("INVALID_REQUEST", "the ISR names a broker twice");
  if (!ids.has(current.leader)) {
    return failure("INVALID_REQUEST", `the ISR lacks the leader, broker ${current.leader}`);
  }
  const stranger = isr.find((member) => !current.replicas.includes(member.brokerId));
  if (stranger === undefined) return null;
  return failure(
    "INVALID_REQUEST",
    `broker ${stranger.brokerId} holds no replica: they are on ${current.replicas.join(", ")}`,
  );
}

/**
 * KIP-903: what the leader knows of an earlier process says nothing about the log of this one. Who
 * stays a member may come without an epoch (-1), where the leader has not heard of it since its
 * election: only the process that was admitted can be a member, since a broker leaves every ISR
 * that has another member before its next process is registered (I25). To refuse it would keep
 * everybody else out until it attaches or lags.
 */
function checkBrokerEpochs(
  image: Image,
  current: PartitionState,
  isr: readonly IsrMember[],
): Failure | null {
  for (const { brokerId, brokerEpoch } of isr) {
    if (brokerEpoch === -1 && current.isr.includes(brokerId)) continue;
    const broker = image.brokers.get(brokerId);
    if (broker?.brokerEpoch === brokerEpoch) continue;
    const now = broker === undefined ? "not registered" : `at broker epoch ${broker.brokerEpoch}`;
    return failure(
      "INELIGIBLE_REPLICA",
      `broker ${brokerId} is ${now}, and was in sync at broker epoch ${brokerEpoch}`,
    );
  }
  return null;
}

/** B35: the change was made, but its answer was lost, or the controller changed since. */
function isCommitted({ isr, partitionEpoch }: PartitionState, change: IsrChange): boolean {
  return (
    change.partitionEpoch < partitionEpoch &&
    change.isr.length === isr.length &&
    change.isr.every(({ brokerId }) => isr.includes(brokerId))
  );
}

function checkPartitionEpoch(current: PartitionState, partitionEpoch: number): Failure | null {
  if (partitionEpoch === current.partitionEpoch) return null;
  const { isr } = current;
  return failure(
    "INVALID_UPDATE_VERSION",
    `the partition is at epoch ${current.partitionEpoch} with ISR ${isr.join(", ")}, ` +
      `and the change was for epoch ${partitionEpoch}`,
  );
}

/** KIP-841: who is fenced or about to stop may not join (B33). */
function checkJoining(
  image: Image,
  current: PartitionState,
  isr: readonly IsrMember[],
): Failure | null {
  const joining = isr.filter((member) => !current.isr.includes(member.brokerId));
  for (const { brokerId } of joining) {
    const broker = image.brokers.get(brokerId);
    if (isLive(broker)) continue;
    const state = broker?.fenced ? "fenced" : "shutting down";
    return failure("INELIGIBLE_REPLICA", `broker ${brokerId} is ${state} and cannot join the ISR`);
  }
  return null;
}
