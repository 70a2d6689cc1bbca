import { assert } from "@sordini/base";
import { quorumValue } from "./quorum.ts";
import type { Leader } from "./roles.ts";
import { currentVoters, knownLeader } from "./state.ts";
import { isSame, peerKey } from "./voters.ts";
import type { Peer } from "./types.ts";
import type { Work } from "./work.ts";

// ReadIndex (thesis, 6.4; I12). A read is answered once a quorum has answered a round of appends
// that began after the read arrived: so no later leader had committed anything by then (B4). And
// only by a leader that committed an entry of its own term: before, it does not know what is
// committed (B3). Leases would spare the round, but trust clocks; one round in flight carries all
// waiting reads.

/** Asks for a read; a node that does not lead says who does. */
export function requestRead(work: Work, id: number): void {
  const { state } = work;
  const { role } = state;
  if (role.kind !== "leader") {
    const refusal = { reason: "notLeader", leader: knownLeader(state) } as const;
    work.reads.push({ id, accepted: false, refusal });
    return;
  }
  if (role.reads.length >= state.options.readsMax) {
    const refusal = { reason: "busy", leader: state.self } as const;
    work.reads.push({ id, accepted: false, refusal });
    return;
  }
  // The round in flight, if any, began before this read: it proves nothing for it.
  role.reads.push({ id, round: role.round + 1 });
}

/** Starts the next round when reads wait for it and none is in flight. */
export function startRound(work: Work, role: Leader): void {
  if (confirmedRound(work, role) < role.round) return;
  if (role.reads.some((read) => read.round > role.round)) role.round += 1;
}

/** Answers the reads whose round a quorum has answered. */
export function answerReads(work: Work, role: Leader): void {
  const { state } = work;
  if (!role.ready || role.reads.length === 0) return;
  const confirmed = confirmedRound(work, role);
  while (role.reads[0] !== undefined && role.reads[0].round <= confirmed) {
    const { id } = role.reads.shift() as { readonly id: number };
    assert(state.commit >= role.termStart, "I12: a read before an own-term commit");
    work.reads.push({ id, accepted: true, index: state.commit });
  }
}

/** Leadership ended: whoever waits has to ask elsewhere. */
export function refuseReads(work: Work, role: Leader, leader: Peer | null): void {
  for (const { id } of role.reads) {
    work.reads.push({ id, accepted: false, refusal: { reason: "notLeader", leader } });
  }
}

function confirmedRound(work: Work, role: Leader): number {
  const { self } = work.state;
  return quorumValue(currentVoters(work.state), (voter) =>
    isSame(voter, self) ? role.round : (role.followers.get(peerKey(voter))?.roundHeard ?? 0),
  );
}
