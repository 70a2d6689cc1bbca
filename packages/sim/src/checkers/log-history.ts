import type { Acknowledged, HistoryEvent, Read, RecordName, Sent } from "./history.ts";

/** One broken promise: which checker saw it, and a sentence with the evidence. */
export interface Violation {
  readonly checker: string;
  readonly text: string;
}

/** Judges a whole history; several of them make a verdict. */
export interface HistoryChecker {
  readonly name: string;
  check(history: IndexedHistory): Iterable<string>;
}

/** The events of a run, sorted for the questions that checkers ask. */
export interface IndexedHistory {
  readonly sent: ReadonlyMap<RecordName, Sent>;
  readonly acknowledged: ReadonlyMap<RecordName, Acknowledged>;
  /** Every place where a record was read, by any reader, without repetitions. */
  readonly places: ReadonlyMap<RecordName, readonly Place[]>;
  readonly reads: readonly Read[];
}

export interface Place {
  readonly partition: number;
  readonly offset: number;
}

export function indexHistory(events: Iterable<HistoryEvent>): IndexedHistory {
  const sent = new Map<RecordName, Sent>();
  const acknowledged = new Map<RecordName, Acknowledged>();
  const places = new Map<RecordName, Place[]>();
  const reads: Read[] = [];
  for (const event of events) {
    if (event.kind === "sent") sent.set(event.name, event);
    if (event.kind === "acknowledged") acknowledged.set(event.name, event);
    if (event.kind !== "read") continue;
    reads.push(event);
    const { partition, offset } = event;
    const known = places.get(event.name) ?? [];
    if (known.some((place) => place.partition === partition && place.offset === offset)) continue;
    known.push({ partition, offset });
    places.set(event.name, known);
  }
  return { sent, acknowledged, places, reads };
}

/** The promise itself: what was acknowledged is read, at the offset that the acknowledgement named. */
export const noAcknowledgedLoss: HistoryChecker = {
  name: "NoAcknowledgedLoss",
  *check({ acknowledged, places }) {
    for (const [name, { partition, offset }] of acknowledged) {
      const found = places.get(name) ?? [];
      if (found.length === 0) {
        yield `${name} was acknowledged at ${partition}/${offset} and is nowhere to be read`;
      } else if (!found.some((place) => place.partition === partition && place.offset === offset)) {
        const where = found.map((place) => `${place.partition}/${place.offset}`).join(", ");
        yield `${name} was acknowledged at ${partition}/${offset} and was read at ${where}`;
      }
    }
  },
};

/** I24: (partition, offset) names one record for ever, whoever reads and whenever. */
export const oneRecordPerOffset: HistoryChecker = {
  name: "OneRecordPerOffset",
  *check({ reads }) {
    const seen = new Map<string, Read>();
    for (const read of reads) {
      const place = `${read.partition}/${read.offset}`;
      const before = seen.get(place);
      seen.set(place, read);
      if (before !== undefined && before.name !== read.name) {
        yield `${place} was ${before.name} for ${before.reader} and ${read.name} for ${read.reader}`;
      }
    }
  },
};

/** A reader sees offsets of a partition in ascending order, each once. */
export const readsAscend: HistoryChecker = {
  name: "ReadsAscend",
  *check({ reads }) {
    const last = new Map<string, number>();
    for (const { reader, partition, offset } of reads) {
      const key = `${reader} ${partition}`;
      const before = last.get(key) ?? -1;
      last.set(key, offset);
      if (offset <= before) yield `${reader} read ${partition}/${offset} after ${before}`;
    }
  },
};

/** Nothing is read that nobody sent. */
export const onlyWhatWasSent: HistoryChecker = {
  name: "OnlyWhatWasSent",
  *check({ reads, sent }) {
    for (const { name, partition, offset, reader } of reads) {
      if (!sent.has(name)) yield `${reader} read ${name} at ${partition}/${offset}: never sent`;
    }
  },
};

/**
 * I24: what one producer sent to a partition earlier stands earlier, by the first place of each
 * record: a retry after a lost answer may append a record twice, but never move it.
 */
export const orderKept: HistoryChecker = {
  name: "OrderKept",
  *check({ sent, places }) {
    const byProducer = new Map<string, { name: RecordName; sequence: number; offset: number }[]>();
    for (const [name, found] of places) {
      const origin = sent.get(name);
      const first = firstOf(found);
      if (origin === undefined) continue;
      const key = `${origin.producer} ${first.partition}`;
      const list = byProducer.get(key) ?? [];
      list.push({ name, sequence: origin.sequence, offset: first.offset });
      byProducer.set(key, list);
    }
    for (const list of byProducer.values()) {
      list.sort((a, b) => a.sequence - b.sequence);
      for (const [index, record] of list.entries()) {
        const before = list[index - 1];
        if (before === undefined || before.offset <= record.offset) continue;
        yield `${record.name} at ${record.offset} was sent after ${before.name} at ${before.offset}`;
      }
    }
  },
};

export const historyCheckers: readonly HistoryChecker[] = [
  noAcknowledgedLoss,
  oneRecordPerOffset,
  readsAscend,
  onlyWhatWasSent,
  orderKept,
];

export interface Verdict {
  readonly acknowledged: number;
  /** Different records read. */
  readonly read: number;
  readonly lost: number;
  readonly reordered: number;
  /** Records that stand at more than one place: retries after lost answers. */
  readonly duplicated: number;
  readonly violations: readonly Violation[];
}

/** Runs every checker over a whole run. */
export function judge(events: Iterable<HistoryEvent>): Verdict {
  const history = indexHistory(events);
  const violations = historyCheckers.flatMap((checker) =>
    [...checker.check(history)].map((text) => ({ checker: checker.name, text })),
  );
  const count = (checker: HistoryChecker) =>
    violations.filter((violation) => violation.checker === checker.name).length;
  return {
    acknowledged: history.acknowledged.size,
    read: history.places.size,
    lost: count(noAcknowledgedLoss),
    reordered: count(orderKept) + count(readsAscend),
    duplicated: [...history.places.values()].filter((found) => found.length > 1).length,
    violations,
  };
}

function firstOf(found: readonly Place[]): Place {
  return found.reduce((first, place) => (place.offset < first.offset ? place : first));
}
