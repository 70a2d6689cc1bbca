import { assert } from "@sordini/base";
import { defaultRaftOptions, isSame } from "@sordini/raft";
import type { Input, Output, RaftOptions, Voter } from "@sordini/raft";
import { Host } from "./host.ts";
import type { Envelope } from "./host.ts";

/** Called with every output, before the sends of later steps. */
export type Observer = (host: Host, output: Output) => void;

export interface ClusterOptions {
  readonly voters: number;
  /** True when the configuration already names the directory ids. */
  readonly pinned?: boolean;
  readonly raft?: Partial<RaftOptions>;
  readonly chunkBytes?: number;
  readonly observe?: Observer;
  readonly onRelease?: (envelope: Envelope) => void;
}

/** Nodes 1 to n, one queue of messages per direction, and a clock that only moves when told. */
export class Cluster {
  now = 0;
  asyncDisk = false;
  readonly hosts = new Map<number, Host>();
  readonly links = new Map<string, Envelope[]>();
  readonly cut = new Set<string>();
  readonly #options: ClusterOptions;
  readonly #bootstrapVoters: readonly Voter[];

  constructor(options: ClusterOptions) {
    this.#options = options;
    const ids = Array.from({ length: options.voters }, (_, i) => i + 1);
    this.#bootstrapVoters = ids.map((nodeId) => ({
      nodeId,
      directoryId: options.pinned === true ? `a${nodeId}` : null,
    }));
    for (const nodeId of ids) this.add(nodeId, `a${nodeId}`);
  }

  /** Adds or replaces a node with an empty disk. */
  add(nodeId: number, directoryId: string): Host {
    const host = new Host({
      peer: { nodeId, directoryId },
      bootstrapVoters: this.#bootstrapVoters,
      raft: { ...defaultRaftOptions, ...this.#options.raft },
      chunkBytes: this.#options.chunkBytes ?? 8,
    });
    this.hosts.set(nodeId, host);
    host.start(this.now, { canVote: true });
    return host;
  }

  host(nodeId: number): Host {
    const host = this.hosts.get(nodeId);
    assert(host !== undefined, `there is no node ${nodeId}`);
    return host;
  }

  running(): Host[] {
    return [...this.hosts.values()].filter((host) => host.state !== null);
  }

  link(from: number, to: number): Envelope[] {
    const key = `${from}->${to}`;
    const queue = this.links.get(key) ?? [];
    this.links.set(key, queue);
    return queue;
  }

  #release(envelope: Envelope): void {
    this.#options.onRelease?.(envelope);
    const { from, to } = envelope;
    if (this.cut.has(`${from.nodeId}->${to.nodeId}`)) return;
    if (this.hosts.get(to.nodeId)?.state === null) return;
    this.link(from.nodeId, to.nodeId).push(envelope);
  }

  input(host: Host, input: Input): void {
    this.#observed(host, host.handle(input, this.now));
    this.#settle(host);
  }

  persistNext(host: Host): void {
    this.#observed(host, host.persistNext(this.now));
  }

  load(host: Host): void {
    this.#observed(host, host.load(this.now));
    this.#settle(host);
  }

  snapshot(host: Host, index: number): void {
    this.#observed(host, host.snapshot(index, this.now));
  }

  #observed(host: Host, output: Output): void {
    this.#options.observe?.(host, output);
    for (const envelope of host.outbox.splice(0)) this.#release(envelope);
  }

  #settle(host: Host): void {
    while (!this.asyncDisk && host.queue.length > 0) this.persistNext(host);
  }

  /** Hands one message to whoever now runs under the addressee's node id. */
  deliver(envelope: Envelope): void {
    const host = this.hosts.get(envelope.to.nodeId);
    if (host === undefined || host.state === null) return;
    this.input(host, { kind: "message", ...envelope });
  }

  /** Delivers, syncs and loads until nothing is left to do, without letting time pass. */
  stabilize(nodes: readonly number[] = [...this.hosts.keys()]): void {
    for (let busy = true; busy; ) {
      busy = false;
      for (const host of this.running().filter(({ peer }) => nodes.includes(peer.nodeId))) {
        while (host.queue.length > 0) this.persistNext(host);
        if (host.loadable !== null) this.load(host);
      }
      for (const from of nodes) {
        for (const to of nodes) {
          const queue = this.link(from, to);
          for (let i = queue.length; i > 0; i--) {
            busy = true;
            this.deliver(queue.shift() as Envelope);
          }
        }
      }
    }
  }

  tick(host: Host): void {
    this.input(host, { kind: "tick" });
  }

  crash(host: Host, survivors = 0): void {
    host.crash(survivors);
    for (const other of this.hosts.keys()) {
      this.links.delete(`${host.peer.nodeId}->${other}`);
      this.links.delete(`${other}->${host.peer.nodeId}`);
    }
  }

  /** The leader of the highest term that runs, if any. */
  leader(): Host | undefined {
    return this.running()
      .filter((host) => host.state?.role.kind === "leader")
      .toSorted((a, b) => termOf(b) - termOf(a))[0];
  }

  /** A voter's host, when it runs or not, under the directory that the voter names. */
  hostOf(voter: Voter): Host | undefined {
    const host = this.hosts.get(voter.nodeId);
    return host !== undefined && isSame(voter, host.peer) ? host : undefined;
  }
}

export function termOf(host: Host): number {
  return host.state?.disk.hardState.term ?? host.durable.hardState.term;
}
