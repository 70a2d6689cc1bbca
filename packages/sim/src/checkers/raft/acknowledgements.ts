import { type Index, isSame, type LogId, type Peer, type Term, type Voter } from "@sordini/raft";
import { type ClusterView, InvariantViolation, type RaftSend } from "../cluster-view.ts";
import type { RaftRule } from "./controller-look.ts";
import { diskOf, peerName } from "./peer-name.ts";

/**
 * I8: what a follower acknowledges is synced there and equal to the log of its term's leader.
 * Catches an acknowledgement of what was received only (B6), of a divergent end (B7), and of
 * entries that replaced those whose sync was under way (B9).
 */
export class Acknowledgements implements RaftRule {
  readonly #cluster: ClusterView;
  readonly #matches = new Map<string, { readonly term: Term; readonly match: Index }>();
  readonly #last = new Map<string, LogId>();

  constructor(cluster: ClusterView) {
    this.#cluster = cluster;
  }

  /** The highest index that the voter acknowledged to the leader of `term`; 0 for none. */
  of(voter: Voter, term: Term): Index {
    const last = this.#matches.get(peerName(voter));
    return last?.term === term ? last.match : 0;
  }

  /** The entry that a controller acknowledged last, by its name. */
  lastOf(name: string): LogId | undefined {
    return this.#last.get(name);
  }

  onSend({ from, to, message }: RaftSend): void {
    if (message.kind !== "appendAccepted") return;
    const { term, match } = message;
    this.#isDurable(from, match);
    this.#isOfLeader(from, { to, term, match });
    const name = peerName(from);
    this.#matches.set(name, { term, match: Math.max(match, this.of(from, term)) });
    const own = diskOf(this.#cluster, from)?.termOf(match);
    if (own !== undefined) this.#last.set(name, { index: match, term: own });
  }

  #isDurable(from: Peer, match: Index): void {
    const disk = diskOf(this.#cluster, from);
    if (disk === undefined || match <= disk.last) return;
    const text = `${peerName(from)} acknowledges ${match}, synced is ${disk.last}`;
    throw new InvariantViolation("I8", text);
  }

  #isOfLeader(
    from: Peer,
    { to, term, match }: { readonly to: Voter; readonly term: Term; readonly match: Index },
  ): void {
    const own = diskOf(this.#cluster, from)?.termOf(match);
    const theirs = this.#leaderTermOf(to, { term, match });
    if (own === undefined || theirs === null || own === theirs) return;
    const text = `${peerName(from)} acknowledges ${match} of term ${own}, the leader's is of`;
    throw new InvariantViolation("I8", `${text} ${theirs}`);
  }

  /** Null when that leader is gone, or has the entry no more. */
  #leaderTermOf(
    to: Voter,
    { term, match }: { readonly term: Term; readonly match: Index },
  ): Term | null {
    for (const { controller } of this.#cluster.nodes()) {
      if (controller === null || !isSame(to, controller.raft.self)) continue;
      const { role, disk, log } = controller.raft.core;
      if (role.kind === "leader" && disk.hardState.term === term) return log.termOf(match);
    }
    return null;
  }
}
