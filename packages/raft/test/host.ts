import { assert, Prng, utf8Decode, utf8Encode } from "@sordini/base";
import type { EpochStart } from "@sordini/base";
import { createRaft, step } from "@sordini/raft";
import type {
  Entry,
  HardState,
  Index,
  Input,
  Message,
  Outgoing,
  Output,
  Peer,
  Persist,
  RaftOptions,
  RaftState,
  ReceivedChunk,
  Send,
  Snapshot,
  Voter,
  VotersAt,
} from "@sordini/raft";
import { VoterHistory } from "../src/voters.ts";

// The shell of one node, in memory: a disk that syncs when it is told to, a log with payloads,
// and a state machine that remembers the text of every entry.

export interface Envelope {
  readonly from: Peer;
  readonly to: Voter;
  readonly message: Message;
}

/** `applied[i]` is the text of entry i + 1. */
export interface StoredSnapshot {
  readonly meta: Snapshot;
  readonly applied: readonly string[];
}

/** What survives a crash. */
export interface Durable {
  hardState: HardState;
  snapshot: StoredSnapshot | null;
  entries: Entry[];
}

export interface HostOptions {
  readonly peer: Peer;
  readonly bootstrapVoters: readonly Voter[];
  readonly raft: RaftOptions;
  readonly chunkBytes: number;
}

export class Host {
  readonly options: HostOptions;
  durable: Durable = { hardState: { term: 0, vote: null }, snapshot: null, entries: [] };
  /** Null while the node is down. */
  state: RaftState | null = null;
  entries: Entry[] = [];
  applied: string[] = [];
  /** Handed to the disk and not yet synced. */
  queue: Persist[] = [];
  #held: { readonly after: number; readonly envelope: Envelope }[] = [];
  #staging: Uint8Array[] = [];
  /** A received snapshot that waits to be loaded. */
  loadable: Snapshot | null = null;
  /** Released messages, for the network to take. */
  outbox: Envelope[] = [];

  constructor(options: HostOptions) {
    this.options = options;
  }

  get peer(): Peer {
    return this.options.peer;
  }

  start(now: number, { canVote }: { readonly canVote: boolean }): void {
    const { hardState, snapshot, entries } = this.durable;
    const base = snapshot?.meta ?? { index: 0, term: 0 };
    this.entries = [...entries];
    this.applied = [...(snapshot?.applied ?? [])];
    this.state = createRaft({
      self: this.peer,
      bootstrapVoters: this.options.bootstrapVoters,
      recovered: {
        hardState,
        snapshot: snapshot?.meta ?? null,
        terms: termStarts(entries),
        lastIndex: base.index + entries.length,
        voters: voterEntries(entries),
      },
      canVote,
      random: new Prng(this.peer.nodeId),
      options: this.options.raft,
      now,
    });
  }

  /** Everything in memory is gone; of the queue, the first `survivors` units reached the disk. */
  crash(survivors = 0): void {
    for (const unit of this.queue.slice(0, survivors)) applyPersist(this.durable, unit);
    this.state = null;
    this.queue = [];
    this.#held = [];
    this.outbox = [];
    this.#staging = [];
    this.loadable = null;
  }

  handle(input: Input, now: number): Output {
    assert(this.state !== null, `node ${this.peer.nodeId} is down`);
    const output = step(this.state, input, now);
    if (output.persist !== null) {
      applyToLog(this.entries, output.persist);
      if (output.persist.restartAfter !== null) this.entries = [...output.persist.entries];
      this.queue.push(output.persist);
    }
    for (const send of output.sends) this.#dispatch(send);
    if (output.committed !== null) this.#apply(output.committed.from, output.committed.to);
    if (output.received !== null) this.#receive(output.received);
    if (output.compactTo !== null) this.#compact(output.compactTo);
    return output;
  }

  /** Syncs the oldest unit of the queue and tells the core. */
  persistNext(now: number): Output {
    const unit = this.queue.shift();
    assert(unit !== undefined, "nothing to persist");
    applyPersist(this.durable, unit);
    const output = this.handle({ kind: "persisted", sequence: unit.sequence }, now);
    const released = this.#held.filter(({ after }) => after <= unit.sequence);
    this.#held = this.#held.filter(({ after }) => after > unit.sequence);
    this.outbox.push(...released.map(({ envelope }) => envelope));
    return output;
  }

  load(now: number): Output {
    assert(this.loadable !== null && this.state !== null, "nothing to load");
    const meta = this.loadable;
    this.loadable = null;
    const bytes = this.#staging.flatMap((chunk) => [...chunk]);
    const applied = JSON.parse(utf8Decode(Uint8Array.from(bytes))) as string[];
    const isNews = meta.index > this.applied.length;
    if (isNews) this.#saveSnapshot({ meta, applied });
    const output = this.handle({ kind: "snapshotLoaded", snapshot: meta }, now);
    if (isNews) this.applied = [...applied];
    return output;
  }

