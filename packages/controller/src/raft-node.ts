import {
  assert,
  type Clock,
  type LogSink,
  MalformedError,
  type Millis,
  type NodeId,
  type Rng,
  type Timer,
  type Timers,
} from "@sordini/base";
import {
  createRaft,
  type Entry,
  type Index,
  type IndexRange,
  type Input,
  knownLeader,
  type LogId,
  type Message,
  type Outgoing,
  type Peer,
  proposalEntriesMax,
  type RaftEvent,
  type RaftOptions,
  type RaftState,
  type ReceivedChunk,
  type Send,
  type Snapshot,
  type SnapshotChunkHeader,
  step,
  type Term,
  type Voter,
  type VoterChange,
} from "@sordini/raft";
import { fillAppend } from "./append-split.ts";
import { DiskQueue } from "./disk-queue.ts";
import { EntryLog } from "./entry-log.ts";
import { IncomingSnapshot } from "./incoming-snapshot.ts";
import { snapshotChunkBytesMax } from "./limits.ts";
import {
  type ChangeDone,
  PendingAnswers,
  type Proposal,
  type ProposeResult,
  type ReadResult,
} from "./pending-answers.ts";
import { decodeMessage, encodeMessage } from "./raft-codec.ts";
import type { OpenedRaftStore } from "./raft-store/open.ts";
import type { RaftStore } from "./raft-store/raft-store.ts";
import { SnapshotSchedule } from "./snapshot-schedule.ts";

/** Carries messages between controllers. May lose and delay them, never change them. */
export interface RaftTransport {
  send(to: NodeId, message: Uint8Array): void;
}

/** What the log is for. All calls come in log order, from the node's event loop. */
export interface StateMachine {
  /** Committed entries; each index exactly once, contiguous with what was applied or restored. */
  apply(entries: readonly Entry[]): void;
  /** Replaces everything by what `snapshot()` gave at `at`, on this or another node. */
  restore(payload: Uint8Array, at: LogId): void;
  /** The state after the last applied entry. */
  snapshot(): Uint8Array;
  /** This node leads and has applied everything that was committed before its own term (B24). */
  onLeading(term: Term): void;
  /** This node does not lead (any more); `leader` is null while it is unknown. */
  onFollowing(leader: Peer | null, term: Term): void;
}

export interface RaftNodeOptions {
  readonly nodeId: NodeId;
  readonly bootstrapVoters: readonly Voter[];
  readonly opened: OpenedRaftStore;
  readonly machine: StateMachine;
  readonly transport: RaftTransport;
  readonly clock: Clock;
  readonly timers: Timers;
  /** For election jitter. */
  readonly rng: Rng;
  readonly log: LogSink;
  readonly raft: RaftOptions;
  readonly snapshotInterval: { readonly entries: number; readonly bytes: number };
  /** The disk or an invariant failed: the node has stopped, and the process must. Called once. */
  readonly onFailed: (error: unknown) => void;
}

/** Who waits for the answer to an input. */
interface Waiting {
  readonly proposals: readonly Proposal[];
  readonly change: ChangeDone | null;
}

const nobody: Waiting = { proposals: [], change: null };

/** Sends one message, whose entries are already taken from the log. */
type Transmission = () => void;

/**
 * The shell around the Raft core: one event loop that feeds inputs to `step` and does what the
 * output says. Entries go to memory at once and to the disk in groups; messages wait for the write
 * that they depend on; committed entries go to the state machine in order.
 */
export class RaftNode {
  readonly self: Peer;
  readonly entries: EntryLog;
  readonly #options: RaftNodeOptions;
  readonly #store: RaftStore;
  readonly #disk: DiskQueue;
  readonly #pending = new PendingAnswers();
  readonly #incoming = new IncomingSnapshot();
  readonly #snapshots: SnapshotSchedule;
  readonly #inbox: { readonly input: Input; readonly waiting: Waiting }[] = [];
  readonly #core: RaftState;
  #running = false;
  #stopped = false;
  #applied: Index;
  #appliedTerm: Term;
  #persisted = 0;
  #gated: { readonly after: number; readonly send: Transmission }[] = [];
  #proposals: Proposal[] = [];
  /** This term's leadership starts to act once the entry is applied. */
  #leadFrom: { readonly term: Term; readonly index: Index } | null = null;
  #wake: { readonly at: Millis; readonly timer: Timer } | null = null;
  #lastRefusal = "";
  #outgoing: { readonly id: LogId; readonly file: Uint8Array } | null = null;

