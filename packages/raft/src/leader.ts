import { assert } from "@sordini/base";
import type { Millis, NodeId } from "@sordini/base";
import { proposalEntriesMax } from "./limits.ts";
import { hasLeft } from "./membership.ts";
import { createProgress, flushProgress } from "./progress.ts";
import { isQuorum, quorumValue } from "./quorum.ts";
import { answerReads, startRound } from "./reads.ts";
import type { Leader, Progress, Transition } from "./roles.ts";
import { currentTerm, currentVoters, otherVoters } from "./state.ts";
import type { RaftState } from "./state.ts";
import { isMember, isPinned, isSame, peerKey, pin } from "./voters.ts";
import type { EntryBody, Peer, ProposalAnswer, Voter } from "./types.ts";
import type { Work } from "./work.ts";

/**
 * Starts to lead with an entry of its own term, since nothing older is committed by counting
 * (5.4.2, B1). The very first leader's entry pins the directory ids of its electors (voters.ts).
 */
export function becomeLeader(work: Work, electors: readonly Peer[]): void {
  const { state, now } = work;
  assert(state.role.kind === "candidate", "I1: only a candidate can win");
  assert(state.canVote, "I13: a node without proof of its log leads");
  const term = currentTerm(state);
  const voters = currentVoters(state);
  const body: EntryBody = isPinned(voters)
    ? { kind: "noop" }
    : { kind: "voters", voters: pin(voters, electors) };
  const termStart = work.create([body]);
  assert(isPinned(currentVoters(state)), "I14: a leader with unknown voters");
  const followers = otherVoters(state).map((voter) =>
    createProgress({ peer: voter as Peer, next: termStart, now }),
  );
  state.role = {
    kind: "leader",
    termStart,
    electedAt: now,
    followers: new Map(followers.map((progress) => [peerKey(progress.peer), progress])),
    round: 0,
    reads: [],
    transfer: null,
    ready: false,
  };
  work.events.push({
    kind: "role",
    role: "leader",
    term,
    leader: state.self,
    reason: `elected by ${electors.map((peer) => peer.nodeId).join(", ")}`,
  });
}

/** Appends the payloads as one entry each; they are committed together or in order. */
export function leaderPropose(
  work: Work,
  role: Leader,
  payloads: readonly Uint8Array[],
): ProposalAnswer {
  const { log, options, commit, self } = work.state;
  assert(payloads.length > 0, "a proposal has at least one entry");
  assert(payloads.length <= proposalEntriesMax, `a proposal has at most ${proposalEntriesMax}`);
  if (role.transfer !== null) {
    return { accepted: false, refusal: { reason: "transferring", leader: self } };
  }
  if (log.last.index - commit + payloads.length > options.uncommittedEntriesMax) {
    return { accepted: false, refusal: { reason: "busy", leader: self } };
  }
  const from = work.create(payloads.map((payload) => ({ kind: "records", payload })));
  const range = { from, to: from + payloads.length - 1 };
  return { accepted: true, term: currentTerm(work.state), range };
}

/** What follows from acks and from our own disk: commits, then the reads that waited for them. */
export function leaderAdvance(work: Work, role: Leader): void {
  leaderCommit(work, role);
  startRound(work, role);
  answerReads(work, role);
}

/** The commit rule (5.3, 5.4.2): a quorum holds it synced, and it is of our own term (I6, B1). */
function leaderCommit(work: Work, role: Leader): void {
  const { state } = work;
  const voters = currentVoters(state);
  const syncedOf = (voter: Voter): number =>
    isSame(voter, state.self)
      ? state.log.syncedIndex
      : (role.followers.get(peerKey(voter))?.match ?? 0);
  const index = quorumValue(voters, syncedOf);
  if (index <= state.commit || index < role.termStart) return;
  assert(state.log.termOf(index) === currentTerm(state), "I4: counted an entry of an old term");
  assert(
    isQuorum(voters, (voter) => syncedOf(voter) >= index),
    "I6: committed without a quorum",
  );
  state.commit = index;
  if (role.ready) return;
  role.ready = true;
  work.events.push({ kind: "leaderReady", term: currentTerm(state), index });
}

