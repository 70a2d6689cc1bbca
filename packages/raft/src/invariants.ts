import { assert } from "@sordini/base";
import type { RaftState } from "./state.ts";
import { currentTerm, isEligible, otherVoters } from "./state.ts";
import { peerKey } from "./voters.ts";
import type { Index, Term } from "./types.ts";

/** What must not go back during a step. */
export interface Milestones {
  readonly term: Term;
  readonly commit: Index;
  readonly handedOut: Index;
  readonly snapshot: Index;
}

export function milestonesOf(state: RaftState): Milestones {
  return {
    term: currentTerm(state),
    commit: state.commit,
    handedOut: state.handedOut,
    snapshot: state.log.snapshot.index,
  };
}

/**
 * The cheap invariants of one node, after each step. Those of a cluster are the tests' business.
 */
export function checkInvariants(state: RaftState, before: Milestones): void {
  const { log, commit, handedOut, role } = state;
  const term = currentTerm(state);
  assert(term >= before.term, `I2: the term went back from ${before.term} to ${term}`);
  assert(log.last.term <= term, `I2: the log is in term ${log.last.term}, the node in ${term}`);
  assert(commit >= before.commit, `I6: the commit index went back to ${commit}`);
  assert(commit <= log.last.index, `I5: commit ${commit} beyond the end ${log.last.index}`);
  assert(handedOut >= before.handedOut, `B15: a page went back to ${handedOut}`);
  assert(handedOut <= commit, `I7: handed out ${handedOut}, committed is ${commit}`);
  assert(log.snapshot.index >= before.snapshot, "I9: the log start went back");
  assert(log.snapshot.index <= handedOut, "I9: a snapshot beyond what was applied");
  switch (role.kind) {
    case "follower":
      assert(role.acked <= log.syncedIndex || role.acked <= commit, "I8: acked, but not synced");
      break;
    case "prospective":
    case "candidate":
      assert(isEligible(state), "I13: a node that must not vote campaigns");
      break;
    case "leader":
      assert(role.ready === commit >= role.termStart, "I12: ready without an own-term commit");
      for (const voter of otherVoters(state)) {
        assert(role.followers.has(peerKey(voter)), `I10: voter ${voter.nodeId} is not fed`);
      }
      assert(log.termOf(role.termStart) !== null || role.ready, "I3: a leader lost its own entry");
  }
}
