import { assert, Prng } from "@sordini/base";
import type { EpochStart, NodeId } from "@sordini/base";
import { emptyImage, type Image } from "@sordini/metadata";
import {
  createRaft,
  defaultRaftOptions,
  type Entry,
  type HardState,
  type Input,
  type Message,
  type Outgoing,
  type Peer,
  type Persist,
  type RaftState,
  step,
  type Voter,
} from "@sordini/raft";
import type { ClusterView, DurableRaft, NodeView } from "../../src/checkers/cluster-view.ts";
import { RaftChecker } from "../../src/checkers/raft/raft-checker.ts";

// Real Raft states with the smallest shell around them: every write is synced at once, unless it is
// held back, and messages wait until they are delivered. What a test changes in a state by hand is
// the bug that the checker must find.

interface Envelope {
  readonly from: Peer;
  readonly to: Voter;
  readonly message: Message;
}

export class RaftHost {
  readonly self: Peer;
  incarnation = 0;
  state: RaftState | null = null;
  applied = 0;
  image: Image = emptyImage;
  durable: { hardState: HardState; entries: Entry[] } = {
    hardState: { term: 0, vote: null },
    entries: [],
  };
  entries = new TestLog();
  /** While true, nothing that is written becomes durable. */
  diskHangs = false;
  unsynced: Persist[] = [];

  constructor(nodeId: NodeId) {
    this.self = { nodeId, directoryId: `d${nodeId}` };
  }

  get core(): RaftState {
    assert(this.state !== null, `node ${this.self.nodeId} is down`);
    return this.state;
  }

  get view(): NodeView {
    const { self, incarnation, core, entries, applied, image } = this;
    const controller = { image, raft: { self, core, entries, applied } };
    return { nodeId: self.nodeId, incarnation, controller, broker: null } as unknown as NodeView;
  }

  get disk(): DurableRaft {
    const { hardState, entries } = this.durable;
    return {
      peer: this.self,
      ...hardState,
      base: 0,
      last: entries.length,
      termOf: (index) => (index === 0 ? 0 : entries[index - 1]?.term),
    };
  }
}

/** What a controller's EntryLog shows. */
export class TestLog {
  base = 0;
  list: Entry[] = [];

  get last(): number {
    return this.base + this.list.length;
  }

  range({ from, to }: { readonly from: number; readonly to: number }): readonly Entry[] {
    return this.list.slice(from - this.base - 1, to - this.base);
  }
}

export class RaftWorld implements ClusterView {
  nowMs = 0;
  readonly hosts: readonly RaftHost[];
  readonly checker: RaftChecker;
  readonly #messages: Envelope[] = [];

  constructor(size = 3) {
    this.hosts = Array.from({ length: size }, (_, i) => new RaftHost(i + 1));
    this.checker = new RaftChecker(this);
    for (const host of this.hosts) this.start(host);
  }

  /** With node 1 leading, and `entries` committed everywhere. */
  static led(entries = 0): RaftWorld {
    const world = new RaftWorld();
    world.campaign(1);
    for (let i = 0; i < entries; i++) world.propose(1, `entry ${i}`);
    world.settle();
    return world;
  }

  *nodes(): Iterable<NodeView> {
    for (const host of this.hosts) {
      if (host.state !== null) yield host.view;
    }
  }

  durableRafts(): Iterable<DurableRaft> {
    return this.hosts.map((host) => host.disk);
  }

  host(nodeId: NodeId): RaftHost {
    return this.hosts[nodeId - 1] as RaftHost;
  }

  start(host: RaftHost): void {
    const { hardState, entries } = host.durable;
    host.incarnation++;
    host.entries = new TestLog();
    host.entries.list = [...entries];
    host.applied = 0;
    host.state = createRaft({
      self: host.self,
      bootstrapVoters: this.hosts.map(({ self }) => self),
      recovered: {
        hardState,
        snapshot: null,
        terms: termStarts(entries),
        lastIndex: entries.length,
        voters: entries.flatMap(({ index, body }) =>
          body.kind === "voters" ? [{ index, voters: body.voters }] : [],
        ),
      },
      canVote: true,
      random: new Prng(host.self.nodeId),
      options: defaultRaftOptions,
      now: this.nowMs,
    });
    this.look(host);
  }

