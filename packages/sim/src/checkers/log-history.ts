import { unreachable } from "@sordini/base";
import type { HistoryEvent } from "./history.ts";
import {
  type HistoryChecker,
  historyCheckers,
  noAcknowledgedLoss,
  orderKept,
  readsAscend,
} from "./log-checkers.ts";
import { RunIndex } from "./run-index.ts";

/** One broken promise: which checker saw it, and a sentence with the evidence. */
export interface Violation {
  readonly checker: string;
  readonly text: string;
}

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

const readCheckers = historyCheckers.filter(({ onRead }) => onRead !== undefined);

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
    const run = this.#run;
    switch (event.kind) {
      case "sent":
        return run.addSent(event);
      case "acknowledged":
        return run.addAcknowledged(event);
      case "failed":
        return run.addFailed(event);
      case "read":
        for (const checker of readCheckers) this.#add(checker, checker.onRead?.(event, run));
        return run.addRead(event);
      case "listed":
        for (const checker of historyCheckers) this.#add(checker, checker.onListed?.(event, run));
        return run.addListed(event);
      case "readToEnd":
        return run.addReadToEnd(event);
      case "fault":
        return;
      default:
        return unreachable(event);
    }
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

  #add(checker: HistoryChecker, found: string | undefined): void {
    if (found === undefined) return;
    const count = this.#countOf(checker);
    this.#counts.set(checker, count + 1);
    if (count < violationsMax) this.#violations.push({ checker: checker.name, text: found });
  }

  #countOf(checker: HistoryChecker): number {
    return this.#counts.get(checker) ?? 0;
  }
}
