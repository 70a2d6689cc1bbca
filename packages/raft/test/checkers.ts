import { assert } from "@sordini/base";
import { isPinned, isSame, quorumSize } from "@sordini/raft";
import type { Index, LogId, Output, Voter } from "@sordini/raft";
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
  /** By "index@term": the text of that entry and the term before it. */
  readonly #entries = new Map<string, string>();
  /** The text of each committed entry; slot 0 is index 1. */
  readonly #committed: string[] = [];
  readonly #committedTerms: number[] = [];

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
    if (output.committed !== null) this.#commits(host, output.committed.from);
    for (const read of output.reads) {
      const floor = this.#reads.get(read.id) ?? 0;
      if (read.accepted) assert(read.index >= floor, `I12: read ${read.id} is stale`);
    }
  }

  onRelease({ from, to, message }: Envelope): void {
    const self = `${from.nodeId}:${from.directoryId}`;
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
    const key = `${host.peer.nodeId}:${host.peer.directoryId}`;
    const other = this.#leaders.get(term) ?? key;
    assert(other === key, `I1: ${other} and ${key} lead term ${term}`);
    this.#leaders.set(term, key);
    for (const [i, committedTerm] of this.#committedTerms.entries()) {
      assert(
        holds(host, { index: i + 1, term: committedTerm }, "memory"),
        `I4: leader ${key} of term ${term} lacks ${i + 1}@${committedTerm}`,
      );
    }
  }

  #commits(host: Host, from: Index): void {
    for (let index = from; index <= host.applied.length; index++) {
      const text = host.applied[index - 1] as string;
      const known = this.#committed[index - 1];
      if (known !== undefined) {
        assert(known === text, `I7: ${index} is "${known}" and "${text}"`);
        continue;
      }
      const term = host.state?.log.termOf(index) ?? -1;
      this.#committed.push(text);
      this.#committedTerms.push(term);
      this.#onQuorum(host, index, term);
    }
  }

  // I6: at the moment of the first commit a quorum of the voter set has it on disk.
  #onQuorum(host: Host, index: Index, term: number): void {
    const voters = host.state?.log.voters.current as readonly Voter[];
    assert(isPinned(voters), "I14: committed under unknown voters");
    const holders = voters.filter((voter) => {
      const holder = this.#hosts().find(({ peer }) => isSame(voter, peer));
      return holder !== undefined && holds(holder, { index, term }, "disk");
    });
    const enough = holders.length >= quorumSize(voters);
    assert(enough, `I6: ${index}@${term} is synced on ${holders.length} only`);
  }

  // I8: what is acknowledged is synced and equal to the log of the leader of that term.
  #acked(host: Host, term: number, match: Index): void {
    if (match === 0) return;
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

/** A snapshot holds what it covers: its content is compared when it is applied. */
function holds(host: Host, { index, term }: LogId, where: "memory" | "disk"): boolean {
  const onDisk = where === "disk";
  const snapshot = onDisk ? host.durable.snapshot?.meta : host.state?.log.snapshot;
  if (snapshot !== undefined && index <= snapshot.index) return true;
  const entries = onDisk ? host.durable.entries : host.entries;
  return entries.some((entry) => entry.index === index && entry.term === term);
}
