import type { DirectoryId, EpochStart, Millis, NodeId, Rng } from "@sordini/base";

// What goes into `step` and what comes out. The core knows the log only as (index, term) pairs and
// voter sets; payloads and snapshot bytes pass through it unread. Section numbers are those of the
// Raft paper (Ongaro and Ousterhout, extended version) unless a line says otherwise.

/** Raft's term. Outside this package it is called an epoch. */
export type Term = number;
/** Position of an entry in the Raft log. The first entry is 1; 0 is the empty log's snapshot. */
export type Index = number;

/** One node as it is: its id and the log directory that it opened (KIP-853, I14). */
export interface Peer {
  readonly nodeId: NodeId;
  readonly directoryId: DirectoryId;
}

/**
 * One member of a voter set, also the address of a message. `directoryId` is null only in the
 * bootstrap set, where it stands for "whichever directory that node has"; while a set holds a null,
 * an election needs the vote of every member (see voters.ts for why).
 */
export interface Voter {
  readonly nodeId: NodeId;
  readonly directoryId: DirectoryId | null;
}

/** A position in a log and the term that wrote it. Equal pairs mean equal prefixes (I3). */
export interface LogId {
  readonly index: Index;
  readonly term: Term;
}

/** What an entry carries. One `records` entry is one atomic batch; the core never reads it. */
export type EntryBody =
  | { readonly kind: "noop" }
  | { readonly kind: "records"; readonly payload: Uint8Array }
  | { readonly kind: "voters"; readonly voters: readonly Voter[] };

/** An entry as it is stored and sent. */
export interface Entry extends LogId {
  readonly body: EntryBody;
}

/** Indexes `from` to `to`, both included. */
export interface IndexRange {
  readonly from: Index;
  readonly to: Index;
}

/** What a voter must not forget: it is synced before any message that follows from it leaves. */
export interface HardState {
  readonly term: Term;
  readonly vote: Peer | null;
}

/**
 * A snapshot: the state after `index`, and the voter set in force there. Committed data only (I9).
 */
export interface Snapshot extends LogId {
  readonly voters: readonly Voter[];
}

// ---------------------------------------------------------------------------------------- messages

/** Would you vote for me in `term`? Changes nothing at the receiver (thesis, 9.6). */
export interface PreVoteMessage {
  readonly kind: "preVote";
  /** The term that the sender would campaign in, its own plus one. */
  readonly term: Term;
  readonly last: LogId;
}

export interface PreVoteReply {
  readonly kind: "preVoteReply";
  /** The asked term when granted, the receiver's own term when not. */
  readonly term: Term;
  readonly granted: boolean;
}

/** RequestVote (figure 2). */
export interface VoteMessage {
  readonly kind: "vote";
  readonly term: Term;
  readonly last: LogId;
  /** The leader asked for this election, so voters need not protect that leader (thesis, 3.10). */
  readonly transfer: boolean;
}

export interface VoteReply {
  readonly kind: "voteReply";
  readonly term: Term;
  readonly granted: boolean;
}

/** What an append says besides its entries. Without entries it is a heartbeat. */
export interface AppendHeader {
  readonly kind: "append";
  readonly term: Term;
  readonly prev: LogId;
  /** The leader's commit index. */
  readonly commit: Index;
  /** Number of the leader's newest quorum round, echoed in the reply (ReadIndex, I12). */
  readonly round: number;
}

/** AppendEntries (figure 2). */
export interface AppendMessage extends AppendHeader {
  /** Follow `prev` without a gap. */
  readonly entries: readonly Entry[];
}

/** The follower's log equals the leader's up to `match`, and holds it synced (I8). */
export interface AppendAccepted {
  readonly kind: "appendAccepted";
  readonly term: Term;
  readonly round: number;
  readonly match: Index;
}

/** The follower does not hold `prev`, or is in a later term. */
export interface AppendRejected {
  readonly kind: "appendRejected";
  readonly term: Term;
  readonly round: number;
  /** `prev.index` of the refused append. */
  readonly prevIndex: Index;
  /** The follower's last entry whose index and term are both not above those of `prev`. */
  readonly hint: LogId;
}

