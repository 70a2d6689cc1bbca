import { type OffsetsContext, listOffsets, noPartition, timestampOf } from "../cluster/offsets.ts";
import { SordiniError } from "../errors.ts";
import type { ConsumerSettings } from "../options.ts";
import type { PartitionSource, Source, StartPosition } from "../types/consumer.ts";
import type { Topic, TopicDefinition, TopicPartition } from "../types/topic.ts";
import { AssignedPartition } from "./assigned-partition.ts";

/** A partition that is to be read, and from where. */
interface Wanted extends TopicPartition {
  readonly definition: TopicDefinition | undefined;
  readonly from: StartPosition;
}

/**
 * Finds out which partitions the sources are, where each begins and, where that is asked for, ends.
 */
export async function startOf(
  context: OffsetsContext,
  sources: readonly Source[],
  settings: ConsumerSettings,
): Promise<AssignedPartition[]> {
  const wanted = (
    await Promise.all(sources.map((source) => wantedOf(context, source, settings.from)))
  ).flat();
  refuseRepeated(wanted);
  const offsets = await resolveOffsets(context, wanted);
  const ends = settings.stopAtEnd ? await endsOf(context, wanted) : [];
  return wanted.map((place, index) => {
    const { definition } = place;
    const offset = offsets[index] as number;
    return new AssignedPartition(place, {
      definition,
      offset,
      endOffset: ends[index] ?? Number.POSITIVE_INFINITY,
    });
  });
}

/** The offset of a position in one partition. A time after the last record means the end. */
export async function resolveOffset(
  context: OffsetsContext,
  place: TopicPartition & { readonly from: StartPosition },
): Promise<number> {
  const [offset] = await resolveOffsets(context, [place]);
  return offset as number;
}

export function isPartitionSource(source: Source): source is PartitionSource {
  return typeof source === "object" && "topic" in source;
}

export function topicNameOf(topic: Topic): string {
  return typeof topic === "string" ? topic : topic.name;
}

export function definitionOf(topic: Topic): TopicDefinition | undefined {
  return typeof topic === "string" ? undefined : topic;
}

async function wantedOf(
  { metadata, topicTimeoutMs: timeoutMs, signal }: OffsetsContext,
  source: Source,
  from: StartPosition,
): Promise<Wanted[]> {
  const topic = isPartitionSource(source) ? source.topic : source;
  const name = topicNameOf(topic);
  const definition = definitionOf(topic);
  const { partitions } = await metadata.lookUp(name, { timeoutMs, signal });
  if (!isPartitionSource(source)) {
    return partitions.map(({ partition }) => ({ topic: name, partition, definition, from }));
  }
  const { partition } = source;
  if (partitions[partition] === undefined) throw noPartition({ topic: name, partition });
  return [{ topic: name, partition, definition, from: source.from ?? from }];
}

function refuseRepeated(wanted: readonly TopicPartition[]): void {
  const seen = new Set<string>();
  for (const { topic, partition } of wanted) {
    const key = `${topic}-${partition}`;
    if (seen.has(key)) {
      const what = `${key} is named twice; name each partition once`;
      throw new SordiniError("INVALID_REQUEST", what, { topic, partition });
    }
    seen.add(key);
  }
}

async function resolveOffsets(
  context: OffsetsContext,
  wanted: readonly (TopicPartition & { readonly from: StartPosition })[],
): Promise<number[]> {
  const questions = wanted.flatMap(({ topic, partition, from }) => {
    const timestampMs = timestampOf(from);
    return timestampMs === undefined ? [] : [{ topic, partition, timestampMs }];
  });
  const answers = await listOffsets(context, questions);
  const tooNew = answers.filter(({ offset }) => offset < 0);
  const ends = await endsOf(context, tooNew);
  let answered = 0;
  let ended = 0;
  return wanted.map(({ from }) => {
    if (typeof from === "number") return checkedOffset(from);
    const offset = answers[answered++]?.offset ?? -1;
    return offset >= 0 ? offset : (ends[ended++] as number);
  });
}

async function endsOf(
  context: OffsetsContext,
  places: readonly TopicPartition[],
): Promise<number[]> {
  const timestampMs = timestampOf("latest") as number;
  const questions = places.map(({ topic, partition }) => ({ topic, partition, timestampMs }));
  return (await listOffsets(context, questions)).map(({ offset }) => offset);
}

function checkedOffset(offset: number): number {
  if (Number.isSafeInteger(offset) && offset >= 0) return offset;
  throw new SordiniError(
    "INVALID_REQUEST",
    `${offset} is no offset: give a whole number from 0 on`,
  );
}
