import { assert } from "@sordini/base";
import { isMember, isPinned, isSame, quorumSize } from "@sordini/raft";
import type { Index, LogId, Output, Term, Voter } from "@sordini/raft";
import { termOf } from "./cluster.ts";
import type { Cluster } from "./cluster.ts";
import { entryText } from "./host.ts";
import type { Envelope, Host } from "./host.ts";

/**
 * What no single node can see: ghost state over the whole cluster, checked after every step. The
 * names are those of the invariants.
 */
export class Checkers {
  #cluster: Cluster | null = null;
  readonly #leaders = new Map<number, string>();
  readonly #votes = new Map<string, number>();
  readonly #terms = new Map<string, number>();
  /** The highest index that each node and directory has acknowledged. */
  readonly #acks = new Map<string, Index>();
  /** By "index@term": the text of that entry and the term before it. */
  readonly #entries = new Map<string, string>();
  /** The text of each committed entry; slot 0 is index 1. */
  readonly #committed: string[] = [];
  /** The same entries, and the term of the leader that committed each. */
  readonly #decisions: { readonly id: LogId; readonly committedIn: Term }[] = [];
  /** What the leaders' changes of the voter set were, committed or not. */
  readonly changes: ("added" | "removed")[] = [];

  /** By read id: how much was committed when it was asked. */
  readonly #reads = new Map<number, Index>();

  watch(cluster: Cluster): void {
    this.#cluster = cluster;
  }

  get committed(): readonly string[] {
    return this.#committed;
  }

  /** I12: the read that is about to be asked must see everything committed so far. */
  onRead(id: number): void {
    this.#reads.set(id, this.#committed.length);
  }

  onOutput(host: Host, output: Output): void {
    this.#logMatching(host, output);
    for (const event of output.events) {
      if (event.kind === "role" && event.role === "leader") this.#elected(host, event.term);
    }
    this.#changes(host, output);
    if (host.state?.role.kind === "leader") this.#decides(host, host.state.commit);
    if (output.committed !== null) this.#applies(host, output.committed.from);
    for (const read of output.reads) {
      const floor = this.#reads.get(read.id) ?? 0;
      if (read.accepted) assert(read.index >= floor, `I12: read ${read.id} is stale`);
    }
  }

  onRelease({ from, to, message }: Envelope): void {
    const self = peerText(from);
    const host = this.#hosts().find(({ peer }) => isSame(peer, from)) as Host;
    if (message.kind !== "preVote" && message.kind !== "preVoteReply") {
      const before = this.#terms.get(self) ?? 0;
      assert(message.term >= before || message.kind === "append", `I2: ${self} went back`);
      this.#terms.set(self, Math.max(before, message.term));
      assert(host.durable.hardState.term >= message.term, `I2: ${self} sent an unsynced term`);
    }
    if (message.kind === "voteReply" && message.granted) {
      const key = `${self} in ${message.term}`;
      const other = this.#votes.get(key) ?? to.nodeId;
      assert(other === to.nodeId, `I1: ${key} voted for ${other} and ${to.nodeId}`);
      this.#votes.set(key, to.nodeId);
    }
    if (message.kind === "appendAccepted") this.#acked(host, message.term, message.match);
  }