  /** Writes a snapshot of the state after `index` and reports it. */
  snapshot(index: Index, now: number): Output {
    assert(this.state !== null, "the node is down");
    const term = this.state.log.termOf(index);
    assert(term !== null, `no entry ${index}`);
    const meta = { index, term, voters: this.state.log.voters.at(index) };
    this.#saveSnapshot({ meta, applied: this.applied.slice(0, index) });
    return this.handle({ kind: "snapshotWritten", index }, now);
  }

  /** The voter sets in force at `index` or brought later, on disk or not yet: any may be used. */
  voterSetsFrom(index: Index): (readonly Voter[])[] {
    const { snapshot, entries } = this.durable;
    const first = snapshot?.meta ?? { index: 0, voters: this.options.bootstrapVoters };
    const onDisk = new VoterHistory([first, ...voterEntries(entries)]);
    return [...onDisk.from(index), ...(this.state?.log.voters.from(index) ?? [])];
  }

  get held(): readonly Envelope[] {
    return this.#held.map(({ envelope }) => envelope);
  }

  // Recovery after a crash keeps what of the log fits behind the newest snapshot.
  #saveSnapshot(snapshot: StoredSnapshot): void {
    const { index, term } = snapshot.meta;
    const fits = this.durable.entries.some((entry) => entry.index === index && entry.term === term);
    this.durable.snapshot = snapshot;
    this.durable.entries = fits ? this.durable.entries.filter((entry) => entry.index > index) : [];
  }

  #dispatch({ to, after, message }: Send): void {
    const envelope = { from: this.peer, to, message: this.#fill(message) };
    if (after === 0) this.outbox.push(envelope);
    else this.#held.push({ after, envelope });
  }

  #fill(message: Outgoing): Message {
    if (message.kind === "append") {
      const { range, ...header } = message;
      if (range === null) return { ...header, entries: [] };
      const entries = this.entries.filter(({ index }) => index >= range.from && index <= range.to);
      assert(entries.length === range.to - range.from + 1, "an append names entries we lack");
      return { ...header, entries };
    }
    if (message.kind === "snapshotChunk") {
      const stored = this.durable.snapshot as StoredSnapshot;
      assert(stored.meta.index === message.snapshot.index, "a chunk of an unknown snapshot");
      const all = utf8Encode(JSON.stringify(stored.applied));
      const end = message.position + this.options.chunkBytes;
      return { ...message, bytes: all.slice(message.position, end), done: end >= all.length };
    }
    return message;
  }

  #apply(from: Index, to: Index): void {
    for (const entry of this.entries) {
      if (entry.index < from || entry.index > to) continue;
      assert(entry.index === this.applied.length + 1, "I7: applied out of order");
      this.applied.push(entryText(entry));
    }
    assert(this.applied.length === to, "I7: a committed entry is missing");
  }

  #receive(chunk: ReceivedChunk): void {
    if (chunk.position === 0) {
      this.#staging = [];
      this.loadable = null;
    }
    this.#staging.push(chunk.bytes);
    if (chunk.done) this.loadable = chunk.snapshot;
  }

  #compact(index: Index): void {
    this.entries = this.entries.filter((entry) => entry.index > index);
  }
}

export function entryText({ term, body }: Entry): string {
  switch (body.kind) {
    case "noop":
      return `noop@${term}`;
    case "records":
      return utf8Decode(body.payload);
    case "voters":
      return `voters(${body.voters.map(voterText).join(" ")})`;
  }
}

function voterText({ nodeId, directoryId }: Voter): string {
  return `${nodeId}:${directoryId}`;
}

function voterEntries(entries: readonly Entry[]): VotersAt[] {
  return entries.flatMap(({ index, body }) =>
    body.kind === "voters" ? [{ index, voters: body.voters }] : [],
  );
}

function termStarts(entries: readonly Entry[]): EpochStart[] {
  return entries.flatMap((entry, i) =>
    entries[i - 1]?.term === entry.term ? [] : [{ epoch: entry.term, start: entry.index }],
  );
}

function applyToLog(entries: Entry[], { truncateFrom, entries: added }: Persist): void {
  if (truncateFrom !== null) {
    const end = entries.findIndex(({ index }) => index >= truncateFrom);
    if (end >= 0) entries.length = end;
  }
  entries.push(...added);
}

function applyPersist(durable: Durable, unit: Persist): void {
  if (unit.hardState !== null) durable.hardState = unit.hardState;
  const snapshotIndex = durable.snapshot?.meta.index ?? 0;
  if (unit.restartAfter !== null) durable.entries = [];
  applyToLog(durable.entries, unit);
  // A snapshot that became durable before this unit may already cover some of its entries.
  durable.entries = durable.entries.filter(({ index }) => index > snapshotIndex);
  if (durable.entries[0] !== undefined && durable.entries[0].index !== snapshotIndex + 1) {
    durable.entries = [];
  }
}
