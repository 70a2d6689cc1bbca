import { clientService } from "@sordini/rpc";
import { errorOf, SordiniError } from "../errors.ts";
import { attemptTimeoutMsMax } from "../limits.ts";
import type { StartPosition } from "../types/consumer.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { pause, retryDelayMs } from "../waiting.ts";
import { type Address, addressText } from "./address.ts";
import type { Brokers } from "./brokers.ts";
import type { Metadata } from "./metadata.ts";

export interface OffsetQuestion {
  readonly topic: string;
  readonly partition: number;
  /** Milliseconds since 1970, or one of `offsetKinds`. */
  readonly timestampMs: number;
}

/** What to ask for instead of a time. */
export const offsetKinds = { latest: -1, earliest: -2, maxTimestamp: -3 } as const;

export interface FoundOffset {
  readonly topic: string;
  readonly partition: number;
  /** -1 when no record is that new. */
  readonly offset: number;
  readonly timestampMs: number;
  readonly leaderEpoch: number;
}

export interface OffsetsContext {
  readonly runtime: Runtime;
  readonly brokers: Brokers;
  readonly metadata: Metadata;
  readonly topicTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** The time to ask for; undefined for a plain offset, which needs no question. */
export function timestampOf(position: StartPosition | "maxTimestamp"): number | undefined {
  if (typeof position === "string") return offsetKinds[position];
  if (typeof position === "number") return undefined;
  const timestampMs = "timestampMs" in position ? position.timestampMs : position.getTime();
  if (Number.isSafeInteger(timestampMs) && timestampMs >= 0) return timestampMs;
  throw new SordiniError(
    "INVALID_TIMESTAMP",
    `${timestampMs} is no time: give whole milliseconds since 1970`,
  );
}

/**
 * Asks the partitions' leaders, in parallel, and follows leaders that move. In the order of the
 * questions. Rejects with the first error that trying again does not cure in requestTimeoutMs.
 */
export async function listOffsets(
  context: OffsetsContext,
  questions: readonly OffsetQuestion[],
): Promise<FoundOffset[]> {
  const { brokers, metadata, runtime, signal } = context;
  const { clock, rng } = runtime;
  const deadlineMs = clock.monotonicMs() + brokers.requestTimeoutMs;
  const found = new Map<OffsetQuestion, FoundOffset>();
  let lastError: unknown;
  for (let attempt = 1; found.size < questions.length; attempt++) {
    if (attempt > 1) {
      if (clock.monotonicMs() >= deadlineMs) throw lastError;
      await pause(runtime, retryDelayMs(rng, attempt - 1), signal);
      await metadata.refresh();
    }
    const open = questions.filter((question) => !found.has(question));
    const byLeader = await groupByLeader(context, open);
    const asked = [...byLeader.values()].map(({ address, asks }) =>
      askLeader(context, address, asks),
    );
    for (const answers of await Promise.all(asked)) {
      for (const { question, answer } of answers) {
        if (!(answer instanceof SordiniError)) found.set(question, answer);
        else if (answer.retriable) lastError = answer;
        else throw answer;
      }
    }
    lastError ??= new SordiniError("LEADER_NOT_AVAILABLE", noLeader(open));
  }
  return questions.map((question) => found.get(question) as FoundOffset);
}

interface Ask {
  readonly question: OffsetQuestion;
  readonly topicId: string;
  readonly leaderEpoch: number;
}

interface Answer {
  readonly question: OffsetQuestion;
  readonly answer: FoundOffset | SordiniError;
}

async function groupByLeader(
  { metadata, topicTimeoutMs: timeoutMs, signal }: OffsetsContext,
  questions: readonly OffsetQuestion[],
) {
  const byLeader = new Map<string, { address: Address; asks: Ask[] }>();
  for (const question of questions) {
    const topic = await metadata.lookUp(question.topic, { timeoutMs, signal });
    if (topic.partitions[question.partition] === undefined) throw noPartition(question);
    const leader = metadata.leaderOf(topic, question.partition);
    if (leader === undefined) continue; // between two leaders: asked again in the next round
    const key = addressText(leader.address);
    const group = byLeader.get(key) ?? { address: leader.address, asks: [] };
    byLeader.set(key, group);
    group.asks.push({ question, topicId: topic.topicId, leaderEpoch: leader.epoch });
  }
  return byLeader;
}

async function askLeader(
  { brokers, metadata }: OffsetsContext,
  address: Address,
  asks: readonly Ask[],
): Promise<Answer[]> {
  const request = {
    partitions: asks.map(({ question: { partition, timestampMs }, topicId, leaderEpoch }) => ({
      topicId,
      partition,
      leaderEpoch,
      timestampMs,
    })),
  };
  try {
    const call = { method: clientService.listOffsets, request, ms: 5 * attemptTimeoutMsMax };
    const { offsets } = await brokers.callAt(address, call);
    return asks.map(({ question }, index) => {
      const { topic, partition } = question;
      const listed = offsets[index];
      if (listed === undefined) return { question, answer: noAnswer(question) };
      const { errorCode, errorMessage, currentLeader, offset, timestampMs, leaderEpoch } = listed;
      if (currentLeader !== null) metadata.learnLeader(topic, partition, currentLeader);
      const answer =
        errorCode === 0
          ? { topic, partition, offset, timestampMs, leaderEpoch }
          : errorOf(errorCode, errorMessage, { topic, partition });
      return { question, answer };
    });
  } catch (error) {
    return asks.map(({ question }) => ({ question, answer: error as SordiniError }));
  }
}

/** The error for a partition number that the topic does not have. */
export function noPartition(place: { topic: string; partition: number }): SordiniError {
  const { topic, partition } = place;
  const what = `topic "${topic}" has no partition ${partition}`;
  return new SordiniError("UNKNOWN_TOPIC_OR_PARTITION", what, { topic, partition });
}

function noAnswer({ topic, partition }: OffsetQuestion): SordiniError {
  const what = `the broker said nothing about ${topic}-${partition}`;
  return new SordiniError("UNKNOWN_SERVER_ERROR", what, { topic, partition });
}

function noLeader(questions: readonly OffsetQuestion[]): string {
  const names = questions.slice(0, 5).map(({ topic, partition }) => `${topic}-${partition}`);
  return `no leader is known for ${names.join(", ")}`;
}
