import type { Millis } from "@sordini/base";
import { votersMax } from "./limits.ts";
import { isQuorum } from "./quorum.ts";
import type { Leader, Progress } from "./roles.ts";
import { currentTerm, currentVoters } from "./state.ts";
import type { RaftState } from "./state.ts";
import { isMember, isSame, peerKey } from "./voters.ts";
import type { ChangeAnswer, ChangeRefusal, Voter, VoterChange } from "./types.ts";
import type { Work } from "./work.ts";

// Changes of the voter set (thesis, chapter 4; KIP-853; I10). One voter at a time: then a majority
// of the old set and one of the new have a voter in common, and no joint configuration is needed
// (B16). That holds between neighbouring sets only, hence the two conditions of `refusalNow`.

/** Appends the next voter set, which counts at once, or says why not. */
export function leaderChangeVoters(work: Work, role: Leader, change: VoterChange): ChangeAnswer {
  const { state } = work;
  const voters = votersAfter(currentVoters(state), change);
  const reason =
    refusalNow(state, role) ?? refusalOf(work, role, change) ?? refusalOfSet(work, role, voters);
  if (reason !== null) return { accepted: false, refusal: { reason, leader: state.self } };
  const index = work.create([{ kind: "voters", voters }]);
  return { accepted: true, term: currentTerm(state), index };
}

type Reason = ChangeRefusal["reason"];

function votersAfter(voters: readonly Voter[], { kind, peer }: VoterChange): readonly Voter[] {
  const others = voters.filter((voter) => !isSame(voter, peer));
  if (kind === "removeVoter") return others;
  return [...others, peer].toSorted((a, b) => a.nodeId - b.nodeId);
}

/** Whatever the change: is this the time for one? */
function refusalNow(state: RaftState, role: Leader): Reason | null {
  // B2: a set that an earlier leader left behind may yet be truncated, or committed by a successor
  // that has it. Until an entry of this term is committed, this leader does not know which.
  if (!role.ready) return "notReady";
  if (isChanging(state)) return "changing";
  if (role.transfer !== null) return "transferring";
  const uncommitted = state.log.last.index - state.commit;
  return uncommitted < state.options.uncommittedEntriesMax ? null : "busy";
}

/** True while the newest voter set is not committed. */
export function isChanging({ log, commit }: RaftState): boolean {
  return log.voters.since > commit;
}

function refusalOf(work: Work, role: Leader, { kind, peer }: VoterChange): Reason | null {
  const voters = currentVoters(work.state);
  if (kind === "removeVoter") return isMember(voters, peer) ? null : "notVoter";
  // One directory a node: two of them would be two votes that fail together (I14).
  if (voters.some(({ nodeId }) => nodeId === peer.nodeId)) return "alreadyVoter";
  if (voters.length >= votersMax) return "tooMany";
  const progress = role.followers.get(peerKey(peer));
  if (progress === undefined) return "notObserving";
  // Else the entry that adds it might have to wait for all that it still lacks (thesis, 4.2.1).
  return keepsUp(work, progress) ? null : "lagging";
}

/** A set that could not commit its own entry would be the last one. */
function refusalOfSet(work: Work, role: Leader, voters: readonly Voter[]): Reason | null {
  if (voters.length === 0) return "lastVoter";
  const counts = (voter: Voter): boolean =>
    isSame(voter, work.state.self) || keepsUp(work, role.followers.get(peerKey(voter)));
  return isQuorum(voters, counts) ? null : "losesQuorum";
}

/** It held all that this leader had at some moment within the last election timeout. */
function keepsUp({ state, now }: Work, progress: Progress | undefined): boolean {
  return progress !== undefined && now < progress.caughtUpAt + patience(state);
}

function patience({ options }: RaftState): Millis {
  return options.electionTimeoutMs.max;
}

/**
 * True for a leader whose removal is committed and handed out: its work is done. Until then it
 * leads without counting itself (thesis, 4.2.2).
 */
export function hasLeft(state: RaftState): boolean {
  const isOut = !isMember(currentVoters(state), state.self);
  return isOut && state.log.voters.since <= state.handedOut;
}