  crash(nodeId: NodeId): void {
    const host = this.host(nodeId);
    host.state = null;
    host.unsynced = [];
    this.checker.onNodeEnded(nodeId);
  }

  /** Makes a node ask for votes until all has settled. */
  campaign(nodeId: NodeId): void {
    this.nowMs += 10_000;
    const host = this.host(nodeId);
    this.input(host, { kind: "tick" });
    this.settle();
    assert(host.core.role.kind === "leader", `node ${nodeId} was not elected`);
  }

  propose(nodeId: NodeId, text: string): void {
    const payload = new TextEncoder().encode(text);
    this.input(this.host(nodeId), { kind: "propose", payloads: [payload] });
  }

  /** One event of a node: an input, what the disk makes of it, and the checker's look. */
  input(host: RaftHost, input: Input): void {
    this.#step(host, input);
    while (!host.diskHangs && host.unsynced.length > 0) {
      const unit = host.unsynced.shift() as Persist;
      persist(host, unit);
      this.#step(host, { kind: "persisted", sequence: unit.sequence });
    }
    this.look(host);
  }

  look(host: RaftHost): void {
    this.checker.afterEvent(host.view);
  }

  send(envelope: Envelope): void {
    this.checker.onRaftSend(envelope);
    this.#messages.push(envelope);
  }

  /** Delivers until nothing is on its way between nodes that run and are not cut off. */
  settle(cutOff: readonly NodeId[] = []): void {
    for (let next = this.#messages.shift(); next !== undefined; next = this.#messages.shift()) {
      const { from, to } = next;
      const host = this.host(to.nodeId);
      const isCut = cutOff.includes(from.nodeId) || cutOff.includes(to.nodeId);
      if (!isCut && host.state !== null) this.input(host, { kind: "message", ...next });
    }
  }

  #step(host: RaftHost, input: Input): void {
    const output = step(host.core, input, this.nowMs);
    if (output.persist !== null) {
      const { truncateFrom, entries } = output.persist;
      if (truncateFrom !== null) host.entries.list.length = truncateFrom - 1;
      host.entries.list.push(...entries);
      host.unsynced.push(output.persist);
    }
    if (output.committed !== null) host.applied = output.committed.to;
    // A hanging disk holds back what waits for it; the tests have no use for it later.
    for (const { to, after, message } of output.sends) {
      if (after > 0 && host.diskHangs) continue;
      const gate = (): void => this.send({ from: host.self, to, message: fill(host, message) });
      if (after > 0) this.#afterSync(host, gate);
      else gate();
    }
  }

  #afterSync(host: RaftHost, gate: () => void): void {
    for (const unit of host.unsynced.splice(0)) {
      persist(host, unit);
      this.#step(host, { kind: "persisted", sequence: unit.sequence });
    }
    gate();
  }
}

function persist(host: RaftHost, { hardState, truncateFrom, entries }: Persist): void {
  if (hardState !== null) host.durable.hardState = hardState;
  if (truncateFrom !== null) host.durable.entries.length = truncateFrom - 1;
  host.durable.entries.push(...entries);
}

function fill(host: RaftHost, message: Outgoing): Message {
  assert(message.kind !== "snapshotChunk", "these tests have no snapshots");
  if (message.kind !== "append") return message;
  const { range, ...header } = message;
  return { ...header, entries: range === null ? [] : host.entries.range(range) };
}

function termStarts(entries: readonly Entry[]): EpochStart[] {
  return entries.flatMap((entry, i) =>
    entries[i - 1]?.term === entry.term ? [] : [{ epoch: entry.term, start: entry.index }],
  );
}
