import { EpochHistory } from "@sordini/base";
import type { Entry, HardState, Recovered, Snapshot } from "@sordini/raft";

/** What the Raft core wants to know of a log. */
export function recoveredFrom(found: {
  readonly hardState: HardState;
  readonly snapshot: Snapshot | null;
  /** Behind the snapshot, in order. */
  readonly entries: readonly Entry[];
}): Recovered {
  const { hardState, snapshot, entries } = found;
  const terms = entries.reduce(
    (history, { index, term }) => history.assign({ epoch: term, start: index }),
    EpochHistory.empty,
  );
  return {
    hardState,
    snapshot,
    terms: terms.entries,
    lastIndex: entries.at(-1)?.index ?? snapshot?.index ?? 0,
    voters: entries.flatMap(({ index, body }) =>
      body.kind === "voters" ? [{ index, voters: body.voters }] : [],
    ),
  };
}