  // I3: an entry has one content and one predecessor; by induction equal entries, equal prefixes.
  #logMatching(host: Host, { persist }: Output): void {
    for (const entry of persist?.entries ?? []) {
      const before = host.entries.find(({ index }) => index === entry.index - 1);
      const beforeTerm = before?.term ?? host.state?.log.termOf(entry.index - 1);
      const key = `${entry.index}@${entry.term}`;
      const fact = `${beforeTerm} ${entryText(entry)}`;
      const known = this.#entries.get(key) ?? fact;
      assert(known === fact, `I3: ${key} is "${known}" and "${fact}"`);
      this.#entries.set(key, fact);
    }
  }

  #elected(host: Host, term: number): void {
    const key = peerText(host.peer);
    const other = this.#leaders.get(term) ?? key;
    assert(other === key, `I1: ${other} and ${key} lead term ${term}`);
    this.#leaders.set(term, key);
    for (const { id, committedIn } of this.#decisions) {
      // A late vote may still elect the leader of a term that others have left.
      if (committedIn >= term) continue;
      const text = `${id.index}@${id.term}`;
      assert(holds(host, id, "memory"), `I4: leader ${key} of term ${term} lacks ${text}`);
    }
  }

  // I10, B2: a leader changes one voter, once the set before is committed and so is an own entry.
  #changes(host: Host, { persist }: Output): void {
    const { state } = host;
    if (state?.role.kind !== "leader") return;
    for (const { index, body } of persist?.entries ?? []) {
      if (body.kind !== "voters" || index === state.role.termStart) continue;
      assert(state.role.ready, `B2: voters at ${index} before the leader committed anything`);
      const before = state.log.voters.entries.findLast((entry) => entry.index < index);
      assert(before !== undefined, "a log has a voter set from its start");
      assert(before.index <= state.commit, `I10: voters at ${before.index} and ${index} in flight`);
      const left = before.voters.filter((voter) => !isMember(body.voters, voter));
      const joined = body.voters.filter((voter) => !isMember(before.voters, voter));
      assert(left.length + joined.length === 1, `I10: ${index} changes several voters`);
      this.changes.push(left.length === 1 ? "removed" : "added");
    }
  }

  /** What leaders decide, at the moment when their commit index moves. */
  #decides(host: Host, commit: Index): void {
    for (let index = this.#committed.length + 1; index <= commit; index++) {
      const entry = host.entries.find((each) => each.index === index);
      assert(entry !== undefined, `I6: ${index} is committed by a leader that lacks it`);
      this.#committed.push(entryText(entry));
      this.#decisions.push({ id: entry, committedIn: termOf(host) });
      this.#onQuorum(host, index, entry.term);
    }
  }

  #applies(host: Host, from: Index): void {
    for (let index = from; index <= host.applied.length; index++) {
      const text = host.applied[index - 1] as string;
      const known = this.#committed[index - 1];
      assert(known === text, `I7: ${index} is "${known}" and "${text}"`);
    }
  }

  // I6: at the moment of the first commit a quorum of the voter set has it on disk.
  #onQuorum(host: Host, index: Index, term: number): void {
    const voters = host.state?.log.voters.current as readonly Voter[];
    assert(isPinned(voters), "I14: committed under unknown voters");
    const holders = voters.filter((voter) => {
      const holder = this.#hosts().find(({ peer }) => isSame(voter, peer));
      // A disk that was lost since counts with what it acknowledged: it never votes again (I14).
      if (holder === undefined) return (this.#acks.get(peerText(voter)) ?? 0) >= index;
      return holds(holder, { index, term }, "disk");
    });
    const enough = holders.length >= quorumSize(voters);
    assert(enough, `I6: ${index}@${term} is synced on ${holders.length} only`);
  }

  // I8: what is acknowledged is synced and equal to the log of the leader of that term.
  #acked(host: Host, term: number, match: Index): void {
    if (match === 0) return;
    const self = peerText(host.peer);
    this.#acks.set(self, Math.max(this.#acks.get(self) ?? 0, match));
    const start = host.durable.snapshot?.meta.index ?? 0;
    const end = start + host.durable.entries.length;
    assert(match <= end, `I8: ${host.peer.nodeId} acknowledges ${match}, synced is ${end}`);
    const leader = this.#hosts().find(
      (other) => other.state?.role.kind === "leader" && termOf(other) === term,
    );
    const own = host.durable.entries.find(({ index }) => index === match);
    const theirs = leader?.state?.log.termOf(match) ?? null;
    if (own === undefined || theirs === null) return;
    assert(own.term === theirs, `I8: ${host.peer.nodeId} acknowledges ${match} of another term`);
  }

  #hosts(): Host[] {
    assert(this.#cluster !== null, "watch a cluster first");
    return [...this.#cluster.hosts.values()];
  }
}

function peerText({ nodeId, directoryId }: Voter): string {
  return `${nodeId}:${directoryId}`;
}

/** A snapshot holds what it covers: its content is compared when it is applied. */
function holds(host: Host, { index, term }: LogId, where: "memory" | "disk"): boolean {
  const onDisk = where === "disk";
  const snapshot = onDisk ? host.durable.snapshot?.meta : host.state?.log.snapshot;
  if (snapshot !== undefined && index <= snapshot.index) return true;
  const entries = onDisk ? host.durable.entries : host.entries;
  return entries.some((entry) => entry.index === index && entry.term === term);
}
