import type { NodeId, TopicId } from "@sordini/base";
import type { ConfigDelta, MetadataDelta, PartitionDelta, TopicDelta } from "./delta.ts";
import { compareText, configResourceKey, configsOf, type Image, type TopicImage } from "./image.ts";
import type { ConfigResource, MetadataRecord } from "./records.ts";
import { replay } from "./replay.ts";

/**
 * Replays one batch, and says what changed. It notes the names that the records mention and
 * compares those alone in the two images, so the cost follows the change and not the cluster.
 */
export function applyBatch(
  image: Image,
  records: readonly MetadataRecord[],
): { readonly image: Image; readonly delta: MetadataDelta } {
  const touched = new Touched();
  let after = image;
  for (const record of records) {
    touched.addRecord(after, record);
    after = replay(after, record);
  }
  return { image: after, delta: compare({ before: image, after }, touched) };
}

/**
 * What changed between any two images: for a broker that was given a snapshot. Compares everything.
 */
export function deltaBetween(images: { before: Image; after: Image }): MetadataDelta {
  const touched = new Touched();
  touched.addImage(images.before);
  touched.addImage(images.after);
  return compare(images, touched);
}

/** The names that may differ between two images. */
class Touched {
  readonly brokers = new Set<NodeId>();
  readonly topics = new Map<TopicId, Set<number>>();
  readonly configs = new Map<string, { resource: ConfigResource; keys: Set<string> }>();

  addRecord(image: Image, record: MetadataRecord): void {
    switch (record.kind) {
      case "brokerRegistered":
      case "brokerChanged":
      case "brokerUnregistered":
        this.brokers.add(record.brokerId);
        break;
      case "topic":
        this.#partitions(record.topicId);
        break;
      case "partition":
      case "partitionChanged":
        this.#partitions(record.topicId).add(record.partition);
        break;
      case "topicRemoved":
        this.#partitions(record.topicId);
        this.#addConfigs(image, {
          type: "topic",
          name: image.topics.get(record.topicId)?.name ?? "",
        });
        break;
      case "configSet":
        this.#keys(record.resource).add(record.key);
        break;
      default: // what is left is no part of a delta
    }
  }

  addImage(image: Image): void {
    for (const brokerId of image.brokers.keys()) this.brokers.add(brokerId);
    for (const topic of image.topics.values()) {
      const partitions = this.#partitions(topic.topicId);
      for (const partition of topic.partitions.keys()) partitions.add(partition);
    }
    for (const { resource } of image.configs.values()) this.#addConfigs(image, resource);
  }

  #addConfigs(image: Image, resource: ConfigResource): void {
    const keys = this.#keys(resource);
    for (const key of configsOf(image, resource).keys()) keys.add(key);
  }

  #partitions(topicId: TopicId): Set<number> {
    const known = this.topics.get(topicId) ?? new Set();
    this.topics.set(topicId, known);
    return known;
  }

  #keys(resource: ConfigResource): Set<string> {
    const name = configResourceKey(resource);
    const known = this.configs.get(name) ?? { resource, keys: new Set() };
    this.configs.set(name, known);
    return known.keys;
  }
}

interface Images {
  readonly before: Image;
  readonly after: Image;
}

function compare(images: Images, touched: Touched): MetadataDelta {
  const { before, after } = images;
  const topics = [...touched.topics]
    .sort((a, b) => compareText(a[0], b[0]))
    .flatMap(([topicId, partitions]) => compareTopic(images, { topicId, partitions }) ?? []);
  const brokers = [...touched.brokers]
    .sort((a, b) => a - b)
    .map((brokerId) => ({
      brokerId,
      before: before.brokers.get(brokerId) ?? null,
      after: after.brokers.get(brokerId) ?? null,
    }))
    .filter((delta) => delta.before !== delta.after);
  const configs = [...touched.configs]
    .sort((a, b) => compareText(a[0], b[0]))
    .flatMap(([, { resource, keys }]) => compareConfigs(images, { resource, keys }));
  return { topics, brokers, configs };
}

function compareTopic(
  images: Images,
  { topicId, partitions }: { topicId: TopicId; partitions: ReadonlySet<number> },
): TopicDelta | null {
  const before = images.before.topics.get(topicId);
  const after = images.after.topics.get(topicId);
  const topic = after ?? before;
  if (topic === undefined || before === after) return null;
  const change = before === undefined ? "created" : after === undefined ? "deleted" : "changed";
  const numbers = change === "changed" ? partitions : new Set(topic.partitions.keys());
  const changed = comparePartitions({ before, after }, numbers);
  return { change, topicId, name: topic.name, partitions: changed };
}

function comparePartitions(
  topics: { before: TopicImage | undefined; after: TopicImage | undefined },
  numbers: ReadonlySet<number>,
): readonly PartitionDelta[] {
  return [...numbers]
    .sort((a, b) => a - b)
    .map((partition) => ({
      partition,
      before: topics.before?.partitions.get(partition) ?? null,
      after: topics.after?.partitions.get(partition) ?? null,
    }))
    .filter((delta) => delta.before !== delta.after);
}

function compareConfigs(
  images: Images,
  { resource, keys }: { resource: ConfigResource; keys: ReadonlySet<string> },
): readonly ConfigDelta[] {
  const before = configsOf(images.before, resource);
  const after = configsOf(images.after, resource);
  return [...keys]
    .sort(compareText)
    .map((key) => ({
      resource,
      key,
      before: before.get(key) ?? null,
      after: after.get(key) ?? null,
    }))
    .filter((delta) => delta.before !== delta.after);
}
