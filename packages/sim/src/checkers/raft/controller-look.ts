import type { RaftNode } from "@sordini/controller";
import type { Image } from "@sordini/metadata";
import type { Entry, Index, Peer, RaftState, Term, Voter } from "@sordini/raft";
import type { NodeView, RaftSend } from "../cluster-view.ts";
import { peerName } from "./peer-name.ts";

/** One running controller after an event: what it is now, and what it was at the last look. */
export interface ControllerLook {
  readonly peer: Peer;
  /** `peerName` of the peer: the key under which ghost state outlives the process. */
  readonly name: string;
  readonly core: RaftState;
  readonly term: Term;
  readonly log: RaftNode["entries"];
  readonly applied: Index;
  readonly image: Image;
  /** Null at the first look at this process. */
  readonly before: Milestones | null;
  readonly change: LogChange;
}

/** Some invariants of Raft, seen from outside all nodes. Throws `InvariantViolation`. */
export interface RaftRule {
  look?(look: ControllerLook): void;
  onSend?(send: RaftSend): void;
}

export interface Milestones {
  readonly term: Term;
  readonly commit: Index;
  readonly applied: Index;
  readonly base: Index;
  readonly isLeader: boolean;
  readonly voters: readonly Voter[];
}

/** What happened to a log since the last look. */
export interface LogChange {
  /** Entries from here on were dropped or replaced; null for none. */
  readonly cutFrom: Index | null;
  /** New entries up to the end of the log, in order. */
  readonly added: readonly Entry[];
}

/** Follows one process of a controller from its first event to its end. */
export class ControllerWatch {
  readonly incarnation: number;
  readonly #mirror = new LogMirror();
  #before: Milestones | null = null;

  constructor(incarnation: number) {
    this.incarnation = incarnation;
  }

  look({ controller }: NodeView): ControllerLook | null {
    if (controller === null) return null;
    const { raft, image } = controller;
    const { core, entries: log, applied, self: peer } = raft;
    const change = this.#mirror.follow(log);
    const { term } = core.disk.hardState;
    const before = this.#before;
    this.#before = {
      term,
      commit: core.commit,
      applied,
      base: log.base,
      isLeader: core.role.kind === "leader",
      voters: core.log.voters.current,
    };
    return { peer, name: peerName(peer), core, term, log, applied, image, before, change };
  }
}

const noChange: LogChange = { cutFrom: null, added: [] };

/**
 * A copy of a log by reference. An entry is one object for as long as it stands in a log, so that
 * two logs whose ends are the same object are the same: an event that changed nothing costs one
 * comparison.
 */
export class LogMirror {
  #base: Index = 0;
  #entries: readonly Entry[] = [];

  follow(log: RaftNode["entries"]): LogChange {
    const { base, last } = log;
    const top = last > base ? log.range({ from: last, to: last })[0] : undefined;
    if (base === this.#base && last === this.#last && top === this.#at(last)) return noChange;
    const entries = last > base ? log.range({ from: base + 1, to: last }) : [];
    let kept = Math.min(last, this.#last);
    while (kept > base && entries[kept - base - 1] !== this.#at(kept)) kept--;
    kept = Math.max(kept, base);
    const cutFrom = kept < this.#last ? kept + 1 : null;
    this.#base = base;
    this.#entries = entries;
    return { cutFrom, added: entries.slice(kept - base) };
  }

  get #last(): Index {
    return this.#base + this.#entries.length;
  }

  #at(index: Index): Entry | undefined {
    return this.#entries[index - this.#base - 1];
  }
}
