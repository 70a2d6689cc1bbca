import { isMember, type Term } from "@sordini/raft";
import { type ClusterView, InvariantViolation, type RaftSend } from "../cluster-view.ts";
import type { ControllerLook, RaftRule } from "./controller-look.ts";
import { diskOf, peerName } from "./peer-name.ts";

/**
 * I1: at most one leader a term, at most one vote of a voter in a term, and both durable before a
 * message says so. I2: no controller's term goes back, also not across restarts. Catches a vote
 * that is not persisted, or is forgotten, and a term that a truncation brings back (B11).
 */
export class Elections implements RaftRule {
  readonly #cluster: ClusterView;
  readonly #leaders = new Map<Term, string>();
  readonly #votes = new Map<string, string>();
  /** The highest term that each controller has told anybody. */
  readonly #told = new Map<string, Term>();

  constructor(cluster: ClusterView) {
    this.#cluster = cluster;
  }

  look({ name, peer, core, term, before }: ControllerLook): void {
    // A directory that lost its term also knows that it must not vote any more (I13).
    if (before === null && !core.canVote) this.#told.set(name, term);
    const floor = before?.term ?? this.#told.get(name) ?? 0;
    if (term < floor) throw new InvariantViolation("I2", `${name} went from ${floor} to ${term}`);
    if (core.role.kind !== "leader") return;
    this.#leads(name, term);
    const isNew = before?.isLeader !== true || before.term !== term;
    // Who removes itself may have to lead once more, to commit just that (thesis, 4.2.2).
    const sets = core.log.voters.entries.slice(-2);
    if (!isNew || sets.some(({ voters }) => isMember(voters, peer))) return;
    throw new InvariantViolation("I14", `${name} was elected in ${term} and is no voter`);
  }

  onSend({ from, to, message }: RaftSend): void {
    const name = peerName(from);
    switch (message.kind) {
      case "preVote":
      case "preVoteReply":
        return; // They speak of a term that nobody may ever reach.
      case "append":
      case "snapshotChunk":
        this.#leads(name, message.term); // May have waited for the disk while the term went on.
        break;
      case "vote":
        this.#votesFor(from, name, message.term);
        this.#tells(name, message.term);
        break;
      case "voteReply":
        if (message.granted) this.#votesFor(from, peerName(to), message.term);
        this.#tells(name, message.term);
        break;
      default:
        this.#tells(name, message.term);
    }
    this.#isDurable(from, message.term);
  }

  #leads(name: string, term: Term): void {
    const other = this.#leaders.get(term);
    this.#leaders.set(term, name);
    if (other === undefined || other === name) return;
    throw new InvariantViolation("I1", `${other} and ${name} both lead term ${term}`);
  }

  #votesFor(voter: RaftSend["from"], candidate: string, term: Term): void {
    const name = peerName(voter);
    const key = `${name} in ${term}`;
    const other = this.#votes.get(key);
    this.#votes.set(key, candidate);
    if (other !== undefined && other !== candidate) {
      throw new InvariantViolation("I1", `${key} voted for ${other} and for ${candidate}`);
    }
    const disk = diskOf(this.#cluster, voter);
    if (disk === undefined || disk.term > term) return;
    if (disk.vote !== null && disk.term === term && peerName(disk.vote) === candidate) return;
    throw new InvariantViolation("I1", `the vote of ${key} for ${candidate} left unsynced`);
  }

  #tells(name: string, term: Term): void {
    const told = this.#told.get(name) ?? 0;
    if (term < told) throw new InvariantViolation("I2", `${name} went from ${told} to ${term}`);
    this.#told.set(name, term);
  }

  #isDurable(from: RaftSend["from"], term: Term): void {
    const disk = diskOf(this.#cluster, from);
    if (disk === undefined || disk.term >= term) return;
    const text = `${peerName(from)} speaks in term ${term}, synced is ${disk.term}`;
    throw new InvariantViolation("I2", text);
  }
}
