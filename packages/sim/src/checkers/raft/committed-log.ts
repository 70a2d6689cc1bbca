import type { Index, Term } from "@sordini/raft";

/**
 * Ghost: what was ever committed, by whoever saw it first. Index and term name an entry (I3), so
 * that nothing else needs to be kept.
 */
export class CommittedLog {
  readonly #terms: Term[] = [];
  readonly #seenIn: Term[] = [];

  /** Everything up to here is committed. */
  get end(): Index {
    return this.#terms.length;
  }

  /** The term of the committed entry; undefined beyond `end`, 0 at the beginning of time. */
  termOf(index: Index): Term | undefined {
    return index === 0 ? 0 : this.#terms[index - 1];
  }

  /** `seenIn`: the term of the node that committed it. */
  add({ term, seenIn }: { readonly term: Term; readonly seenIn: Term }): void {
    this.#terms.push(term);
    this.#seenIn.push(seenIn);
  }

  /** The last index that was committed in a term before `term`: what its leader must hold (I4). */
  endBefore(term: Term): Index {
    let index = this.end;
    while (index > 0 && (this.#seenIn[index - 1] as Term) >= term) index--;
    return index;
  }
}
