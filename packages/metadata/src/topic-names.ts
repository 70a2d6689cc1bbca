import { type Failure, failure } from "@sordini/base";
import { topicNameLengthMax } from "./limits.ts";

const internalTopics: ReadonlySet<string> = new Set(["__consumer_offsets", "__transaction_state"]);

/** Topics that the brokers write themselves; clients are told by a flag in the metadata. */
export function isInternalTopic(name: string): boolean {
  return internalTopics.has(name);
}

/** INVALID_TOPIC_EXCEPTION unless `name` is one that Kafka allows; null when it is. */
export function checkTopicName(name: string): Failure | null {
  if (name === "") return invalid("a topic name must not be empty");
  if (name === "." || name === "..") return invalid(`a topic cannot be named "${name}"`);
  if (name.length > topicNameLengthMax) {
    return invalid(
      `the topic name has ${name.length} characters, and may have ${topicNameLengthMax}`,
    );
  }
  const bad = /[^a-zA-Z0-9._-]/u.exec(name)?.[0];
  if (bad === undefined) return null;
  const shown = JSON.stringify(bad);
  return invalid(
    `topic name ${JSON.stringify(name)} contains ${shown}: use letters, digits, ".", "_" and "-"`,
  );
}

function invalid(message: string): Failure {
  return failure("INVALID_TOPIC_EXCEPTION", message);
}
