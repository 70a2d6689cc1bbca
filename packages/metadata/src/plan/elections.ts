import { type Failure, failure, type NodeId } from "@sordini/base";
import type {
  ElectedLeader,
  ElectionFailure,
  ElectLeaders,
  ElectLeadersReply,
  Plan,
} from "../commands.ts";
import { type Image, isLive, partitionsOf, topicByName, topicsOf } from "../image.ts";
import { partitionsPerPlanMax } from "../limits.ts";
import type { PartitionState } from "../records.ts";
import { Draft } from "./draft.ts";
import { electClean, electUnclean, type Leadership, partitionChanged } from "./leadership.ts";

type Election = ElectLeaders["election"];

/** Elects on the partitions that were named, each with its own result, or wherever it is needed. */
export function planElectLeaders(
  image: Image,
  { election, partitions }: ElectLeaders,
): Plan<ElectLeadersReply> | Failure {
  if (partitions === null) return planElections(image, { election, limit: partitionsPerPlanMax });
  if (partitions.length > partitionsPerPlanMax) {
    const message = `one request elects leaders of at most ${partitionsPerPlanMax} partitions`;
    return failure("INVALID_REQUEST", message);
  }
  const draft = new Draft(image);
  const results = partitions.map(({ topic, partition }): ElectedLeader | ElectionFailure => {
    const state = topicByName(draft.image, topic)?.partitions.get(partition);
    if (state === undefined) {
      const message = `there is no partition ${partition} of a topic ${JSON.stringify(topic)}`;
      return { ...failure("UNKNOWN_TOPIC_OR_PARTITION", message), topic, partition };
    }
    const elected = elect(draft.image, state, election);
    if ("error" in elected) return { ...elected, topic, partition };
    draft.add(partitionChanged(state, elected));
    return { topic, partition, leader: elected.leader };
  });
  return draft.plan({ kind: "electLeaders", results });
}

/**
 * Gives up to `limit` partitions back to their preferred leaders, in order of topic and partition:
 * for the controller's timer, which spreads the move over time. No records: nothing is to be done.
 */
export function planPreferredElections(image: Image, limit: number): Plan<ElectLeadersReply> {
  return planElections(image, { election: "preferred", limit });
}

function planElections(
  image: Image,
  { election, limit }: { readonly election: Election; readonly limit: number },
): Plan<ElectLeadersReply> {
  const draft = new Draft(image);
  const results: ElectedLeader[] = [];
  for (const topic of topicsOf(image)) {
    for (const state of partitionsOf(topic)) {
      if (results.length >= limit) break;
      const elected = elect(image, state, election);
      if ("error" in elected) continue;
      draft.add(partitionChanged(state, elected));
      results.push({ topic: topic.name, partition: state.partition, leader: elected.leader });
    }
  }
  return draft.plan({ kind: "electLeaders", results });
}

function elect(image: Image, state: PartitionState, election: Election): Leadership | Failure {
  const mayLead = (id: NodeId) => isLive(image.brokers.get(id));
  return election === "preferred" ? electPreferred(state, mayLead) : electAny(state, mayLead);
}

function electPreferred(
  { replicas, isr, leader }: PartitionState,
  mayLead: (id: NodeId) => boolean,
): Leadership | Failure {
  const preferred = replicas[0] as NodeId;
  if (leader === preferred) {
    return failure("ELECTION_NOT_NEEDED", `broker ${preferred}, the preferred leader, leads`);
  }
  if (isr.includes(preferred) && mayLead(preferred)) return { leader: preferred, isr };
  const why = isr.includes(preferred) ? "not live" : "not in sync";
  return failure(
    "PREFERRED_LEADER_NOT_AVAILABLE",
    `broker ${preferred}, the preferred leader, is ${why}`,
  );
}

/** An administrator's last resort: overrides unclean.leader.election.enable (KIP-460). */
function electAny(
  { replicas, isr, leader }: PartitionState,
  mayLead: (id: NodeId) => boolean,
): Leadership | Failure {
  if (leader !== -1) return failure("ELECTION_NOT_NEEDED", `broker ${leader} leads`);
  const clean = electClean(replicas, isr, mayLead);
  if (clean !== -1) return { leader: clean, isr };
  const unclean = electUnclean(replicas, mayLead);
  if (unclean !== null) return unclean;
  const message = `none of the replicas is live: ${replicas.join(", ")}`;
  return failure("ELIGIBLE_LEADERS_NOT_AVAILABLE", message);
}
