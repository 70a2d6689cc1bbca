import {
  type Clock,
  type ErrorName,
  failure,
  type Millis,
  type NodeId,
  type Timers,
  unreachable,
} from "@sordini/base";
import type { QuorumVoters, Redirect } from "@sordini/metadata";
import {
  type ChangeRefusal,
  currentVoters,
  type Peer,
  type RaftState,
  type Voter,
  type VoterChange,
  votersMax,
} from "@sordini/raft";
import { voterChangeRetryMs, voterChangeWaitMs } from "./limits.ts";
import type { ChangeResult } from "./pending-answers.ts";
import { inDoubt, refused } from "./planner.ts";

export interface VoterChangeOptions {
  readonly nodeId: NodeId;
  readonly node: {
    readonly core: RaftState;
    changeVoters(change: VoterChange, done: (result: ChangeResult) => void): void;
  };
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * Adds or removes one voter and answers once that is committed (I10). What may pass, such as a
 * change in flight or a voter that catches up, is waited for, `voterChangeWaitMs` at most. Errors
 * are those of Kafka's AddRaftVoter and RemoveRaftVoter (KIP-853): DUPLICATE_VOTER,
 * VOTER_NOT_FOUND, NOT_CONTROLLER, REQUEST_TIMED_OUT when the wait was in vain (its message says
 * whether anything may have changed); and INVALID_REQUEST for a set that could not commit its own
 * entry, a check that Kafka does not make.
 */
export async function changeVoters(
  options: VoterChangeOptions,
  change: VoterChange,
): Promise<QuorumVoters | Redirect> {
  const { nodeId, node, clock, timers } = options;
  const deadline = clock.monotonicMs() + voterChangeWaitMs;
  for (;;) {
    const result = await attempt(options, change);
    if (result.outcome === "committed") return { voters: currentVoters(node.core) as Peer[] };
    if (result.outcome === "unknown") return inDoubt(result.leader, nodeId);
    const { refusal } = result;
    if (!passing.has(refusal.reason) || clock.monotonicMs() >= deadline) {
      return explain(refusal, options, change);
    }
    await pause(timers, voterChangeRetryMs);
  }
}

const passing: ReadonlySet<ChangeRefusal["reason"]> = new Set([
  "busy",
  "notReady",
  "changing",
  "notObserving",
  "lagging",
  "losesQuorum",
] as const);

function attempt({ node }: VoterChangeOptions, change: VoterChange): Promise<ChangeResult> {
  return new Promise((resolve) => node.changeVoters(change, resolve));
}

function pause(timers: Timers, millis: Millis): Promise<void> {
  return new Promise((resolve) => {
    timers.after(millis, resolve);
  });
}

function explain(
  { reason, leader }: ChangeRefusal,
  { nodeId, node }: VoterChangeOptions,
  { peer }: VoterChange,
): Redirect {
  const voters = currentVoters(node.core);
  const fail = (error: ErrorName, message: string): Redirect => ({
    ...failure(error, message),
    controllerId: nodeId,
  });
  const unchanged = "the voters stay as they are";
  switch (reason) {
    case "busy":
    case "notLeader":
    case "transferring":
      return refused({ reason, leader }, nodeId);
    case "notReady":
    case "changing":
      return fail("REQUEST_TIMED_OUT", `an earlier change is not committed yet: ${unchanged}`);
    case "notObserving":
      return fail("REQUEST_TIMED_OUT", `${notObserving(peer, nodeId)}: ${unchanged}`);
    case "lagging":
      return fail("REQUEST_TIMED_OUT", `${name(peer)} has not caught up yet: ${unchanged}`);
    case "alreadyVoter":
      return fail("DUPLICATE_VOTER", alreadyVoter(peer, voters));
    case "notVoter":
      return fail("VOTER_NOT_FOUND", `${name(peer)} is not one of the voters: ${list(voters)}`);
    case "losesQuorum":
      return fail("INVALID_REQUEST", losesQuorum(voters));
    case "lastVoter":
      return fail("INVALID_REQUEST", `${name(peer)} is the only voter: add another one first`);
    case "tooMany":
      return fail(
        "INVALID_REQUEST",
        `there are ${votersMax} voters, which is the most there may be`,
      );
    default:
      return unreachable(reason);
  }
}

function name({ nodeId, directoryId }: Voter): string {
  return `controller ${nodeId} with directory ${directoryId}`;
}

function list(voters: readonly Voter[]): string {
  return voters.map(({ nodeId, directoryId }) => `${nodeId} (${directoryId})`).join(", ");
}

function alreadyVoter(peer: Peer, voters: readonly Voter[]): string {
  const voter = voters.find(({ nodeId }) => nodeId === peer.nodeId) as Voter;
  return voter.directoryId === peer.directoryId
    ? `${name(voter)} is a voter already`
    : `${name(voter)} is a voter: remove it before another directory of that node takes its place`;
}

function notObserving(peer: Peer, nodeId: NodeId): string {
  return (
    `${name(peer)} does not follow controller ${nodeId}. Does it run, on that directory, and do ` +
    "all nodes name it in controller.quorum.voters?"
  );
}

function losesQuorum(voters: readonly Voter[]): string {
  return (
    "too few voters would be left that keep up with the metadata log, so that the change might " +
    `never commit. Start those that are down among ${list(voters)}, or remove them first`
  );
}