/** What a snapshot chunk says besides its bytes. */
export interface SnapshotChunkHeader {
  readonly kind: "snapshotChunk";
  readonly term: Term;
  readonly snapshot: Snapshot;
  /** Byte position of the chunk in the snapshot. */
  readonly position: number;
}

/** InstallSnapshot (figure 13). */
export interface SnapshotChunkMessage extends SnapshotChunkHeader {
  readonly bytes: Uint8Array;
  /** This is the last chunk. */
  readonly done: boolean;
}

export interface SnapshotChunkReply {
  readonly kind: "snapshotChunkReply";
  readonly term: Term;
  readonly snapshot: LogId;
  /** The byte position that the follower wants next; -1 when it has all and is loading it. */
  readonly position: number;
}

/** Campaign at once, without pre-vote (thesis, 3.10). */
export interface TimeoutNowMessage {
  readonly kind: "timeoutNow";
  readonly term: Term;
}

/** A non-voter asks whoever leads to send it the log. */
export interface ObserveMessage {
  readonly kind: "observe";
  readonly term: Term;
}

/** A message as it travels and arrives. */
export type Message =
  | PreVoteMessage
  | PreVoteReply
  | VoteMessage
  | VoteReply
  | AppendMessage
  | AppendAccepted
  | AppendRejected
  | SnapshotChunkMessage
  | SnapshotChunkReply
  | TimeoutNowMessage
  | ObserveMessage;

// ------------------------------------------------------------------------------------------ inputs

export type Input =
  /** Time passed. Any input carries `now`; a tick is what the shell sends at `wakeAt`. */
  | { readonly kind: "tick" }
  /** `to` is the address on the envelope; one that names another directory is refused (I14). */
  | {
      readonly kind: "message";
      readonly from: Peer;
      readonly to: Voter;
      readonly message: Message;
    }
  /** Appends one `records` entry per payload. Answered in `output.proposed`. */
  | { readonly kind: "propose"; readonly payloads: readonly Uint8Array[] }
  /** Everything handed out in `output.persist` up to and including `sequence` is synced. */
  | { readonly kind: "persisted"; readonly sequence: number }
  /**
   * A snapshot of the state after `index` is synced and verified on this node, so the log up to
   * there may go. `index` must have been handed out as committed. To keep some entries for slow
   * followers, report a snapshot only when the next one is written; the core sends the newest one
   * that was reported, so keep that.
   */
  | { readonly kind: "snapshotWritten"; readonly index: Index }
  /**
   * The snapshot whose last chunk was handed out is synced, verified and loaded: the state
   * machine now stands at its index, unless the committed pages had reached that already. Should
   * the node crash before the `restartAfter` that may follow is synced, either is a sound start:
   * the old log, or this snapshot with what of the log fits behind it.
   */
  | { readonly kind: "snapshotLoaded"; readonly snapshot: Snapshot }
  /** That snapshot was unreadable: ask for it again from the start. */
  | { readonly kind: "snapshotFailed"; readonly snapshot: LogId }
  /**
   * A node that started with `canVote: false` again holds all that it may ever have acknowledged,
   * and its vote was never in doubt: from now on it votes (I13). The shell knows what was lost,
   * so it decides.
   */
  | { readonly kind: "repaired" }
  /**
   * A connection to or from that node broke or was refused: its process has probably ended. Only a
   * hint, which makes a follower of that node look for another leader sooner; when it is wrong, the
   * node's next message takes it back, and whoever still hears it refuses the pre-vote (I11).
   */
  | { readonly kind: "peerLost"; readonly nodeId: NodeId }
  /** Which index must be applied before a linearizable read? Answered in `output.reads` (I12). */
  | { readonly kind: "readIndex"; readonly id: number }
  /** Hand leadership to that voter. The outcome shows as a role change. */
  | { readonly kind: "transferLeadership"; readonly to: NodeId }
  /** Stop leading (shutdown): the most advanced voter is told to campaign. */
  | { readonly kind: "resign" }
  /** Answered in `output.changed`. */
  | VoterChange;

