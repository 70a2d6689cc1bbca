import { assert } from "@sordini/base";
import type {
  ChangeAnswer,
  ChangeRefusal,
  Index,
  Peer,
  ProposalAnswer,
  ReadAnswer,
  Refusal,
  Term,
} from "@sordini/raft";

export type ProposeResult =
  | { readonly outcome: "committed"; readonly index: Index }
  /** Not in the log, and never will be. */
  | { readonly outcome: "refused"; readonly refusal: Refusal }
  /** Leadership was lost on the way: it may have been committed, or may be yet. */
  | { readonly outcome: "unknown"; readonly leader: Peer | null };

/** As for proposals: a change of voters is an entry, too. */
export type ChangeResult =
  | Exclude<ProposeResult, { outcome: "refused" }>
  | { readonly outcome: "refused"; readonly refusal: ChangeRefusal };

export type ChangeDone = (result: ChangeResult) => void;

export interface Proposal {
  readonly payload: Uint8Array;
  readonly done: (result: ProposeResult) => void;
}

export type ReadResult =
  | { readonly outcome: "ready" }
  | Extract<ProposeResult, { outcome: "refused" }>;

type Done = Proposal["done"];
type ReadResolve = (result: ReadResult) => void;

/** Who waits for what: proposals for their commit, reads for their index to be applied. */
export class PendingAnswers {
  readonly #proposals = new Map<Index, { readonly term: Term; readonly done: Done }>();
  readonly #asked = new Map<number, ReadResolve>();
  #applying: { readonly index: Index; readonly resolve: ReadResolve }[] = [];
  #nextReadId = 1;

  /** The core's answer to the `propose` of `proposals`. */
  onProposed(proposals: readonly Proposal[], answer: ProposalAnswer): void {
    if (!answer.accepted) {
      for (const { done } of proposals) done({ outcome: "refused", refusal: answer.refusal });
      return;
    }
    for (const [i, { done }] of proposals.entries()) {
      this.#proposals.set(answer.range.from + i, { term: answer.term, done });
    }
  }

  /** The core's answer to a change of voters. */
  onChanged(done: ChangeDone, answer: ChangeAnswer): void {
    if (answer.accepted) this.#proposals.set(answer.index, { term: answer.term, done });
    else done({ outcome: "refused", refusal: answer.refusal });
  }

  addRead(resolve: ReadResolve): number {
    const id = this.#nextReadId;
    this.#nextReadId += 1;
    this.#asked.set(id, resolve);
    return id;
  }

  onReadAnswer(answer: ReadAnswer, applied: Index): void {
    const resolve = this.#asked.get(answer.id);
    assert(resolve !== undefined, `read ${answer.id} was answered twice`);
    this.#asked.delete(answer.id);
    if (!answer.accepted) resolve({ outcome: "refused", refusal: answer.refusal });
    else if (answer.index <= applied) resolve({ outcome: "ready" });
    else this.#applying.push({ index: answer.index, resolve });
  }

  /** The entry was applied. */
  onApplied({ index, term }: { readonly index: Index; readonly term: Term }): void {
    const pending = this.#proposals.get(index);
    if (pending === undefined) return;
    this.#proposals.delete(index);
    assert(pending.term === term, `a proposal of term ${pending.term} became one of term ${term}`);
    pending.done({ outcome: "committed", index });
  }

  onAppliedUpTo(applied: Index): void {
    const ready = this.#applying.filter(({ index }) => index <= applied);
    this.#applying = this.#applying.filter(({ index }) => index > applied);
    for (const { resolve } of ready) resolve({ outcome: "ready" });
  }

  /** This node does not lead any more, so what is not committed by now has no known end. */
  onLeadershipLost(leader: Peer | null): void {
    const pending = [...this.#proposals.values()];
    this.#proposals.clear();
    for (const { done } of pending) done({ outcome: "unknown", leader });
  }

  /** The node stops; `unsent` proposals never reached the core. */
  onStopped(unsent: readonly Proposal[]): void {
    this.onLeadershipLost(null);
    const refusal: Refusal = { reason: "notLeader", leader: null };
    for (const { done } of unsent) done({ outcome: "refused", refusal });
    const waiting = [...this.#asked.values(), ...this.#applying.map(({ resolve }) => resolve)];
    this.#asked.clear();
    this.#applying = [];
    for (const resolve of waiting) resolve({ outcome: "refused", refusal });
  }
}
