import { assert } from "@sordini/base";
import type { NodeId } from "@sordini/base";
import { askToObserve } from "./observing.ts";
import type { Follower, Transition } from "./roles.ts";
import { refuseReads } from "./reads.ts";
import {
  currentTerm,
  hintJitter,
  isEligible,
  otherVoters,
  randomElectionTimeout,
} from "./state.ts";
import type { AppendMessage, Entry, Index, Peer, Term } from "./types.ts";
import type { Work } from "./work.ts";

/** Follows `leader` (null: unknown) in `term`, which may be this node's own or a later one. */
export function becomeFollower(
  work: Work,
  next: { readonly term: Term; readonly leader: Peer | null; readonly reason: string },
): Follower {
  const { state, now } = work;
  const { term, leader, reason } = next;
  if (state.role.kind === "leader") refuseReads(work, state.role, leader);
  if (term > currentTerm(state)) work.setHardState({ term, vote: null });
  const role: Follower = {
    kind: "follower",
    leader,
    electionAt: now + randomElectionTimeout(state),
    heardAt: leader === null ? Number.NEGATIVE_INFINITY : now,
    verified: 0,
    acked: 0,
    round: 0,
    receiving: null,
  };
  state.role = role;
  work.events.push({ kind: "role", role: "follower", term, leader, reason });
  return role;
}

/** The leader of this term spoke: whoever waits or campaigns follows it from now on. */
export function followLeader(work: Work, from: Peer): Follower {
  const { state, now } = work;
  const term = currentTerm(state);
  assert(state.role.kind !== "leader", `I1: ${from.nodeId} also leads term ${term}`);
  const role = state.role;
  if (role.kind !== "follower" || role.leader === null) {
    return becomeFollower(work, { term, leader: from, reason: "a leader spoke" });
  }
  assert(
    role.leader.nodeId === from.nodeId && role.leader.directoryId === from.directoryId,
    `I1: ${role.leader.nodeId} and ${from.nodeId} both lead term ${term}`,
  );
  // Whatever it says, even an append that does not fit: the leader is alive (B18).
  role.heardAt = now;
  role.electionAt = now + randomElectionTimeout(state);
  return role;
}

/**
 * The election timer. A node that may not campaign asks to observe: also one that takes itself for
 * a voter, since the leader may know it under another directory only.
 */
export function followerTick(work: Work, role: Follower): Transition | null {
  const { state, now } = work;
  if (now < role.electionAt) return null;
  if (isEligible(state)) return { to: "prospective", reason: "no leader was heard" };
  askToObserve(work);
  role.leader = null;
  role.electionAt = now + randomElectionTimeout(state);
  return null;
}

/**
 * A hint that `nodeId` is gone. If that was our leader, we are nobody's follower until it speaks
 * again, and campaign soon. All followers get the hint at about the same time, so they take turns
 * by node id: were they to campaign together, they would split the votes (5.2).
 */
export function followerLostPeer(work: Work, role: Follower, nodeId: NodeId): void {
  if (role.leader?.nodeId !== nodeId) return;
  const { state, now } = work;
  const reason = `the connection to leader ${nodeId} broke`;
  const waiting = becomeFollower(work, { term: currentTerm(state), leader: null, reason });
  const before = otherVoters(state).filter(
    (voter) => voter.nodeId !== nodeId && voter.nodeId < state.self.nodeId,
  );
  waiting.electionAt = now + before.length * state.options.heartbeatMs + hintJitter(state);
}

/** AppendEntries at the follower (figure 2). The term is already known to be the leader's. */
export function followerAppend(work: Work, role: Follower, message: AppendMessage): void {
  const { log } = work.state;
  const leader = role.leader as Peer;
  const end = message.prev.index + message.entries.length;
  assertContiguous(message);
  role.round = Math.max(role.round, message.round);
  // What lies below our snapshot is committed, so the leader's log has it too (I4): only what goes
  // beyond the snapshot is news.
  const below = message.prev.index < log.snapshot.index;
  if (!below && !log.holds(message.prev)) {
    work.send(leader, {
      kind: "appendRejected",
      term: message.term,
      round: message.round,
      prevIndex: message.prev.index,
      hint: log.lastNotAbove(message.prev),
    });
    return;
  }
  const appended = followerStore(
    work,
    message.entries.filter((entry) => entry.index > log.snapshot.index),
  );
  role.verified = Math.max(role.verified, end, below ? log.snapshot.index : 0);
  followerCommit(work, Math.min(message.commit, role.verified));
  // New entries are acknowledged when they are synced; anything else is answered at once, so that a
  // slow disk does not look like a lost follower.
  if (!appended) acknowledge(work, role, Math.max(end, below ? log.snapshot.index : 0));
}

function assertContiguous({ prev, entries, term }: AppendMessage): void {
  for (const [i, entry] of entries.entries()) {
    assert(entry.index === prev.index + 1 + i, `I3: entry ${entry.index} leaves a gap`);
    assert(entry.term <= term, `I3: entry ${entry.index} of a term after its leader's`);
  }
}

/**
 * Stores what is new. Only an entry that *contradicts* ours truncates: an old append whose entries
 * all exist must not cut off what came after it (B8, B10).
 */
function followerStore(work: Work, entries: readonly Entry[]): boolean {
  const { log } = work.state;
  const firstNew = entries.findIndex((entry) => !log.holds(entry));
  if (firstNew < 0) return false;
  const fresh = entries.slice(firstNew);
  const from = (fresh[0] as Entry).index;
  if (from <= log.last.index) work.truncateFrom(from);
  work.append(fresh);
  return true;
}

function followerCommit(work: Work, index: Index): void {
  const { state } = work;
  if (index > state.commit) state.commit = index;
}

/** The disk has more: acknowledge what of it was verified against this leader. */
export function followerPersisted(work: Work, role: Follower): void {
  if (role.leader === null) return;
  const match = Math.min(role.verified, work.state.log.syncedIndex);
  if (match > role.acked) acknowledge(work, role, match);
}

/** Tells the leader what is both verified and synced, at most up to `end` (I8, B6, B7). */
export function acknowledge(work: Work, role: Follower, end: Index): void {
  const { log } = work.state;
  const match = Math.min(end, log.syncedIndex);
  assert(match <= role.verified, `I8: acknowledging ${match}, verified is ${role.verified}`);
  assert(match <= log.syncedIndex, `I8: acknowledging ${match}, synced is ${log.syncedIndex}`);
  role.acked = Math.max(role.acked, match);
  work.send(role.leader as Peer, {
    kind: "appendAccepted",
    term: currentTerm(work.state),
    round: role.round,
    match,
  });
}
