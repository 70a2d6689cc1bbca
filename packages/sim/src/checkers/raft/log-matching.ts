import type { Entry, Term, Voter } from "@sordini/raft";
import { InvariantViolation } from "../cluster-view.ts";
import type { ControllerLook, RaftRule } from "./controller-look.ts";
import { peerName } from "./peer-name.ts";

interface Known {
  readonly entry: Entry;
  readonly before: Term;
}

/**
 * I3: an entry, named by index and term, has one content and one predecessor everywhere; so, by
 * induction, equal entries have equal prefixes. I5: nobody cuts at or below its commit index.
 * Catches an append that skips the check of its predecessor, and a truncation of committed entries
 * (B8, B10).
 */
export class LogMatching implements RaftRule {
  readonly #known = new Map<string, Known>();

  look({ name, core, log, before, change }: ControllerLook): void {
    const { cutFrom, added } = change;
    if (before !== null && cutFrom !== null && cutFrom <= before.commit) {
      const text = `${name} cut its log at ${cutFrom}, committed is ${before.commit}`;
      throw new InvariantViolation("I5", text);
    }
    let predecessor: Entry | undefined;
    for (const entry of added) {
      const index = entry.index - 1;
      predecessor ??= index > log.base ? log.range({ from: index, to: index })[0] : undefined;
      const beforeTerm = predecessor?.term ?? core.log.termOf(index);
      if (beforeTerm !== null) this.#compare(name, { entry, before: beforeTerm });
      predecessor = entry;
    }
  }

  #compare(name: string, found: Known): void {
    const { entry, before } = found;
    const id = `${entry.index}@${entry.term}`;
    const known = this.#known.get(id);
    if (known === undefined) {
      this.#known.set(id, found);
      return;
    }
    if (known.before !== before) {
      const text = `${id} follows an entry of term ${known.before}, at ${name} of ${before}`;
      throw new InvariantViolation("I3", text);
    }
    if (isSameBody(known.entry.body, entry.body)) return;
    throw new InvariantViolation("I3", `${id} has another content at ${name}`);
  }
}

function isSameBody(a: Entry["body"], b: Entry["body"]): boolean {
  if (a.kind === "records" && b.kind === "records") return isSameBytes(a.payload, b.payload);
  if (a.kind === "voters" && b.kind === "voters") return textOf(a.voters) === textOf(b.voters);
  return a.kind === b.kind;
}

function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((byte, i) => byte === b[i]));
}

function textOf(voters: readonly Voter[]): string {
  return voters.map(peerName).join(" ");
}
