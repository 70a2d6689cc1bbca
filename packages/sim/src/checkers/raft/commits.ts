import { type Index, isPinned, isSame, quorumSize, type Term, type Voter } from "@sordini/raft";
import { type ClusterView, InvariantViolation } from "../cluster-view.ts";
import type { Acknowledgements } from "./acknowledgements.ts";
import type { CommittedLog } from "./committed-log.ts";
import type { ControllerLook, RaftRule } from "./controller-look.ts";
import { diskOf } from "./peer-name.ts";

/**
 * I4: a leader holds whatever was committed before its term. I6: a commit index never goes back,
 * and when an entry is first seen committed a quorum of the voter set in force has it synced; a
 * leader counts only as a voter. I7: all commit the same entries. I13: whoever starts and votes
 * still holds the committed entry that it acknowledged last. Catches an old term's entry that
 * is committed by counting (B1), one's own unsynced entry counted (B5), votes of non-voters (B12).
 */
export class Commits implements RaftRule {
  readonly #cluster: ClusterView;
  readonly #committed: CommittedLog;
  readonly #acknowledgements: Acknowledgements;

  constructor(parts: {
    readonly cluster: ClusterView;
    readonly committed: CommittedLog;
    readonly acknowledgements: Acknowledgements;
  }) {
    this.#cluster = parts.cluster;
    this.#committed = parts.committed;
    this.#acknowledgements = parts.acknowledgements;
  }

  look(look: ControllerLook): void {
    const { name, core, term, before } = look;
    const floor = before?.commit ?? core.log.snapshot.index;
    if (core.commit < floor) {
      throw new InvariantViolation("I6", `the commit of ${name} went back to ${core.commit}`);
    }
    if (before === null) this.#stillHolds(look);
    for (let index = floor + 1; index <= core.commit; index++) this.#commits(look, index);
    const isElected =
      core.role.kind === "leader" && (before?.isLeader !== true || before.term !== term);
    if (isElected) this.#holdsAll(look);
  }

  #commits(look: ControllerLook, index: Index): void {
    const { name, core, term: seenIn } = look;
    const term = core.log.termOf(index);
    const known = this.#committed.termOf(index);
    // What a snapshot brought is compared by the snapshot's own term (I9).
    if (term === null || (known === undefined && index <= core.log.snapshot.index)) return;
    if (known === undefined) {
      this.#onQuorum(look, { index, term });
      this.#committed.add({ term, seenIn });
    } else if (known !== term) {
      const text = `${index} is committed in term ${known}, at ${name} in ${term}`;
      throw new InvariantViolation("I7", text);
    }
  }

  #stillHolds({ name, core }: ControllerLook): void {
    const last = this.#acknowledgements.lastOf(name);
    if (last === undefined || !core.canVote || last.index <= core.log.snapshot.index) return;
    // What it acknowledged and was not committed then may have been replaced since.
    if (this.#committed.termOf(last.index) !== last.term) return;
    if (core.log.termOf(last.index) === last.term) return;
    const text = `${name} starts as a voter without ${last.index}@${last.term}`;
    throw new InvariantViolation("I13", `${text}, which it had acknowledged`);
  }

  /** By log matching (I3) whoever holds the last of them holds them all. */
  #holdsAll({ name, core, term }: ControllerLook): void {
    const index = this.#committed.endBefore(term);
    if (index <= core.log.snapshot.index) return;
    const committed = this.#committed.termOf(index);
    if (core.log.termOf(index) === committed) return;
    const text = `leader ${name} of term ${term} lacks the committed ${index}@${committed}`;
    throw new InvariantViolation("I4", text);
  }

  /**
   * The set in force is the one before the event, or one that the same event appended. A voter
   * that acknowledged the entry and then lost its disk was a holder all the same.
   */
  #onQuorum(look: ControllerLook, entry: { readonly index: Index; readonly term: Term }): void {
    const { name, core, before } = look;
    const sets = new Set([before?.voters ?? core.log.voters.current, core.log.voters.current]);
    const enough = [...sets].some((voters) => this.#isHeldBy(look, voters, entry));
    if (enough) return;
    const { index, term } = entry;
    const holders = core.log.voters.current.filter((voter) => this.#holds(look, voter, entry));
    const who = holders.map(({ nodeId }) => nodeId).join(", ") || "nobody";
    const text = `${name} commits ${index}@${term}, which is synced only on ${who}`;
    throw new InvariantViolation("I6", text);
  }

  #isHeldBy(
    look: ControllerLook,
    voters: readonly Voter[],
    entry: { readonly index: Index; readonly term: Term },
  ): boolean {
    if (!isPinned(voters)) return false; // I14: nobody knows whose acknowledgements count.
    const holders = voters.filter((voter) => this.#holds(look, voter, entry));
    return holders.length >= quorumSize(voters);
  }

  #holds(
    { peer, term: leaderTerm }: ControllerLook,
    voter: Voter,
    { index, term }: { readonly index: Index; readonly term: Term },
  ): boolean {
    const disk = diskOf(this.#cluster, voter);
    if (disk !== undefined && (disk.base >= index || disk.termOf(index) === term)) return true;
    if (isSame(voter, peer)) return false;
    return this.#acknowledgements.of(voter, leaderTerm) >= index;
  }
}
