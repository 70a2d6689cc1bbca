import { type Failure, failure, isFailure, randomUuid } from "@sordini/base";
import type {
  CreatedTopic,
  CreatePartitions,
  CreatePartitionsReply,
  CreateTopics,
  CreateTopicsReply,
  GrownTopic,
  NamedFailure,
  NewPartitions,
  NewTopic,
  Plan,
  PlanContext,
} from "../commands.ts";
import { counted } from "../counted.ts";
import { type Image, topicByName } from "../image.ts";
import { partitionsPerPlanMax } from "../limits.ts";
import { checkTopicName, isInternalTopic } from "../topic-names.ts";
import { type Assignment, assignByHand, assignByPlacement, newPartition } from "./assignments.ts";
import { checkPairs } from "./configs.ts";
import { Draft } from "./draft.ts";

/**
 * Creates the topics that can be created; each of the others has its own error (protocol.md 2.3).
 * A request that names more than one plan can create is refused whole: to look at a million names
 * would stall each controller in turn (B23).
 */
export function planCreateTopics(
  image: Image,
  { topics, validateOnly }: CreateTopics,
  context: PlanContext,
): Plan<CreateTopicsReply> | Failure {
  if (topics.length > partitionsPerPlanMax) {
    const message = `one request creates at most ${partitionsPerPlanMax} topics`;
    return failure("POLICY_VIOLATION", message);
  }
  const draft = new Draft(image);
  const repeated = repeatedNames(topics);
  const results = topics.map((topic): CreatedTopic | NamedFailure => {
    const { name } = topic;
    const refused = repeated.get(name) ?? checkNewTopic(draft.image, topic);
    if (refused !== null) return { ...refused, name };
    const assignment = assignTopic(draft, topic, context);
    if (isFailure(assignment)) return { ...assignment, name };
    const topicId = addTopic(draft, topic, { assignment, context });
    return {
      name,
      topicId: validateOnly ? null : topicId,
      partitions: assignment.length,
      replicationFactor: assignment[0]?.length ?? 0,
    };
  });
  return draft.plan({ kind: "createTopics", topics: results }, { validateOnly });
}

function repeatedNames(topics: readonly { readonly name: string }[]): ReadonlyMap<string, Failure> {
  const seen = new Set<string>();
  const repeated = new Map<string, Failure>();
  for (const { name } of topics) {
    if (seen.has(name)) {
      const message = `the request names topic ${JSON.stringify(name)} more than once`;
      repeated.set(name, failure("INVALID_REQUEST", message));
    }
    seen.add(name);
  }
  return repeated;
}

function checkNewTopic(image: Image, topic: NewTopic): Failure | null {
  const { name, assignments, partitions, replicationFactor, configs } = topic;
  const badName = checkTopicName(name);
  if (badName !== null) return badName;
  if (image.topicIds.has(name)) {
    return failure("TOPIC_ALREADY_EXISTS", `topic ${name} exists already`);
  }
  if (assignments.length > 0 && (partitions !== -1 || replicationFactor !== -1)) {
    return failure(
      "INVALID_REQUEST",
      "with a manual assignment, partitions and replication factor must both be -1: they follow " +
        "from the assignment",
    );
  }
  return checkPairs("topic", configs);
}

function assignTopic(draft: Draft, topic: NewTopic, context: PlanContext): Assignment | Failure {
  const { assignments } = topic;
  const partitions =
    assignments.length > 0
      ? assignments.length
      : orDefault(topic.partitions, context.defaultPartitions);
  if (partitions < 1) {
    return failure(
      "INVALID_PARTITIONS",
      `a topic cannot have ${topic.partitions} partitions: give 1 or more, or -1 for the ` +
        `default of ${context.defaultPartitions}`,
    );
  }
  if (partitions > draft.partitionsLeft) return tooManyPartitions();
  if (assignments.length > 0) {
    const replicationFactor = assignments[0]?.replicas.length ?? 0;
    return assignByHand(draft.image, assignments, { firstPartition: 0, replicationFactor });
  }
  const replicationFactor = orDefault(topic.replicationFactor, context.defaultReplicationFactor);
  if (replicationFactor < 1) {
    return failure(
      "INVALID_REPLICATION_FACTOR",
      `a replication factor cannot be ${topic.replicationFactor}: give 1 or more, or -1 for the ` +
        `default of ${context.defaultReplicationFactor}`,
    );
  }
  return assignByPlacement(draft.image, { partitions, replicationFactor }, context);
}

function orDefault(asked: number, byDefault: number): number {
  return asked === -1 ? byDefault : asked;
}

/** B23: refused here, or it would crash one active controller after the other. */
function tooManyPartitions(): Failure {
  return failure(
    "POLICY_VIOLATION",
    `one request creates at most ${partitionsPerPlanMax} partitions: spread them over several`,
  );
}

function addTopic(
  draft: Draft,
  { name, configs }: NewTopic,
  { assignment, context }: { assignment: Assignment; context: PlanContext },
): string {
  const topicId = randomUuid(context.rng);
  draft.add({ kind: "topic", v: 1, topicId, name, internal: isInternalTopic(name) });
  for (const { key, value } of configs) {
    if (value === null) continue;
    draft.add({ kind: "configSet", v: 1, resource: { type: "topic", name }, key, value });
  }
  for (const [partition, replicas] of assignment.entries()) {
    draft.add(newPartition(draft.image, { topicId, partition }, replicas));
  }
  return topicId;
}

/** Adds partitions to topics; their number never shrinks. */
export function planCreatePartitions(
  image: Image,
  { topics, validateOnly }: CreatePartitions,
  context: PlanContext,
): Plan<CreatePartitionsReply> {
  const draft = new Draft(image);
  const repeated = repeatedNames(topics);
  const results = topics.map((request): GrownTopic | NamedFailure => {
    const { name } = request;
    const failed = repeated.get(name) ?? growTopic(draft, request, context);
    return failed === null ? { name, partitions: request.count } : { ...failed, name };
  });
  return draft.plan({ kind: "createPartitions", topics: results }, { validateOnly });
}

function growTopic(
  draft: Draft,
  { name, count, assignments }: NewPartitions,
  context: PlanContext,
): Failure | null {
  const topic = topicByName(draft.image, name);
  if (topic === undefined) {
    return failure("UNKNOWN_TOPIC_OR_PARTITION", `topic ${JSON.stringify(name)} does not exist`);
  }
  const firstPartition = topic.partitions.size;
  const added = count - firstPartition;
  if (added < 1) {
    return failure(
      "INVALID_PARTITIONS",
      `topic ${name} has ${counted(firstPartition, "partition")}: the new total must be larger, ` +
        `not ${count}`,
    );
  }
  if (added > draft.partitionsLeft) return tooManyPartitions();
  if (assignments.length > 0 && assignments.length !== added) {
    return failure(
      "INVALID_REPLICA_ASSIGNMENT",
      `the request adds ${counted(added, "partition")}, and assigns ${assignments.length}`,
    );
  }
  const replicationFactor = topic.partitions.get(0)?.replicas.length ?? 0;
  const assignment =
    assignments.length > 0
      ? assignByHand(draft.image, assignments, { firstPartition, replicationFactor })
      : assignByPlacement(draft.image, { partitions: added, replicationFactor }, context);
  if (isFailure(assignment)) return assignment;
  for (const [i, replicas] of assignment.entries()) {
    const id = { topicId: topic.topicId, partition: firstPartition + i };
    draft.add(newPartition(draft.image, id, replicas));
  }
  return null;
}