/** One change of the voter set: a node with exactly that directory joins or leaves (I10, I14). */
export interface VoterChange {
  readonly kind: "addVoter" | "removeVoter";
  readonly peer: Peer;
}

// ----------------------------------------------------------------------------------------- outputs

/**
 * One unit of disk work. Units are executed in order of `sequence`, within one in order of the
 * fields: hard state, restart, truncation, entries. Several may share one sync. When all up to n
 * are synced, the shell answers `persisted` with sequence n.
 */
export interface Persist {
  readonly sequence: number;
  readonly hardState: HardState | null;
  /** Drop the whole log; it starts again behind this (already synced) snapshot. */
  readonly restartAfter: LogId | null;
  /** Drop this entry and all that follow. */
  readonly truncateFrom: Index | null;
  /** Contiguous, and contiguous with what the log then holds. */
  readonly entries: readonly Entry[];
}

/** `range` (null for a heartbeat) is to be read from the shell's log, synced or not. */
export interface AppendSend extends AppendHeader {
  /** The shell may split it into several appends, each with the `prev` that fits, but not skip. */
  readonly range: IndexRange | null;
}

/** A message as `step` describes it: the shell adds entries and snapshot bytes. */
export type Outgoing =
  | Exclude<Message, AppendMessage | SnapshotChunkMessage>
  | AppendSend
  | SnapshotChunkHeader;

export interface Send {
  readonly to: Voter;
  /**
   * The message may leave once the persist with this sequence is synced; 0 = at once. Set while a
   * hard state is on its way to the disk (I1, I2). A leader's appends therefore leave while its own
   * sync runs, and a follower's acks need no gate since the core only acks what is synced.
   */
  readonly after: number;
  readonly message: Outgoing;
}

/**
 * Bytes of a snapshot that a leader sends, in order and without gaps. Position 0 starts over:
 * forget whatever was received before, unless its loading has begun.
 */
export interface ReceivedChunk {
  readonly snapshot: Snapshot;
  readonly position: number;
  readonly bytes: Uint8Array;
  /** Verify and load the snapshot, then answer `snapshotLoaded` or `snapshotFailed`. */
  readonly done: boolean;
}

/** Why a proposal or a read was not taken; `leader` is where to go instead, when known. */
export interface Refusal {
  readonly reason: "notLeader" | "transferring" | "busy";
  readonly leader: Peer | null;
}

export type ProposalAnswer =
  | { readonly accepted: true; readonly term: Term; readonly range: IndexRange }
  | { readonly accepted: false; readonly refusal: Refusal };

/** Why the voter set stays as it is; of these, only `lastVoter` and `tooMany` are for ever. */
export interface ChangeRefusal {
  readonly reason:
    | Refusal["reason"]
    /** This leader has not yet committed an entry of its own term (B2). */
    | "notReady"
    /** An earlier change is not committed yet (I10). */
    | "changing"
    /** A voter of that node id is in the set, with this directory or with another. */
    | "alreadyVoter"
    /** No voter of that node id and directory is in the set. */
    | "notVoter"
    /** That node and directory is not following this leader. */
    | "notObserving"
    /** It follows, but does not yet keep up with the log. */
    | "lagging"
    /** No quorum of the new set keeps up with the log, so that the change might never commit. */
    | "losesQuorum"
    /** Nobody would be left. */
    | "lastVoter"
    /** The set is as large as it may get, `votersMax`. */
    | "tooMany";
  readonly leader: Peer | null;
}

/** `index` is the entry of the new set: in force from now on, decided once that is committed. */
export type ChangeAnswer =
  | { readonly accepted: true; readonly term: Term; readonly index: Index }
  | { readonly accepted: false; readonly refusal: ChangeRefusal };

/** `index` was the commit index at some moment after the request: apply up to it, then read. */
export type ReadAnswer =
  | { readonly id: number; readonly accepted: true; readonly index: Index }
  | { readonly id: number; readonly accepted: false; readonly refusal: Refusal };

export type RoleName = "follower" | "prospective" | "candidate" | "leader";

