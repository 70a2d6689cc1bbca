import { askForVotes, countVote, hasWon } from "./elections.ts";
import { askToObserve } from "./observing.ts";
import type { Prospective, Transition } from "./roles.ts";
import { currentTerm, randomElectionTimeout } from "./state.ts";
import type { Peer, PreVoteReply } from "./types.ts";
import type { Work } from "./work.ts";

/** Asks around before it campaigns, so that a node that cannot win disturbs nobody (I11). */
export function becomeProspective(work: Work, reason: string): Transition | null {
  const { state, now } = work;
  const term = currentTerm(state);
  const votes = askForVotes(work, { kind: "preVote", term: term + 1, last: state.log.last });
  const electionAt = now + randomElectionTimeout(state);
  const role: Prospective = { kind: "prospective", votes, electionAt };
  state.role = role;
  work.events.push({ kind: "role", role: "prospective", term, leader: null, reason });
  return prospectiveOutcome(work, role);
}

/**
 * Who is not answered in time may know the wrong voters: it was removed without hearing of it, and
 * those whom it asks follow a leader that it does not know. A leader feeds whoever asks.
 */
export function prospectiveTick(work: Work, role: Prospective): Transition | null {
  if (work.now < role.electionAt) return null;
  askToObserve(work);
  return { to: "prospective", reason: "no answer to the pre-vote" };
}

export function prospectiveReply(
  work: Work,
  role: Prospective,
  { from, reply }: { readonly from: Peer; readonly reply: PreVoteReply },
): Transition | null {
  if (!reply.granted || reply.term !== currentTerm(work.state) + 1) return null;
  countVote(work, role.votes, from);
  return prospectiveOutcome(work, role);
}

function prospectiveOutcome(work: Work, role: Prospective): Transition | null {
  if (!hasWon(work, role.votes)) return null;
  return { to: "candidate", transfer: false, reason: "a quorum would vote for it" };
}
