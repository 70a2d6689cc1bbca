import type { AppendMessage, AppendSend, Entry } from "@sordini/raft";
import { appendBytesMax } from "./limits.ts";

/** Adds the entries to an append; several messages when one would carry too many bytes. */
export function fillAppend(
  { kind, term, commit, round, prev: first }: AppendSend,
  entries: readonly Entry[],
): readonly AppendMessage[] {
  const messages: AppendMessage[] = [];
  let prev = first;
  let rest = entries;
  do {
    const count = countWithin(rest, appendBytesMax);
    const taken = rest.slice(0, count);
    rest = rest.slice(count);
    messages.push({ kind, term, commit, round, prev, entries: taken });
    const last = taken.at(-1);
    if (last !== undefined) prev = { index: last.index, term: last.term };
  } while (rest.length > 0);
  return messages;
}

/** How many of the first entries fit; at least one. */
function countWithin(entries: readonly Entry[], bytesMax: number): number {
  let bytes = 0;
  let count = 0;
  for (const { body } of entries) {
    bytes += body.kind === "records" ? body.payload.length : 0;
    if (count > 0 && bytes > bytesMax) break;
    count += 1;
  }
  return count;
}
