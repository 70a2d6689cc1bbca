import type { ErrorName } from "@sordini/base";
import type { AttachAnswer, AttachResult } from "@sordini/replication";
import type { PartitionRef, ReplicaPush } from "./api.ts";

// The answer to an attach travels in the form of a push: the first push without an error says
// "attached", `diverging` and OFFSET_OUT_OF_RANGE say where to cut, any other error refuses.

/** Names an attach and its partition. */
export interface AskedAttach extends PartitionRef {
  readonly leaderEpoch: number;
  readonly attachId: number;
}

/** Leader: what the follower asked for cannot be, and why. */
export function attachPush(
  { topicId, partition, leaderEpoch, attachId }: AskedAttach,
  result: AttachResult | { readonly kind: "notLeader" },
): ReplicaPush {
  const offsets = { highWatermark: -1, logStart: -1, baseOffset: -1 };
  const none = { topicId, partition, leaderEpoch, attachId, diverging: null, ...offsets, runs: [] };
  switch (result.kind) {
    case "diverging":
      return { ...none, error: "NONE", diverging: { epoch: result.epoch, end: result.end } };
    case "restart":
      return { ...none, error: "OFFSET_OUT_OF_RANGE", logStart: result.at };
    case "refused":
      return { ...none, error: result.failure.error };
    default:
      return { ...none, error: "NOT_LEADER_OR_FOLLOWER" };
  }
}

/** Follower: what a push says about the attach that it names. */
export function attachAnswerOf(push: ReplicaPush): AttachAnswer {
  const { leaderEpoch, attachId, error, diverging, logStart } = push;
  return { leaderEpoch, attachId, result: resultOf({ error, diverging, logStart }) };
}

function resultOf({
  error,
  diverging,
  logStart,
}: Pick<ReplicaPush, "error" | "diverging" | "logStart">): AttachResult {
  if (diverging !== null) return { kind: "diverging", epoch: diverging.epoch, end: diverging.end };
  if (error === "NONE") return { kind: "attached" };
  if (error === "OFFSET_OUT_OF_RANGE") return { kind: "restart", at: logStart };
  return {
    kind: "refused",
    failure: { error, message: refusals[error] ?? `leader says ${error}` },
  };
}

const refusals: Partial<Record<ErrorName, string>> = {
  NOT_LEADER_OR_FOLLOWER: "the broker does not lead the partition (yet)",
  FENCED_LEADER_EPOCH: "the leader is of a later epoch",
  UNKNOWN_LEADER_EPOCH: "the leader does not know this epoch yet",
};