/** Facts worth a log line or a metric; nothing depends on them but `role` and `voters`. */
export type RaftEvent =
  | {
      readonly kind: "role";
      readonly role: RoleName;
      readonly term: Term;
      readonly leader: Peer | null;
      /** Why it changed, in a few words. */
      readonly reason: string;
    }
  /** This leader committed an entry of its own term: it now knows all that is committed. */
  | { readonly kind: "leaderReady"; readonly term: Term; readonly index: Index }
  | { readonly kind: "voters"; readonly index: Index; readonly voters: readonly Voter[] }
  | { readonly kind: "truncated"; readonly from: Index; readonly term: Term }
  /** A message that must not be acted on. */
  | { readonly kind: "refused"; readonly from: Peer; readonly reason: string }
  | { readonly kind: "transferFailed"; readonly to: NodeId; readonly reason: string }
  /** A follower no longer holds what it once acknowledged (B22). */
  | { readonly kind: "followerRegressed"; readonly peer: Voter; readonly match: Index };

export interface Output {
  readonly persist: Persist | null;
  readonly sends: readonly Send[];
  /**
   * The next page of committed entries: pages are contiguous and never repeat within one state
   * (B15). When more are waiting, `wakeAt` is `now`.
   */
  readonly committed: IndexRange | null;
  /** Answer to the `propose` of the same step. */
  readonly proposed: ProposalAnswer | null;
  /** Answer to the `addVoter` or `removeVoter` of the same step. */
  readonly changed: ChangeAnswer | null;
  readonly reads: readonly ReadAnswer[];
  readonly received: ReceivedChunk | null;
  /** The log up to and including this index may be deleted: a snapshot stands there (I9). */
  readonly compactTo: Index | null;
  readonly events: readonly RaftEvent[];
  /** Call `step` with a tick no later than this. Infinity: only an input can change anything. */
  readonly wakeAt: Millis;
}

// ------------------------------------------------------------------------------------------- start

export interface RaftOptions {
  /** A leader says something to each peer at least this often. */
  readonly heartbeatMs: Millis;
  /**
   * A follower that hears nothing for a random time in [min, max) campaigns; a leader that a quorum
   * does not answer for `max` resigns (check-quorum, I11).
   */
  readonly electionTimeoutMs: { readonly min: Millis; readonly max: Millis };
  /** Entries in one append. */
  readonly appendEntriesMax: number;
  /** Appends on the way to one follower. */
  readonly appendsInFlightMax: number;
  /** Entries in one page of `output.committed`. */
  readonly committedEntriesMax: number;
  /** Entries beyond the commit index at which proposals are refused as busy. */
  readonly uncommittedEntriesMax: number;
  /** Reads waiting for their quorum round. */
  readonly readsMax: number;
  /** Non-voters that a leader sends its log to. */
  readonly observersMax: number;
}

/** What a node found on its disk, all of it synced. */
export interface Recovered {
  readonly hardState: HardState;
  /**
   * The newest snapshot reported by `snapshotWritten` or `snapshotLoaded`; null before the first.
   */
  readonly snapshot: Snapshot | null;
  /** Where each term starts among the entries behind the snapshot. */
  readonly terms: readonly EpochStart[];
  /** The last entry's index; the snapshot's (or 0) when there is none. Never below the snapshot. */
  readonly lastIndex: Index;
  /** The `voters` entries behind the snapshot, in order. */
  readonly voters: readonly VotersAt[];
}

/** The voter set that entry `index` (or the snapshot at `index`) brings into force. */
export interface VotersAt {
  readonly index: Index;
  readonly voters: readonly Voter[];
}

export interface RaftStart {
  readonly self: Peer;
  /**
   * The configured controllers: the voter set before the log holds one, the same on every node.
   * Give directory ids where they are known, null where not.
   */
  readonly bootstrapVoters: readonly Voter[];
  readonly recovered: Recovered;
  /** False when the log or the vote could not be proven intact (I13): follow, never vote. */
  readonly canVote: boolean;
  /** For election jitter only. */
  readonly random: Rng;
  readonly options: RaftOptions;
  readonly now: Millis;
}
