import { assert, EpochHistory, randomBelow } from "@sordini/base";
import type { Millis, Rng } from "@sordini/base";
import { Disk } from "./disk.ts";
import { LogView } from "./log-view.ts";
import type { Role } from "./roles.ts";
import { isMember, isPinned, VoterHistory } from "./voters.ts";
import type { Index, Peer, RaftOptions, RaftStart, Snapshot, Term, Voter } from "./types.ts";

/** Everything that one node's Raft remembers. The caller owns it; `step` changes it in place. */
export interface RaftState {
  readonly self: Peer;
  /** False until the log is proven or repaired (I13). */
  canVote: boolean;
  /** Where a node that is no voter asks for the log, besides the voters that it knows. */
  readonly bootstrapVoters: readonly Voter[];
  readonly options: RaftOptions;
  readonly random: Rng;
  readonly log: LogView;
  readonly disk: Disk;
  /** Everything up to here is committed. Invariant I6: never goes back. */
  commit: Index;
  /** Everything up to here was handed out as committed, or is in a loaded snapshot (B15). */
  handedOut: Index;
  role: Role;
}

/**
 * The state of a node that starts. Its first step should be a tick: a single voter leads at once.
 */
export function createRaft(start: RaftStart): RaftState {
  const { recovered, options } = start;
  assert(start.bootstrapVoters.length > 0, "the configuration names at least one voter");
  assert(options.heartbeatMs < options.electionTimeoutMs.min, "heartbeats outpace elections");
  assert(options.electionTimeoutMs.min < options.electionTimeoutMs.max, "elections need jitter");
  const log = createRaftLog(start);
  assert(recovered.hardState.term >= log.last.term, "I2: the log is ahead of the stored term");
  return {
    self: start.self,
    canVote: start.canVote,
    bootstrapVoters: start.bootstrapVoters,
    options,
    random: start.random,
    log,
    disk: new Disk(recovered.hardState),
    commit: log.snapshot.index,
    handedOut: log.snapshot.index,
    role: {
      kind: "follower",
      leader: null,
      // There may be no leader at all: whoever starts asks around soon. That disturbs nobody, since
      // it is a pre-vote (I11). A single voter has nobody to wait for.
      electionAt: log.voters.current.length === 1 ? start.now : start.now + startJitter(start),
      heardAt: Number.NEGATIVE_INFINITY,
      verified: 0,
      acked: 0,
      round: 0,
      receiving: null,
    },
  };
}

/** The nodes of a cluster start together: they should not campaign together. */
function startJitter({ random, options }: RaftStart): Millis {
  return randomBelow(random, Math.ceil(options.heartbeatMs));
}

function createRaftLog({ recovered, bootstrapVoters }: RaftStart): LogView {
  const snapshot: Snapshot = recovered.snapshot ?? { index: 0, term: 0, voters: bootstrapVoters };
  const { index, term, voters } = snapshot;
  assert(recovered.lastIndex >= index, "I9: the log ends before its snapshot");
  return LogView.recover({
    snapshot,
    terms: recovered.terms.reduce(
      (terms, start) => terms.assign(start),
      new EpochHistory([{ epoch: term, start: index }]),
    ),
    voters: recovered.voters.reduce(
      (history, entry) => history.append(entry),
      new VoterHistory([{ index, voters }]),
    ),
    lastIndex: recovered.lastIndex,
  });
}

/** A time in [min, max), drawn anew for each wait so that ties break (5.2). */
export function randomElectionTimeout(state: {
  readonly random: Rng;
  readonly options: RaftOptions;
}): Millis {
  const { min, max } = state.options.electionTimeoutMs;
  return min + randomBelow(state.random, Math.ceil(max - min));
}

/** A short time after a hint, for those who got it a moment later. */
export function hintJitter({ random, options }: RaftState): Millis {
  return randomBelow(random, Math.ceil(options.heartbeatMs / 5));
}

/** A heartbeat, in which a leader would have spoken, and jitter as long. */
export function randomRetryDelay({ random, options }: RaftState): Millis {
  return options.heartbeatMs + randomBelow(random, Math.ceil(options.heartbeatMs));
}

/** The voter set in force: the last one in the log, committed or not. */
export function currentVoters(state: RaftState): readonly Voter[] {
  return state.log.voters.current;
}

/** The members of the voter set that are not this node. */
export function otherVoters(state: RaftState): readonly Voter[] {
  return currentVoters(state).filter((voter) => voter.nodeId !== state.self.nodeId);
}

/**
 * May this node campaign? Not without proof of its log (I13), nor as a non-voter (I14). Who was
 * removed is a voter until it knows that to be committed. Suppose 1 removes itself from voters 1
 * and 2, and crashes with the only copy of that entry: 2 needs the vote of 1, whose log is longer,
 * so only 1 can win, with the vote of 2 alone (thesis, 4.2.2). Only the last two sets can be in
 * doubt: the last one was proposed once the one before it was committed (I10). So who is in neither
 * knows that its removal is, also after a restart that forgot how far the log is committed.
 */
export function isEligible({ canVote, log, commit, self }: RaftState): boolean {
  if (!canVote) return false;
  if (isMember(log.voters.current, self)) return true;
  const inDoubt = log.voters.from(commit).slice(-2);
  return inDoubt.some((voters) => isPinned(voters) && isMember(voters, self));
}

export function currentTerm(state: RaftState): Term {
  return state.disk.hardState.term;
}

/** Whom this node believes to lead, itself included. */
export function knownLeader(state: RaftState): Peer | null {
  if (state.role.kind === "leader") return state.self;
  return state.role.kind === "follower" ? state.role.leader : null;
}
