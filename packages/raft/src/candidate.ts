import { askForVotes, countVote, hasWon } from "./elections.ts";
import type { Candidate, Transition } from "./roles.ts";
import { currentTerm, randomElectionTimeout, randomRetryDelay } from "./state.ts";
import type { Peer, VoteReply } from "./types.ts";
import type { Work } from "./work.ts";

/** Starts a term of its own and asks for votes (5.2). That leaves once its own vote is synced. */
export function becomeCandidate(
  work: Work,
  { transfer, reason }: { readonly transfer: boolean; readonly reason: string },
): void {
  const { state, now } = work;
  const term = currentTerm(state) + 1;
  work.setHardState({ term, vote: state.self });
  const votes = askForVotes(work, { kind: "vote", term, last: state.log.last, transfer });
  const electionAt = now + randomElectionTimeout(state);
  const role: Candidate = { kind: "candidate", votes, electionAt };
  state.role = role;
  work.events.push({ kind: "role", role: "candidate", term, leader: null, reason });
}

export function candidateTick(work: Work, role: Candidate): Transition | null {
  if (work.now < role.electionAt) return null;
  return { to: "prospective", reason: "the election had no winner" };
}

export function candidateReply(
  work: Work,
  role: Candidate,
  { from, reply }: { readonly from: Peer; readonly reply: VoteReply },
): Transition | null {
  const { state, now } = work;
  if (reply.term !== currentTerm(state)) return null;
  if (!reply.granted) {
    // Most likely a split vote (5.2). If somebody has won, it speaks within a heartbeat; if not,
    // waiting for a whole election timeout would only prolong the outage.
    role.electionAt = Math.min(role.electionAt, now + randomRetryDelay(state));
    return null;
  }
  countVote(work, role.votes, from);
  return candidateOutcome(work, role);
}

/**
 * Its own vote counts once it is synced (I1). That is news only to a sole voter, which asks nobody:
 * were it to lead at once and crash, it might forget that and vote for another in the same term.
 */
export function candidateOutcome(work: Work, role: Candidate): Transition | null {
  if (work.state.disk.hardStateGate !== 0) return null;
  if (!hasWon(work, role.votes)) return null;
  return { to: "leader", electors: [...role.votes.values()] };
}
