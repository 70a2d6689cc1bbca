import { unreachable } from "@sordini/base";
import type { Millis, NodeId } from "@sordini/base";
import { becomeCandidate, candidateOutcome, candidateTick } from "./candidate.ts";
import { becomeFollower, followerLostPeer, followerPersisted, followerTick } from "./follower.ts";
import { checkInvariants, milestonesOf } from "./invariants.ts";
import {
  becomeLeader,
  leaderAdvance,
  leaderFlush,
  leaderPropose,
  leaderResign,
  leaderTick,
  leaderTransfer,
  leaderWakeAt,
} from "./leader.ts";
import { hasLeft, leaderChangeVoters } from "./membership.ts";
import { becomeProspective, prospectiveTick } from "./prospective.ts";
import { requestRead } from "./reads.ts";
import { receive } from "./receive.ts";
import type { Transition } from "./roles.ts";
import { snapshotFailed, snapshotLoaded, snapshotWritten } from "./snapshots.ts";
import { knownLeader } from "./state.ts";
import type { RaftState } from "./state.ts";
import type { IndexRange, Input, Output } from "./types.ts";
import { Work } from "./work.ts";

/**
 * The whole of Raft: one input, one output. `state` is changed in place; the caller persists, sends
 * and sleeps as the output says. `now` (monotonic milliseconds) must not go back between calls.
 * Throws AssertionError when an invariant is broken: then stop, and do not persist the output.
 */
export function step(state: RaftState, input: Input, now: Millis): Output {
  const before = milestonesOf(state);
  const work = new Work(state, now);
  let transition = handle(work, input);
  while (transition !== null) transition = enter(work, transition);
  if (state.role.kind === "leader") leaderFlush(work, state.role);
  const committed = nextPage(state);
  checkInvariants(state, before);
  return work.finish({ committed, wakeAt: wakeAt(work) });
}

function handle(work: Work, input: Input): Transition | null {
  const { role } = work.state;
  switch (input.kind) {
    case "tick":
      return tick(work);
    case "message":
      return receive(work, input);
    case "propose":
      work.proposed =
        role.kind === "leader"
          ? leaderPropose(work, role, input.payloads)
          : {
              accepted: false,
              refusal: { reason: "notLeader", leader: knownLeader(work.state) },
            };
      return null;
    case "persisted":
      return persisted(work, input.sequence);
    case "snapshotWritten":
      snapshotWritten(work, input.index);
      return null;
    case "snapshotLoaded":
      snapshotLoaded(work, input.snapshot);
      return null;
    case "snapshotFailed":
      snapshotFailed(work, input.snapshot);
      return null;
    case "repaired":
      work.state.canVote = true;
      return null;
    case "peerLost":
      if (role.kind === "follower") followerLostPeer(work, role, input.nodeId);
      return null;
    case "readIndex":
      requestRead(work, input.id);
      if (role.kind === "leader") leaderAdvance(work, role);
      return null;
    case "transferLeadership":
      return transfer(work, input.to);
    case "resign":
      return role.kind === "leader" ? leaderResign(work, role, "it resigned") : null;
    case "addVoter":
    case "removeVoter":
      work.changed =
        role.kind === "leader"
          ? leaderChangeVoters(work, role, input)
          : {
              accepted: false,
              refusal: { reason: "notLeader", leader: knownLeader(work.state) },
            };
      return null;
    default:
      return unreachable(input);
  }
}

function tick(work: Work): Transition | null {
  const { role } = work.state;
  switch (role.kind) {
    case "follower":
      return followerTick(work, role);
    case "prospective":
      return prospectiveTick(work, role);
    case "candidate":
      return candidateTick(work, role);
    case "leader":
      return leaderTick(work, role);
    default:
      return unreachable(role);
  }
}

function persisted(work: Work, sequence: number): Transition | null {
  const { state } = work;
  const synced = state.disk.confirm(sequence);
  if (synced === null) return null;
  state.log.syncTo(synced);
  if (state.role.kind === "leader") leaderAdvance(work, state.role);
  if (state.role.kind === "follower") followerPersisted(work, state.role);
  return state.role.kind === "candidate" ? candidateOutcome(work, state.role) : null;
}

function transfer(work: Work, to: NodeId): null {
  const { role } = work.state;
  if (role.kind === "leader") leaderTransfer(work, role, to);
  else work.events.push({ kind: "transferFailed", to, reason: "this node does not lead" });
  return null;
}

/** The transition table of the roles: who asks around wins at once when nobody else votes. */
function enter(work: Work, transition: Transition): Transition | null {
  switch (transition.to) {
    case "follower":
      becomeFollower(work, transition);
      return null;
    case "prospective":
      return becomeProspective(work, transition.reason);
    case "candidate":
      becomeCandidate(work, transition);
      return null;
    case "leader":
      becomeLeader(work, transition.electors);
      return null;
    default:
      return unreachable(transition);
  }
}

/** The next page of committed entries: contiguous, bounded, never the same twice (B15). */
function nextPage(state: RaftState): IndexRange | null {
  const from = state.handedOut + 1;
  const to = Math.min(state.commit, state.handedOut + state.options.committedEntriesMax);
  if (to < from) return null;
  state.handedOut = to;
  return { from, to };
}

function wakeAt({ state, now }: Work): Millis {
  if (state.handedOut < state.commit) return now;
  if (state.role.kind === "leader" && hasLeft(state)) return now;
  return state.role.kind === "leader" ? leaderWakeAt(state, state.role) : state.role.electionAt;
}
