import { type Failure, unreachable } from "@sordini/base";
import {
  type CommandReply,
  compareText,
  type Image,
  type MetadataDelta,
  type MetadataRecord,
  type PartitionState,
  partitionsOf,
  type TopicImage,
} from "../src/index.ts";

/** One line a record; topics by name, looked up in an image that knows them. */
export function renderRecord(record: MetadataRecord, image: Image): string {
  const topicName = (id: string) => image.topics.get(id)?.name ?? "?";
  switch (record.kind) {
    case "brokerRegistered": {
      const rack = record.rack === null ? "" : ` rack=${record.rack}`;
      return `broker ${record.brokerId} registered epoch=${record.brokerEpoch}${rack}`;
    }
    case "brokerChanged": {
      const { fenced, inControlledShutdown } = record;
      const change = fenced === undefined ? { inControlledShutdown } : { fenced };
      return `broker ${record.brokerId} ${JSON.stringify(change).replaceAll(/[{}"]/g, "")}`;
    }
    case "brokerUnregistered":
      return `broker ${record.brokerId} unregistered`;
    case "brokerEpochGiven":
      return `broker epoch ${record.lastBrokerEpoch} given`;
    case "topic":
      return `topic ${record.name}${record.internal ? " internal" : ""}`;
    case "partition":
      return `partition ${topicName(record.topicId)}-${record.partition}`;
    case "partitionChanged":
      return `partition ${topicName(record.topicId)}-${record.partition} changed`;
    case "topicRemoved":
      return `topic ${topicName(record.topicId)} removed`;
    case "configSet": {
      const { type, name } = record.resource;
      const value = record.value === null ? "removed" : `= ${record.value}`;
      return `config ${type}${name && `:${name}`} ${record.key} ${value}`;
    }
    case "producerIdsGiven":
      return `producer ids below ${record.nextProducerId} given`;
    case "featureLevel":
      return `feature ${record.feature} at ${record.level}`;
    default:
      return unreachable(record);
  }
}

export function renderReply(reply: CommandReply): readonly string[] {
  const { kind, ...fields } = reply;
  const list = Object.values(fields).find((value) => Array.isArray(value)) as object[] | undefined;
  return list === undefined ? [`${kind}: ${renderFields(fields)}`] : list.map(renderResult);
}

function renderResult(result: object): string {
  if (!("error" in result)) return `ok: ${renderFields(result)}`;
  const { error, message, current: _, ...rest } = result as Failure & Record<string, unknown>;
  return `${error}: ${renderFields(rest)}: ${message}`;
}

function renderFields(fields: object): string {
  const shown = Object.entries(fields).filter(([key]) => key !== "topicId" && key !== "replicas");
  return shown
    .map(([key, value]) => {
      if (typeof value !== "object" || value === null) return `${key}=${String(value)}`;
      return `${key}=${Object.values(value as object).join(":")}`;
    })
    .join(" ");
}

/** The partition tables of the topics that changed. */
export function renderDelta(delta: MetadataDelta, image: Image): readonly string[] {
  return delta.topics
    .toSorted((a, b) => compareText(a.name, b.name))
    .flatMap(({ topicId }) => {
      const topic = image.topics.get(topicId);
      return topic === undefined ? [] : renderTopic(topic);
    });
}

export function renderTopic(topic: TopicImage): readonly string[] {
  return partitionsOf(topic).map((state) => renderPartition(topic.name, state));
}

function renderPartition(topic: string, state: PartitionState): string {
  const { partition, replicas, isr, leader, leaderEpoch, partitionEpoch } = state;
  const who = leader === -1 ? "none" : leader;
  return (
    `  ${topic}-${partition} replicas=${replicas.join()} isr=${isr.join()} leader=${who} ` +
    `leaderEpoch=${leaderEpoch} partitionEpoch=${partitionEpoch}`
  );
}
