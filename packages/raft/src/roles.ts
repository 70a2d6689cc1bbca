import type { Millis, NodeId } from "@sordini/base";
import type { Index, LogId, Peer, Snapshot, Term } from "./types.ts";

// The data of the four roles. What each does is in the file of its name.

/** Follows whoever leads, or waits for somebody to. */
export interface Follower {
  readonly kind: "follower";
  leader: Peer | null;
  /** Campaign then, unless a leader speaks first. */
  electionAt: Millis;
  /** When the leader last spoke. Until that is long ago, others' campaigns are refused (B18). */
  heardAt: Millis;
  /** Our log equals this leader's up to here. Invariant I8: acks never go beyond it. */
  verified: Index;
  /** The highest match sent to this leader. */
  acked: Index;
  /** The newest quorum round of this leader, for acks that the disk releases later. */
  round: number;
  receiving: Receiving | null;
}

/** A snapshot on its way in. */
export interface Receiving {
  readonly snapshot: LogId;
  /** The next byte wanted; -1 once the shell is loading it. */
  position: number;
}

/** Asks whether it could win, without touching its term (thesis, 9.6). */
export interface Prospective {
  readonly kind: "prospective";
  readonly votes: Votes;
  /** Ask again then. */
  readonly electionAt: Millis;
}

/** Asks for votes in its term (5.2). */
export interface Candidate {
  readonly kind: "candidate";
  readonly votes: Votes;
  /** Without a winner by then it becomes prospective again. */
  electionAt: Millis;
}

/** Who granted, by node id, with the directory that it spoke from. */
export type Votes = Map<NodeId, Peer>;

/** Appends, replicates, commits (5.3, 5.4). */
export interface Leader {
  readonly kind: "leader";
  /** The first entry of its own term. Nothing is committed by counting below it (5.4.2, B1). */
  readonly termStart: Index;
  readonly electedAt: Millis;
  /** By peerKey: the voters that are not this node, and observers. */
  readonly followers: Map<string, Progress>;
  /** The newest quorum round that was started. */
  round: number;
  readonly reads: PendingRead[];
  transfer: Transfer | null;
  /** An entry of its own term is committed, so it knows all that is (I12). */
  ready: boolean;
}

/** A read that waits until a quorum has answered `round`. */
export interface PendingRead {
  readonly id: number;
  readonly round: number;
}

export interface Transfer {
  readonly to: Peer;
  readonly deadline: Millis;
  told: boolean;
}

/** What a leader knows about one follower. */
export interface Progress {
  readonly peer: Peer;
  /** The follower holds our log synced up to here. Lowered only when it says so itself (B22). */
  match: Index;
  /** The next entry to send. Invariant: above `match`. */
  next: Index;
  mode: ProgressMode;
  /** The commit index that it was last told. */
  commitSent: Index;
  /** When something was last sent. */
  sentAt: Millis;
  /** When it last answered in this term. */
  contactAt: Millis;
  /** It held all that this leader had at that time; -Infinity until it ever did. */
  caughtUpAt: Millis;
  /** Once it holds everything up to `index`, it has caught up with the log as of `setAt`. */
  goal: { readonly index: Index; readonly setAt: Millis };
  /** The newest quorum round that it was told of, and that it answered. */
  roundSent: number;
  roundHeard: number;
}

export type ProgressMode =
  /** Where the logs meet is unknown: one append at a time. */
  | { readonly kind: "probe"; waiting: boolean }
  /** They meet: appends flow, each one's last index stays here until it is acknowledged. */
  | { readonly kind: "replicate"; readonly inFlight: Index[] }
  /** It needs entries that we no longer have. */
  | SnapshotMode;

export interface SnapshotMode {
  readonly kind: "snapshot";
  readonly snapshot: Snapshot;
  /** The next byte to send; -1 while the follower is loading. */
  position: number;
  /** A chunk is on its way, or the follower is loading. */
  waiting: boolean;
  /** Send the chunk again if nothing was heard by then. */
  retryAt: Millis;
}

/** Where a handler wants to go next; step.ts enters it, which may lead further. */
export type Transition =
  | {
      readonly to: "follower";
      readonly term: Term;
      readonly leader: Peer | null;
      readonly reason: string;
    }
  | { readonly to: "prospective"; readonly reason: string }
  | { readonly to: "candidate"; readonly transfer: boolean; readonly reason: string }
  | { readonly to: "leader"; readonly electors: readonly Peer[] };

export type Role = Follower | Prospective | Candidate | Leader;
