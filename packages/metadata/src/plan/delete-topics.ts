import { type Failure, failure } from "@sordini/base";
import type {
  DeletedTopic,
  DeleteTopicFailure,
  DeleteTopics,
  DeleteTopicsReply,
  Plan,
} from "../commands.ts";
import { type Image, type TopicImage, topicById, topicByName } from "../image.ts";
import { Draft } from "./draft.ts";

/** How the request names a topic, and which one it is. */
interface Mention {
  readonly name: string | null;
  readonly topicId: string | null;
  readonly topic: TopicImage | undefined;
}

/**
 * Deletes topics by name or by id. A later topic of the same name has another id, so whatever still
 * carries this one can never reach it (I46).
 */
export function planDeleteTopics(
  image: Image,
  { names, topicIds }: DeleteTopics,
): Plan<DeleteTopicsReply> {
  const mentions: readonly Mention[] = [
    ...names.map((name) => ({ name, topicId: null, topic: topicByName(image, name) })),
    ...topicIds.map((topicId) => ({ name: null, topicId, topic: topicById(image, topicId) })),
  ];
  const mentioned = new Map<TopicImage, number>();
  for (const { topic } of mentions) {
    if (topic !== undefined) mentioned.set(topic, (mentioned.get(topic) ?? 0) + 1);
  }
  const draft = new Draft(image);
  const topics = mentions.map((mention): DeletedTopic | DeleteTopicFailure => {
    const { topic, name, topicId } = mention;
    if (topic === undefined) return { ...unknownTopic(mention), name, topicId };
    if ((mentioned.get(topic) ?? 0) > 1) {
      const message = `the request names topic ${topic.name} more than once`;
      return { ...failure("INVALID_REQUEST", message), name, topicId };
    }
    draft.add({ kind: "topicRemoved", v: 1, topicId: topic.topicId });
    return { name: topic.name, topicId: topic.topicId };
  });
  return draft.plan({ kind: "deleteTopics", topics });
}

function unknownTopic({ name, topicId }: Mention): Failure {
  return name === null
    ? failure("UNKNOWN_TOPIC_ID", `no topic has id ${topicId}`)
    : failure("UNKNOWN_TOPIC_OR_PARTITION", `topic ${JSON.stringify(name)} does not exist`);
}
