import type { HistoryEvent, Read } from "./history.ts";
import { type Place, RunIndex } from "./run-index.ts";

/** One broken promise: which checker saw it, and a sentence with the evidence. */
export interface Violation {
  readonly checker: string;
  readonly text: string;
}

/** Finds one kind of broken promise; several of them make a verdict. */
export interface HistoryChecker {
  readonly name: string;
  /** Looks at a read before it becomes part of `run`; a sentence when it must not be. */
  readonly onRead?: (read: Read, run: RunIndex) => string | undefined;
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
    const before = run.lastOffsetOf(read);
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
  /** Places of a record beyond its first: retries after lost answers. */
  readonly duplicated: number;
  /** All that were found. */
  readonly violationCount: number;
  /** The first of them, at most `violationsMax` of each checker. */
  readonly violations: readonly Violation[];
}

/** More sentences would not help the reader, and a broken run has one for each record. */
export const violationsMax = 20;

/** Runs every checker over a whole run. */
export function judge(events: Iterable<HistoryEvent>): Verdict {
  const judging = new Judge();
  for (const event of events) judging.see(event);
  return judging.verdict();
}

/** `judge` for a run that does not fit in memory: events one at a time, then the verdict, once. */
export class Judge {
  readonly #run = new RunIndex();
  readonly #violations: Violation[] = [];
  readonly #counts = new Map<HistoryChecker, number>();

  see(event: HistoryEvent): void {
    if (event.kind === "sent") this.#run.addSent(event);
    if (event.kind === "acknowledged") this.#run.addAcknowledged(event);
    if (event.kind !== "read") return;
    for (const checker of historyCheckers) {
      const found = checker.onRead?.(event, this.#run);
      if (found !== undefined) this.#add(checker, found);
    }
    this.#run.addRead(event);
  }

  verdict(): Verdict {
    for (const checker of historyCheckers) {
      for (const found of checker.atEnd?.(this.#run) ?? []) this.#add(checker, found);
    }
    const { acknowledged, read, duplicated } = this.#run;
    return {
      ...{ acknowledged, read, duplicated },
      lost: this.#countOf(noAcknowledgedLoss),
      reordered: this.#countOf(orderKept) + this.#countOf(readsAscend),
      violationCount: [...this.#counts.values()].reduce((sum, count) => sum + count, 0),
      violations: this.#violations,
    };
  }

  #add(checker: HistoryChecker, found: string): void {
    const count = this.#countOf(checker);
    this.#counts.set(checker, count + 1);
    if (count < violationsMax) this.#violations.push({ checker: checker.name, text: found });
  }

  #countOf(checker: HistoryChecker): number {
    return this.#counts.get(checker) ?? 0;
  }
}

function text({ partition, offset }: Place): string {
  return `${partition}/${offset}`;
}
