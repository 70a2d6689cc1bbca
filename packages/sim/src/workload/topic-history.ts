import { isFailure, type Failure, type Millis } from "@sordini/base";
import type { AdminCommand, CommandReply } from "@sordini/metadata";
import { InvariantViolation } from "../checkers/cluster-view.ts";
import { linearizableByKey } from "../checkers/metadata/linearizable.ts";
import {
  type TopicAnswer,
  type TopicCall,
  topicModel,
  type TopicOperation,
} from "../checkers/metadata/topic-model.ts";
import type { CallResult } from "../network/call.ts";

/** Of an answer that says for certain that nothing was done, or of a request that never arrived. */
export const withoutEffect = Symbol("without effect");

/** What administrators did to topics and were told, to be judged as a whole (I12). */
export class TopicHistory {
  readonly #operations: (TopicOperation | null)[] = [];
  readonly #now: () => Millis;

  constructor(now: () => Millis) {
    this.#now = now;
  }

  /** A call that begins now; what it returns is to be called with the answer, at most once. */
  begin(call: TopicCall): (answer: TopicAnswer | null | typeof withoutEffect) => void {
    const calledAt = this.#now();
    const index = this.#operations.push({ call, calledAt, returned: null }) - 1;
    return (answer) => {
      if (answer === null) return;
      if (answer === withoutEffect) this.#operations[index] = null;
      else this.#operations[index] = { call, calledAt, returned: { at: this.#now(), answer } };
    };
  }

  /** Throws InvariantViolation when no order of the operations explains the answers. */
  judge(): void {
    const known = this.#operations.filter((operation) => operation !== null);
    for (const part of linearizableByKey(topicModel, known, ({ name }) => name)) {
      if (part.verdict === "yes") continue;
      const why = part.verdict === "no" ? JSON.stringify(part.stuckAt) : "the search was cut short";
      throw new InvariantViolation("I12", `topic ${part.key} is not linearizable: ${why}`);
    }
  }
}

// Errors after which nothing was changed, nor will be.
const refusals: ReadonlySet<string> = new Set([
  "BROKER_NOT_AVAILABLE",
  "INVALID_REPLICATION_FACTOR",
  "INVALID_PARTITIONS",
  "NOT_CONTROLLER",
  "THROTTLING_QUOTA_EXCEEDED",
]);

const answers: Readonly<Record<string, TopicAnswer>> = {
  TOPIC_ALREADY_EXISTS: { kind: "exists" },
  UNKNOWN_TOPIC_OR_PARTITION: { kind: "absent" },
};

/** What the outcome of a command about one topic says; null: nobody knows. */
export function answerOf(
  command: AdminCommand,
  result: CallResult<CommandReply | Failure>,
): TopicAnswer | null | typeof withoutEffect {
  if (result.outcome === "notSent") return withoutEffect;
  if (result.outcome !== "answered") return null;
  const found = isFailure<CommandReply>(result.reply) ? result.reply : resultIn(result.reply);
  if (found === undefined) return null;
  if (!isFailure<{ readonly topicId?: string | null }>(found)) {
    return { kind: "done", topicId: found.topicId ?? null };
  }
  if (command.kind === "createPartitions" && found.error === "INVALID_PARTITIONS") {
    return { kind: "notMore" };
  }
  return answers[found.error] ?? (refusals.has(found.error) ? withoutEffect : null);
}

type TopicResult = { readonly topicId?: string | null } | Failure;

/** The one result in the reply. */
function resultIn(reply: CommandReply): TopicResult | undefined {
  switch (reply.kind) {
    case "createTopics":
    case "deleteTopics":
    case "createPartitions":
      return reply.topics[0] as TopicResult;
    case "alterConfigs":
      return reply.results[0] as TopicResult;
    default:
      return undefined;
  }
}
