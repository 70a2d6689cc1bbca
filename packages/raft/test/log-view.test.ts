import { array, assert, integer, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry, EntryBody, LogId, Voter } from "@sordini/raft";
import { LogView } from "../src/log-view.ts";

const set = (...nodeIds: number[]): Voter[] =>
  nodeIds.map((nodeId) => ({ nodeId, directoryId: `a${nodeId}` }));
const entry = (index: number, term: number, body: EntryBody = { kind: "noop" }): Entry => ({
  index,
  term,
  body,
});

function logOf(terms: readonly number[]): LogView {
  const log = new LogView({ index: 0, term: 0, voters: set(1) });
  log.append(terms.map((term, i) => entry(i + 1, term)));
  return log;
}

const someTerms = array(integer({ min: 1, max: 6 }), { maxLength: 12 }).map((terms) =>
  terms.toSorted((a, b) => a - b),
);

describe("LogView", () => {
  test("finds the last entry not above an id like a linear scan", () => {
    const anId = tuple(integer({ min: 0, max: 14 }), integer({ min: 0, max: 7 }));
    assert(
      property(someTerms, anId, (terms, [index, term]) => {
        const ids: LogId[] = [0, ...terms].map((each, i) => ({ index: i, term: each }));
        const naive = ids.findLast((id) => id.index <= index && id.term <= term);
        expect(logOf(terms).lastNotAbove({ index, term })).toMatchObject(naive as LogId);
      }),
    );
  });

  test("two logs find where they part in one question a term (5.3)", () => {
    assert(
      property(someTerms, someTerms, (ours, theirs) => {
        const leader = logOf(ours);
        const follower = logOf(theirs);
        let prev = leader.last;
        let questions = 0;
        while (!follower.holds(prev)) {
          prev = leader.lastNotAbove(follower.lastNotAbove(prev));
          questions += 1;
        }
        expect(questions).toBeLessThanOrEqual(new Set([...ours, ...theirs]).size);
      }),
    );
  });

  test("a truncation takes back every voter set behind it, also two at once (B14)", () => {
    const log = logOf([1]);
    log.append([
      entry(2, 1, { kind: "voters", voters: set(1, 2) }),
      entry(3, 1),
      entry(4, 1, { kind: "voters", voters: set(1, 2, 3) }),
    ]);
    expect(log.voters.current).toEqual(set(1, 2, 3));
    log.truncateFrom(2);
    expect(log.voters.current).toEqual(set(1));
  });

  test("a snapshot keeps the voter set that was in force there (B13)", () => {
    const log = logOf([1]);
    log.append([
      entry(2, 1, { kind: "voters", voters: set(1, 2) }),
      entry(3, 2),
      entry(4, 2, { kind: "voters", voters: set(1, 2, 3) }),
    ]);
    log.compactTo(3);
    expect(log.snapshot).toEqual({ index: 3, term: 2, voters: set(1, 2) });
    expect(log.termOf(2)).toBeNull();
    log.truncateFrom(4);
    expect(log.voters.current).toEqual(set(1, 2));
  });

  test("refuses gaps, falling terms and truncation into the snapshot", () => {
    const log = logOf([1, 2]);
    expect(() => log.append([entry(4, 2)])).toThrow(/I3/);
    expect(() => log.append([entry(3, 1)])).toThrow(/I3/);
    log.compactTo(1);
    expect(() => log.truncateFrom(1)).toThrow(/I9/);
  });
});
