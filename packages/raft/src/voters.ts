import { assert } from "@sordini/base";
import { votersMax } from "./limits.ts";
import type { Index, Peer, Voter, VotersAt } from "./types.ts";

// The voter set is data in the log: the last `voters` entry counts from the moment it is appended,
// committed or not (thesis, 4.1), and stops counting when it is truncated.
//
// The first set comes from the configuration, where the directory ids are usually unknown (null).
// Such a set would be dangerous with majorities: a voter that lost its disk comes back as if new,
// and together with a voter that lags behind could elect a leader without committed entries. So
// while a set holds a null, an election needs *every* member. The first leader therefore knows all
// directory ids and writes them down as its first entry; from then on majorities count, and a node
// with another directory is nobody's voter (I14). A replaced disk cannot undo this: its node still
// believes in the bootstrap set, but needs every vote, and whoever holds the pinned set refuses.

/** Voter sets by the index that brought them, oldest first. An immutable value. */
export class VoterHistory {
  readonly entries: readonly VotersAt[];

  constructor(entries: readonly VotersAt[]) {
    assert(entries.length > 0, "a voter history starts with the set of its snapshot");
    this.entries = entries;
  }

  /** The set in force: the last one in the log. */
  get current(): readonly Voter[] {
    return (this.entries.at(-1) as VotersAt).voters;
  }

  /** The index that brought the set in force. */
  get since(): Index {
    return (this.entries.at(-1) as VotersAt).index;
  }

  /** The set in force after `index`, which must not lie before the first one. */
  at(index: Index): readonly Voter[] {
    const found = this.entries.findLast((entry) => entry.index <= index);
    assert(found !== undefined, `no voter set is known at ${index}`);
    return found.voters;
  }

  /** The sets in force at `index` or brought later. */
  from(index: Index): readonly (readonly Voter[])[] {
    const isReplaced = (i: number): boolean =>
      (this.entries[i + 1]?.index ?? Number.POSITIVE_INFINITY) <= index;
    return this.entries.filter((_, i) => !isReplaced(i)).map(({ voters }) => voters);
  }

  append(added: VotersAt): VoterHistory {
    assert(added.voters.length > 0, "a voter set has at least one member");
    assert(added.voters.length <= votersMax, `a voter set has at most ${votersMax} members`);
    return new VoterHistory([...this.entries, added]);
  }

  /** Forgets the sets that entries from `from` on brought: all of them, not just one (B14). */
  truncateFrom(from: Index): VoterHistory {
    if ((this.entries.at(-1) as VotersAt).index < from) return this;
    return new VoterHistory(this.entries.filter((entry) => entry.index < from));
  }

  /** Forgets the sets that were replaced before `index`. */
  compactTo(index: Index): VoterHistory {
    const voters = this.at(index);
    return new VoterHistory([
      { index, voters },
      ...this.entries.filter((entry) => entry.index > index),
    ]);
  }
}

/** True when `peer` is that voter: same node and, once pinned, same directory (I14). */
export function isSame(voter: Voter, peer: Voter): boolean {
  return (
    voter.nodeId === peer.nodeId &&
    (voter.directoryId === null || voter.directoryId === peer.directoryId)
  );
}

export function isMember(voters: readonly Voter[], peer: Voter): boolean {
  return voters.some((voter) => isSame(voter, peer));
}

/** True once every member's directory is known. */
export function isPinned(voters: readonly Voter[]): boolean {
  return voters.every((voter) => voter.directoryId !== null);
}

/**
 * The set with the directory ids of `peers`, in order of node id. Every member must be among them.
 */
export function pin(voters: readonly Voter[], peers: readonly Peer[]): readonly Peer[] {
  const pinned = voters.map((voter) => {
    const peer = peers.find((candidate) => isSame(voter, candidate));
    assert(peer !== undefined, `I14: the directory of voter ${voter.nodeId} is unknown`);
    return peer;
  });
  return pinned.toSorted((a, b) => a.nodeId - b.nodeId);
}

/** Key of a node and its directory in maps. */
export function peerKey(peer: Voter): string {
  return `${peer.nodeId}:${peer.directoryId}`;
}
