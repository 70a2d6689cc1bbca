import type { Listed, Read } from "./history.ts";
import type { Place, RunIndex } from "./run-index.ts";

/** Finds one kind of broken promise; several of them make a verdict. */
export interface HistoryChecker {
  readonly name: string;
  /** Looks at a read before it becomes part of `run`; a sentence when it must not be. */
  readonly onRead?: (read: Read, run: RunIndex) => string | undefined;
  readonly onListed?: (listed: Listed, run: RunIndex) => string | undefined;
  /** Looks at a whole run. */
  readonly atEnd?: (run: RunIndex) => Iterable<string>;
}

/** The promise itself: what was acknowledged is read, at the offset that was named then. */
export const noAcknowledgedLoss: HistoryChecker = {
  name: "NoAcknowledgedLoss",
  *atEnd(run) {
    for (let name = 0; name < run.nameEnd; name++) {
      const promised = run.acknowledgedAt(name);
      if (promised === undefined || run.nameAt(promised) === name) continue;
      const found = run.firstPlaceOf(name);
      const where = found === undefined ? "is nowhere to be read" : `was read at ${text(found)}`;
      yield `record ${name} was acknowledged at ${text(promised)} and ${where}`;
    }
  },
};

/** I24: (partition, offset) names one record for ever, whoever reads and whenever. */
export const oneRecordPerOffset: HistoryChecker = {
  name: "OneRecordPerOffset",
  onRead(read, run) {
    const before = run.nameAt(read);
    if (before === undefined || before === read.name) return undefined;
    return `${text(read)} was record ${before} before, and ${read.name} for ${read.reader}`;
  },
};

/** A reader sees offsets of a partition in ascending order, each once. */
export const readsAscend: HistoryChecker = {
  name: "ReadsAscend",
  onRead(read, run) {
    const before = run.spanOf(read)?.last;
    if (before === undefined || before < read.offset) return undefined;
    return `${read.reader} read ${text(read)} after offset ${before}`;
  },
};

/** Nothing is read that nobody sent. */
export const onlyWhatWasSent: HistoryChecker = {
  name: "OnlyWhatWasSent",
  onRead(read, run) {
    if (run.wasSent(read.name)) return undefined;
    return `${read.reader} read something at ${text(read)} that nobody sent`;
  },
};

/**
 * I24: what one producer sent to a partition earlier stands earlier, by the first place of each
 * record: a retry after a lost answer may append a record twice, but never move it.
 */
export const orderKept: HistoryChecker = {
  name: "OrderKept",
  *atEnd(run) {
    const last = new Map<string, { readonly name: number; readonly offset: number }>();
    for (let name = 0; name < run.nameEnd; name++) {
      const place = run.firstPlaceOf(name);
      if (place === undefined) continue;
      const key = `${run.producerOf(name)} ${place.partition}`;
      const before = last.get(key);
      last.set(key, { name, offset: place.offset });
      if (before === undefined || before.offset < place.offset) continue;
      yield `record ${name} at ${text(place)} was sent after ${before.name} at ${before.offset}`;
    }
  },
};

/**
 * I24: if A was acknowledged before B was sent, A stands before B, whoever sent them. Together with
 * `oneRecordPerOffset` this makes a partition a linearizable log: no search is needed, since the
 * offsets say which order to explain.
 */
export const realTimeOrder: HistoryChecker = {
  name: "RealTimeOrder",
  *atEnd(run) {
    for (const partition of run.partitions()) {
      let first = { name: -1, atMs: Number.POSITIVE_INFINITY };
      for (let offset = run.endOf(partition) - 1; offset >= 0; offset--) {
        const name = run.nameAt({ partition, offset });
        if (name === undefined) continue;
        const sentAtMs = run.sentAtMs(name);
        if (first.atMs < sentAtMs) {
          const where = `record ${name} at ${text({ partition, offset })}`;
          yield `${where} was sent when ${first.name}, which is behind it, had its answer`;
        }
        const promised = run.acknowledgedAt(name);
        const atMs = run.acknowledgedAtMs(name);
        const isHere = promised?.offset === offset && promised.partition === partition;
        if (isHere && atMs < first.atMs) first = { name, atMs };
      }
    }
  },
};

/** I23: what failed for certain was never appended, so nobody may read it (G1a). */
export const noReadOfFailed: HistoryChecker = {
  name: "NoReadOfFailed",
  *atEnd(run) {
    for (const name of run.definiteFailures) {
      const place = run.firstPlaceOf(name);
      if (place !== undefined) yield `record ${name} failed for certain and is at ${text(place)}`;
    }
  },
};

/**
 * A reader is given every record between those that it is given. One that others saw there and it
 * did not was read uncommitted (G1a), or is lost by now.
 */
export const nothingSkipped: HistoryChecker = {
  name: "NothingSkipped",
  *atEnd(run) {
    for (const { reader, partition, from, to } of run.gaps) {
      const missing = run.firstKnownIn(partition, { from, to });
      if (missing === undefined) continue;
      const place = text({ partition, offset: missing });
      yield `${reader} read on at ${to} without ${place}, which others read`;
    }
  },
};

/** Once the faults are over nothing is unseen: who reads all is given what anybody ever read. */
export const nothingUnseen: HistoryChecker = {
  name: "NothingUnseen",
  *atEnd(run) {
    for (const reader of run.completeReaders) {
      for (const partition of run.partitions()) {
        const span = run.spanOf({ reader, partition });
        const end = run.endOf(partition);
        const before = run.firstKnownIn(partition, { from: 0, to: span?.first ?? end });
        const behind = run.firstKnownIn(partition, { from: (span?.last ?? end) + 1, to: end });
        const missing = before ?? behind;
        if (missing === undefined) continue;
        yield `${reader} read everything without ${text({ partition, offset: missing })}`;
      }
    }
  },
};

/** I15: the latest offset that a client is told does not go back (KIP-207, B38). */
export const latestAscends: HistoryChecker = {
  name: "LatestAscends",
  onListed(listed, run) {
    const before = run.lastListedOf(listed);
    if (before === undefined || before <= listed.offset) return undefined;
    const { reader, partition, offset } = listed;
    return `${reader} was told that ${partition} ends at ${before}, and then at ${offset}`;
  },
};

export const historyCheckers: readonly HistoryChecker[] = [
  noAcknowledgedLoss,
  oneRecordPerOffset,
  readsAscend,
  onlyWhatWasSent,
  orderKept,
  realTimeOrder,
  noReadOfFailed,
  nothingSkipped,
  nothingUnseen,
  latestAscends,
];

function text({ partition, offset }: Place): string {
  return `${partition}/${offset}`;
}
