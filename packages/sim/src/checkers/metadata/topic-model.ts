import { unreachable } from "@sordini/base";
import type { Model, Operation } from "./linearizable.ts";

// One topic name, as the metadata log has it: absent, or with an id, a number of partitions and
// settings of its own (I12). Names do not interact, so that each has a history of its own.

export type TopicCall =
  | { readonly kind: "create"; readonly name: string; readonly partitions: number }
  | { readonly kind: "delete"; readonly name: string }
  /** `count`: the new total. */
  | { readonly kind: "grow"; readonly name: string; readonly count: number }
  /** `value` null: back to the default. */
  | {
      readonly kind: "configure";
      readonly name: string;
      readonly key: string;
      readonly value: string | null;
    }
  /** From the active controller, by a quorum read. */
  | { readonly kind: "describe"; readonly name: string };

export type TopicAnswer =
  /** Of create, delete, grow and configure; `topicId` where the answer names it. */
  | { readonly kind: "done"; readonly topicId: string | null }
  /** UNKNOWN_TOPIC_OR_PARTITION; of a describe: there is none. */
  | { readonly kind: "absent" }
  /** TOPIC_ALREADY_EXISTS. */
  | { readonly kind: "exists" }
  /** INVALID_PARTITIONS: not more than there are. */
  | { readonly kind: "notMore" }
  | { readonly kind: "described"; readonly topic: DescribedTopic };

export interface DescribedTopic {
  readonly topicId: string;
  readonly partitions: number;
  readonly configs: ReadonlyMap<string, string>;
}

export type TopicOperation = Operation<TopicCall, TopicAnswer>;

/** Null: there is no such topic. */
export type TopicState = {
  /** Null until somebody was told: the answer to its creation was lost. */
  readonly topicId: string | null;
  readonly partitions: number;
  readonly configs: ReadonlyMap<string, string>;
} | null;

export const topicModel: Model<TopicState, TopicCall, TopicAnswer> = {
  initial: null,
  step(state, call, answer) {
    if (call.kind === "create") return create(state, call.partitions, answer);
    if (state === null) return isAnswer(answer, "absent") ? null : undefined;
    switch (call.kind) {
      case "delete":
        return isDone(state, answer) ? null : undefined;
      case "grow":
        return grow(state, call.count, answer);
      case "configure":
        return isDone(state, answer) ? named(configure(state, call), answer) : undefined;
      case "describe":
        return describe(state, answer);
      default:
        return unreachable(call);
    }
  },
  keyOf(state) {
    if (state === null) return "";
    const { topicId, partitions, configs } = state;
    return JSON.stringify([topicId, partitions, sorted(configs)]);
  },
};

type Topic = Exclude<TopicState, null>;
/** Undefined: nobody knows the answer, so that any would do. */
type Heard = TopicAnswer | undefined;

function create(state: TopicState, partitions: number, answer: Heard): TopicState | undefined {
  if (state !== null) return isAnswer(answer, "exists") ? state : undefined;
  if (!isAnswer(answer, "done")) return undefined;
  const topicId = answer?.kind === "done" ? answer.topicId : null;
  return { topicId, partitions, configs: new Map() };
}

function grow(topic: Topic, count: number, answer: Heard): Topic | undefined {
  if (count <= topic.partitions) return isAnswer(answer, "notMore") ? topic : undefined;
  return isDone(topic, answer) ? named({ ...topic, partitions: count }, answer) : undefined;
}

function configure(
  topic: Topic,
  { key, value }: { readonly key: string; readonly value: string | null },
): Topic {
  const configs = new Map(topic.configs);
  if (value === null) configs.delete(key);
  else configs.set(key, value);
  return { ...topic, configs };
}

function describe(topic: Topic, answer: Heard): Topic | undefined {
  if (answer === undefined) return topic;
  if (answer.kind !== "described") return undefined;
  const { topicId, partitions, configs } = answer.topic;
  if (partitions !== topic.partitions || !isIdOf(topic, topicId)) return undefined;
  const isSame = JSON.stringify(sorted(configs)) === JSON.stringify(sorted(topic.configs));
  return isSame ? { ...topic, topicId } : undefined;
}

function isAnswer(answer: Heard, kind: TopicAnswer["kind"]): boolean {
  return answer === undefined || answer.kind === kind;
}

function isDone(topic: Topic, answer: Heard): boolean {
  if (answer === undefined) return true;
  return answer.kind === "done" && (answer.topicId === null || isIdOf(topic, answer.topicId));
}

function isIdOf(topic: Topic, topicId: string): boolean {
  return topic.topicId === null || topic.topicId === topicId;
}

/** An answer that names the id tells what the lost answer to the creation would have said. */
function named(topic: Topic, answer: Heard): Topic {
  if (answer?.kind !== "done" || answer.topicId === null) return topic;
  return { ...topic, topicId: answer.topicId };
}

function sorted(configs: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...configs].sort(([a], [b]) => (a < b ? -1 : 1));
}
