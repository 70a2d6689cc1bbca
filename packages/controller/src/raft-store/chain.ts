import { assert } from "@sordini/base";
import type { Index, LogId, Term } from "@sordini/raft";
import type { ChainLink } from "./store-state.ts";

/**
 * The CRCs of the stored log: each entry names that of its predecessor, the first that of the
 * base.
 */
export class Chain {
  #base: ChainLink;
  readonly #links: { readonly term: Term; readonly crc: number }[] = [];

  constructor(base: ChainLink) {
    this.#base = base;
  }

  get base(): ChainLink {
    return this.#base;
  }

  get last(): ChainLink {
    return this.at(this.#base.index + this.#links.length);
  }

  /** The link at `index`, between base and last, both included. */
  at(index: Index): ChainLink {
    if (index === this.#base.index) return this.#base;
    const link = this.#links[index - this.#base.index - 1];
    assert(link !== undefined, `entry ${index} is outside the stored log`);
    return { index, ...link };
  }

  append({ index, term, crc }: ChainLink): void {
    const { last } = this;
    assert(index === last.index + 1, `I3: entry ${index} after ${last.index}`);
    assert(term >= last.term, `I3: term ${term} after ${last.term}`);
    this.#links.push({ term, crc });
  }

  truncateFrom(from: Index): void {
    assert(from > this.#base.index, `I9: truncation at ${from} reaches behind the log's start`);
    this.#links.length = Math.min(this.#links.length, from - this.#base.index - 1);
  }

  compactTo(index: Index): void {
    const base = this.at(index);
    this.#links.splice(0, index - this.#base.index);
    this.#base = base;
  }

  restartAfter({ index, term }: LogId): void {
    this.#base = { index, term, crc: 0 };
    this.#links.length = 0;
  }
}
