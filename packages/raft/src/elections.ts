import { assert } from "@sordini/base";
import { becomeFollower } from "./follower.ts";
import type { Votes } from "./roles.ts";
import { isQuorum } from "./quorum.ts";
import {
  currentTerm,
  currentVoters,
  isEligible,
  knownLeader,
  otherVoters,
  randomRetryDelay,
} from "./state.ts";
import { isMember, isSame } from "./voters.ts";
import type { Outgoing, Peer, PreVoteMessage, VoteMessage } from "./types.ts";
import type { Work } from "./work.ts";

/** Starts a count of votes with our own, which counts for a voter only, and asks everyone else. */
export function askForVotes(work: Work, question: Outgoing): Votes {
  const { state } = work;
  assert(state.canVote, "I13: a node without proof of its log campaigns");
  assert(isEligible(state), "I14: a non-voter campaigns");
  for (const voter of otherVoters(state)) work.send(voter, question);
  return new Map([[state.self.nodeId, state.self]]);
}

/** Counts a vote. Only members count, under the directory that the set names (B12, I14). */
export function countVote(work: Work, votes: Votes, from: Peer): void {
  assert(isMember(currentVoters(work.state), from), `I14: a vote of non-voter ${from.nodeId}`);
  votes.set(from.nodeId, from);
}

export function hasWon(work: Work, votes: Votes): boolean {
  return isQuorum(currentVoters(work.state), (voter) => {
    const peer = votes.get(voter.nodeId);
    return peer !== undefined && isSame(voter, peer);
  });
}

/**
 * Answers "would you vote for me": term and vote stay as they are, and so does a follower's timer
 * (B17, B18). Only who asks the same at this moment lets the lower node id go first: two that
 * encourage each other would become candidates together and split the votes (5.2).
 */
export function answerPreVote(work: Work, from: Peer, message: PreVoteMessage): void {
  const { state } = work;
  const term = currentTerm(state);
  const granted =
    state.canVote &&
    message.term > term &&
    !hearsLeader(work, from) &&
    state.log.isUpToDate(message.last);
  work.send(from, { kind: "preVoteReply", term: granted ? message.term : term, granted });
  if (granted && state.role.kind === "prospective" && from.nodeId < state.self.nodeId) {
    const reason = `node ${from.nodeId} goes first`;
    const waiting = becomeFollower(work, { term, leader: null, reason });
    waiting.electionAt = work.now + randomRetryDelay(state);
  }
  assert(currentTerm(state) === term, "I11: a pre-vote changed the term");
}

/** RequestVote at the voter (figure 2, 5.4.1). */
export function answerVote(work: Work, from: Peer, message: VoteMessage): void {
  const { state } = work;
  // A voter that hears its leader protects it (4.2.3 of the thesis), unless it asked for this.
  const refused = !message.transfer && hearsLeader(work, from);
  if (!refused && message.term > currentTerm(state)) {
    becomeFollower(work, { term: message.term, leader: null, reason: "a vote in a later term" });
  }
  const { term, vote } = state.disk.hardState;
  const granted =
    !refused &&
    state.canVote &&
    message.term === term &&
    (vote === null || isSame(vote, from)) &&
    knownLeader(state) === null &&
    state.log.isUpToDate(message.last);
  if (granted && vote === null) {
    // The vote is also a promise of patience: a new follower starts with a fresh timer.
    becomeFollower(work, { term, leader: null, reason: `voted for ${from.nodeId}` });
    work.setHardState({ term, vote: from });
  }
  work.send(from, { kind: "voteReply", term, granted });
}

/**
 * True while a leader other than `from` is known to be alive. A leader that campaigns has plainly
 * stopped leading, so its own campaign is not held back by its own heartbeats (B17).
 */
function hearsLeader(work: Work, from: Peer): boolean {
  const { state, now } = work;
  const leader = knownLeader(state);
  if (leader === null || isSame(leader, from)) return false;
  if (state.role.kind !== "follower") return true;
  return now < state.role.heardAt + state.options.electionTimeoutMs.min;
}