/**
 * Timers of a leader: its own removal, check-quorum, a transfer that takes too long, observers that
 * went away.
 */
export function leaderTick(work: Work, role: Leader): Transition | null {
  const { state, now } = work;
  const { electionTimeoutMs } = state.options;
  if (hasLeft(state)) return leaderResign(work, role, "it is no voter any more");
  if (now >= quorumContactAt(state, role) + electionTimeoutMs.max) {
    // I11, B19: a leader that a quorum does not answer may already have a successor. Not after the
    // shortest timeout: when two busy processes are slow together, both still there, an election
    // would only make it worse.
    return {
      to: "follower",
      term: currentTerm(state),
      leader: null,
      reason: "no quorum answers",
    };
  }
  if (role.transfer !== null && now >= role.transfer.deadline) {
    const to = role.transfer.to.nodeId;
    role.transfer = null;
    work.events.push({ kind: "transferFailed", to, reason: "it did not take over in time" });
  }
  for (const [key, progress] of role.followers) {
    const silent = now >= progress.contactAt + electionTimeoutMs.max;
    if (silent && !isMember(currentVoters(state), progress.peer)) role.followers.delete(key);
  }
  return null;
}

/** The last moment at which a quorum, voters only (B12), was in touch with this leader. */
function quorumContactAt(state: RaftState, role: Leader): Millis {
  return quorumValue(currentVoters(state), (voter) =>
    isSame(voter, state.self)
      ? Number.POSITIVE_INFINITY
      : (role.followers.get(peerKey(voter))?.contactAt ?? role.electedAt),
  );
}

export function leaderWakeAt(state: RaftState, role: Leader): Millis {
  const heartbeats = [...role.followers.values()].map(
    (progress) => progress.sentAt + state.options.heartbeatMs,
  );
  const quorumCheck = quorumContactAt(state, role) + state.options.electionTimeoutMs.max;
  const deadline = role.transfer?.deadline ?? Number.POSITIVE_INFINITY;
  return Math.min(quorumCheck, deadline, ...heartbeats);
}

/** The end of each step of a leader: everything that may be sent is sent. */
export function leaderFlush(work: Work, role: Leader): void {
  for (const progress of role.followers.values()) flushProgress(work, progress, role.round);
  const { transfer } = role;
  if (transfer === null || transfer.told) return;
  const { match } = role.followers.get(peerKey(transfer.to)) as Progress;
  if (match < work.state.log.last.index) return;
  transfer.told = true;
  work.send(transfer.to, { kind: "timeoutNow", term: currentTerm(work.state) });
}

/** Leader transfer (thesis, 3.10): no new proposals, catch up the heir, tell it to campaign. */
export function leaderTransfer(work: Work, role: Leader, to: NodeId): void {
  const { state, now } = work;
  const heir = otherVoters(state).find((voter) => voter.nodeId === to);
  const progress = heir === undefined ? undefined : role.followers.get(peerKey(heir));
  if (progress === undefined) {
    work.events.push({ kind: "transferFailed", to, reason: "it is not another voter" });
    return;
  }
  const deadline = now + state.options.electionTimeoutMs.min;
  role.transfer = { to: progress.peer, deadline, told: false };
}

/** Shutdown: tell the voter that holds most, and stop. A wrong guess costs one election timeout. */
export function leaderResign(work: Work, role: Leader, reason: string): Transition {
  const { state } = work;
  const heirs = otherVoters(state)
    .map((voter) => role.followers.get(peerKey(voter)) as Progress)
    .toSorted((a, b) => b.match - a.match);
  const [heir] = heirs;
  const term = currentTerm(state);
  if (heir !== undefined) work.send(heir.peer, { kind: "timeoutNow", term });
  return { to: "follower", term, leader: null, reason };
}

/** Somebody who is no voter wants the log: it gets it, and never counts (B12). */
export function leaderObserve(work: Work, role: Leader, peer: Peer): void {
  const { state, now } = work;
  const key = peerKey(peer);
  const observers = role.followers.size - otherVoters(state).length;
  if (role.followers.has(key) || observers >= state.options.observersMax) return;
  const next = state.log.last.index + 1;
  role.followers.set(key, createProgress({ peer, next, now }));
}