  constructor(options: RaftNodeOptions) {
    const { opened, nodeId } = options;
    const { snapshot } = opened.recovered;
    this.#options = options;
    this.#store = opened.store;
    this.self = { nodeId, directoryId: opened.store.directoryId };
    this.entries = new EntryLog(snapshot?.index ?? 0, opened.entries);
    this.#applied = snapshot?.index ?? 0;
    this.#appliedTerm = snapshot?.term ?? 0;
    this.#snapshots = new SnapshotSchedule(options.snapshotInterval, this.#applied);
    this.#disk = new DiskQueue(opened.store, {
      onPersisted: (sequence) => this.#onPersisted(sequence),
      onRepaired: () => this.#onRepaired(),
      onFailure: (error) => this.#fail(error),
    });
    this.#core = createRaft({
      self: this.self,
      bootstrapVoters: options.bootstrapVoters,
      recovered: opened.recovered,
      canVote: opened.canVote,
      random: options.rng,
      options: options.raft,
      now: options.clock.monotonicMs(),
    });
  }

  /** Restores the state machine and begins to take part. */
  start(): void {
    const { opened, machine, log } = this.#options;
    if (opened.reason !== null) log.error(opened.reason);
    const { snapshot } = opened.recovered;
    if (snapshot !== null && opened.snapshotPayload !== null) {
      machine.restore(opened.snapshotPayload, snapshot);
    }
    this.#handle({ kind: "tick" });
  }

  /** Hands leadership on where it can, stops, and closes the store once the disk is idle. */
  async stop(): Promise<void> {
    if (!this.#stopped) this.#handle({ kind: "resign" });
    await this.#halt();
    await this.#store.close();
  }

  get applied(): Index {
    return this.#applied;
  }

  get leader(): Peer | null {
    return knownLeader(this.#core);
  }

  /** For descriptions only. */
  get core(): RaftState {
    return this.#core;
  }

  /** A message from another controller. Throws MalformedError: the connection should be closed. */
  receive(from: Peer, bytes: Uint8Array): void {
    if (this.#stopped) return;
    const { to, message } = decodeMessage(bytes);
    this.#handle({ kind: "message", from, to, message });
  }

  /** A connection to or from that controller broke: a hint that its process has ended. */
  peerLost(nodeId: NodeId): void {
    if (!this.#stopped) this.#handle({ kind: "peerLost", nodeId });
  }

  /**
   * Proposals of one event-loop turn travel together and are ordered as they were made. `done` is
   * called exactly once, for a commit right after the entry was applied.
   */
  propose(payload: Uint8Array, done: (result: ProposeResult) => void): void {
    if (this.#stopped) {
      done({ outcome: "refused", refusal: { reason: "notLeader", leader: null } });
      return;
    }
    this.#proposals.push({ payload, done });
    if (this.#proposals.length === 1) this.#options.timers.soon(() => this.#flushProposals());
  }

  /** Adds or removes a voter (I10). `done` is called exactly once, for a commit as above. */
  changeVoters(change: VoterChange, done: ChangeDone): void {
    if (this.#stopped) {
      done({ outcome: "refused", refusal: { reason: "notLeader", leader: null } });
      return;
    }
    this.#handle(change, { ...nobody, change: done });
  }

  /** Ready: whatever was committed anywhere before this call is applied here (ReadIndex, I12). */
  readIndex(): Promise<ReadResult> {
    return new Promise((resolve) => {
      const id = this.#pending.addRead(resolve);
      if (this.#stopped) this.#pending.onStopped([]);
      else this.#handle({ kind: "readIndex", id });
    });
  }

  #flushProposals(): void {
    while (this.#proposals.length > 0 && !this.#stopped) {
      const proposals = this.#proposals.splice(0, proposalEntriesMax);
      const payloads = proposals.map(({ payload }) => payload);
      this.#handle({ kind: "propose", payloads }, { ...nobody, proposals });
    }
  }

  // ------------------------------------------------------------------------------- the event loop

  /** Outputs may cause inputs (a state machine that proposes): those wait their turn. */
  #handle(input: Input, waiting: Waiting = nobody): void {
    this.#inbox.push({ input, waiting });
    if (this.#running) return;
    this.#running = true;
    try {
      for (;;) {
        const next = this.#inbox.shift();
        if (next === undefined || this.#stopped) break;
        this.#step(next.input, next.waiting);
      }
    } catch (error) {
      // A broken invariant: whatever this node would do next may be wrong.
      this.#fail(error);
    } finally {
      this.#running = false;
    }
  }

  #step(input: Input, { proposals, change }: Waiting): void {
    const now = this.#options.clock.monotonicMs();
    const output = step(this.#core, input, now);
    if (output.persist !== null) {
      this.entries.apply(output.persist);
      this.#disk.persist(output.persist);
    }
    for (const send of output.sends) this.#dispatch(send);
    if (output.proposed !== null) this.#pending.onProposed(proposals, output.proposed);
    if (output.changed !== null && change !== null) this.#pending.onChanged(change, output.changed);
    this.#onEvents(output.events);
    if (output.committed !== null) this.#apply(output.committed);
    for (const answer of output.reads) this.#pending.onReadAnswer(answer, this.#applied);
    if (output.received !== null) this.#onChunk(output.received);
    if (output.compactTo !== null) {
      this.entries.compactTo(output.compactTo);
      this.#disk.compactTo(output.compactTo);
    }
    this.#sleepUntil(output.wakeAt, now);
  }

  #sleepUntil(at: Millis, now: Millis): void {
    // A timer that is set too early only causes a tick too many.
    if (this.#wake !== null && this.#wake.at <= at) return;
    this.#wake?.timer.cancel();
    if (at === Number.POSITIVE_INFINITY) {
      this.#wake = null;
      return;
    }
    const timer = this.#options.timers.after(Math.max(0, at - now), () => {
      this.#wake = null;
      if (!this.#stopped) this.#handle({ kind: "tick" });
    });
    this.#wake = { at, timer };
  }

  #onEvents(events: readonly RaftEvent[]): void {
    const { machine } = this.#options;
    for (const event of events) {
      this.#logEvent(event);
      if (event.kind === "leaderReady") this.#leadFrom = { term: event.term, index: event.index };
      if (event.kind !== "role") continue;
      if (event.role === "leader") continue;
      this.#leadFrom = null;
      this.#pending.onLeadershipLost(event.leader);
      machine.onFollowing(event.leader, event.term);
    }
  }

  /** A refusal that repeats itself, such as of heartbeats to a replaced disk, is told once. */
  #logEvent(event: RaftEvent): void {
    const { log } = this.#options;
    if (event.kind === "refused") {
      const refusal = `${event.from.nodeId} ${event.from.directoryId} ${event.reason}`;
      if (refusal === this.#lastRefusal) return;
      this.#lastRefusal = refusal;
    }
    const unexpected = event.kind === "refused" || event.kind === "followerRegressed";
    log[unexpected ? "warn" : "info"](`raft: ${event.kind}`, { ...event });
  }

  // -------------------------------------------------------------------------------------- messages

  /** Entries are taken from the log now, since it may be cut while the message waits for a sync. */
  #dispatch({ to, after, message }: Send): void {
    const send = this.#prepare(to, message);
    if (after > this.#persisted) this.#gated.push({ after, send });
    else send();
  }

  #prepare(to: Voter, message: Outgoing): Transmission {
    if (message.kind === "snapshotChunk") return () => this.#sendChunk(to, message);
    if (message.kind !== "append") return () => this.#transmit(to, message);
    const entries = message.range === null ? [] : this.entries.range(message.range);
    const appends = fillAppend(message, entries);
    return () => {
      for (const append of appends) this.#transmit(to, append);
    };
  }

  #transmit(to: Voter, message: Message): void {
    this.#options.transport.send(to.nodeId, encodeMessage({ to, message }));
  }

  /** A chunk that cannot be sent now is asked for again by the core, after a while. */
  #sendChunk(to: Voter, header: SnapshotChunkHeader): void {
    const { snapshot, position } = header;
    const file = this.#outgoing?.id.index === snapshot.index ? this.#outgoing.file : null;
    if (file === null) {
      this.#loadOutgoing(snapshot, () => this.#sendChunk(to, header));
      return;
    }
    const bytes = file.subarray(position, position + snapshotChunkBytesMax);
    const done = position + bytes.length >= file.length;
    this.#transmit(to, { ...header, bytes, done });
    if (done) this.#outgoing = null;
  }

  #loadOutgoing(id: LogId, whenLoaded: () => void): void {
    this.#store.readSnapshotFile(id).then((file) => {
      if (this.#stopped || file === null) return;
      this.#outgoing = { id, file };
      whenLoaded();
    }, this.#failLater);
  }

  // ------------------------------------------------------------------------------------------ disk

  #onPersisted(sequence: number): void {
    this.#persisted = sequence;
    const released = this.#gated.filter(({ after }) => after <= sequence);
    this.#gated = this.#gated.filter(({ after }) => after > sequence);
    for (const { send } of released) send();
    this.#handle({ kind: "persisted", sequence });
  }

  // ---------------------------------------------------------------------------------- applied log

  #apply(range: IndexRange): void {
    this.#applyEntries(this.entries.range(range));
    const lead = this.#leadFrom;
    if (lead === null || this.#applied < lead.index) return;
    this.#leadFrom = null;
    this.#options.machine.onLeading(lead.term);
  }

  #applyEntries(entries: readonly Entry[]): void {
    const last = entries.at(-1) as Entry;
    assert(entries[0]?.index === this.#applied + 1, `I7: a gap behind ${this.#applied}`);
    this.#options.machine.apply(entries);
    this.#applied = last.index;
    this.#appliedTerm = last.term;
    for (const entry of entries) this.#pending.onApplied(entry);
    this.#pending.onAppliedUpTo(this.#applied);
    this.#checkRepaired();
    if (this.#snapshots.isDue(entries)) this.#takeSnapshot();
  }

  // ------------------------------------------------------------------------------------- snapshots

  #takeSnapshot(): void {
    const { log } = this.#core;
    const index = this.#applied;
    const snapshot = { index, term: this.#appliedTerm, voters: log.voters.at(index) };
    this.#snapshots.begin();
    this.#store.writeSnapshot(snapshot, this.#options.machine.snapshot()).then(() => {
      if (this.#stopped) return;
      // The one before is reported only now, so that some entries stay for followers that lag.
      const report = this.#snapshots.written(index);
      if (report !== null) this.#handle({ kind: "snapshotWritten", index: report });
    }, this.#failLater);
  }

  #onChunk(chunk: ReceivedChunk): void {
    const file = this.#incoming.add(chunk);
    if (file === null) return;
    const { snapshot } = chunk;
    if (file === "tooLarge") {
      this.#handle({ kind: "snapshotFailed", snapshot });
      return;
    }
    this.#store.writeSnapshotFile(snapshot, file).then(
      (payload) => this.#load(snapshot, payload),
      (error: unknown) => {
        if (!(error instanceof MalformedError)) this.#fail(error);
        else if (!this.#stopped) this.#handle({ kind: "snapshotFailed", snapshot });
      },
    );
  }

  #load(snapshot: Snapshot, payload: Uint8Array): void {
    if (this.#stopped) return;
    // Entries may have arrived meanwhile and reach further; then there is nothing to load.
    if (snapshot.index > this.#applied) {
      try {
        this.#options.machine.restore(payload, snapshot);
      } catch (error) {
        this.#fail(error);
        return;
      }
      this.#applied = snapshot.index;
      this.#appliedTerm = snapshot.term;
      this.#snapshots.loaded(snapshot.index);
    }
    this.#handle({ kind: "snapshotLoaded", snapshot });
    this.#pending.onAppliedUpTo(this.#applied);
    this.#checkRepaired();
  }

  // ---------------------------------------------------------------------------------------- repair

  /**
   * After damage (I13) this node follows without a vote, until it again holds everything that it
   * may once have acknowledged: the committed log up to there, or up to an entry of a later term,
   * whose leader held all that was committed before (I4).
   */
  #checkRepaired(): void {
    const { unproven } = this.#store;
    if (unproven === null) return;
    const complete = this.#applied >= unproven.index || this.#appliedTerm > unproven.term;
    if (complete) this.#disk.markRepaired();
  }

  /** As good as a restart with a sound log: from here on the node may vote. */
  #onRepaired(): void {
    if (this.#store.voteLost || this.#core.canVote) return;
    this.#options.log.info("the Raft log is repaired: this node votes again");
    this.#handle({ kind: "repaired" });
  }

  // ------------------------------------------------------------------------------------------- end

  async #halt(): Promise<void> {
    this.#stopped = true;
    this.#wake?.timer.cancel();
    this.#wake = null;
    this.#pending.onStopped(this.#proposals.splice(0));
    await this.#disk.stop();
  }

  readonly #failLater = (error: unknown): void => this.#fail(error);

  /**
   * Does not wait for the disk, which may hang as well as fail: until the process ends, brokers
   * would keep their sessions with a controller that does nothing any more.
   */
  #fail(error: unknown): void {
    if (this.#stopped) return;
    this.#options.log.error("the Raft node has failed and stops", { error: String(error) });
    void this.#halt();
    this.#options.onFailed(error);
  }
}
