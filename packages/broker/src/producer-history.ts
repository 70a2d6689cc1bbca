import { assert, type Failure, failure, isFailure, type Offset } from "@sordini/base";
import { type BatchHeader, iterateBatches } from "@sordini/records";
import { ProducerTable, type ProducerVerdict, sequenceAfter } from "@sordini/replication";
import type { PartitionLog } from "@sordini/storage";
import { producerScanBytes } from "./limits.ts";

/**
 * Which batches of idempotent producers one log holds (I27, I28). A function of the log: kept up
 * with every append of leader and follower alike, forgotten at a truncation and after a restart,
 * and then rebuilt by a scan once an idempotent producer asks. A log that none writes to is never
 * scanned.
 */
export class ProducerHistory {
  #table: ProducerTable | null = null;
  /** Counts what makes a scan under way worthless. */
  #generation = 0;
  #isScanning = false;

  get isKnown(): boolean {
    return this.#table !== null;
  }

  /** The log is empty, so all is known from here on. */
  startEmpty(): void {
    this.#generation += 1;
    this.#table = new ProducerTable();
  }

  forget(): void {
    this.#generation += 1;
    this.#table = null;
  }

  /** Null: not known before a `scan`. Asked only for batches with a producer id. */
  check(batch: BatchHeader): ProducerVerdict | Failure | null {
    return this.#table === null ? null : this.#table.check(batch);
  }

  /** To be called for each batch appended, in order; its header may name another base offset. */
  appended(batch: BatchHeader, baseOffset: Offset): void {
    if (this.#table === null) return;
    const { producerId, producerEpoch, baseSequence, lastOffsetDelta, maxTimestamp } = batch;
    const place = { baseOffset, lastOffsetDelta, maxTimestamp };
    this.#table.replay({ producerId, producerEpoch, baseSequence, ...place });
  }

  /** Rebuilds the table from the log's batch headers; appends may go on meanwhile. */
  async scan(log: PartitionLog): Promise<void> {
    if (this.#table !== null || this.#isScanning) return;
    this.#isScanning = true;
    const generation = this.#generation;
    try {
      const table = new ProducerTable();
      let offset = log.logStart;
      while (offset < log.logEnd && this.#generation === generation) {
        const read = log.read({ offset, bytesMax: producerScanBytes, end: log.logEnd });
        const { runs, nextOffset } = read instanceof Promise ? await read : read;
        for (const run of runs) {
          for (const { header } of iterateBatches(run)) table.replay(header);
        }
        assert(nextOffset > offset, `the log has nothing at ${offset}, below its end`);
        offset = nextOffset;
      }
      if (this.#generation === generation) this.#table = table;
    } finally {
      this.#isScanning = false;
    }
  }
}

/** How the batches of one produced run stand to what the log holds. */
export interface RunVerdict {
  /** Batches at the run's beginning that the log holds already. */
  readonly duplicateCount: number;
  /** Of the first duplicate. */
  readonly baseOffset: number;
  /** After the last duplicate. */
  readonly nextOffset: number;
}

/**
 * Checks a run of one idempotent producer against the history; null when that is not known. A run
 * is taken whole or not at all (I23), and the table learns of a batch only by its append, so the
 * run itself must go on without a gap after its first batch.
 */
export function checkRun(
  history: ProducerHistory,
  batches: readonly BatchHeader[],
): RunVerdict | Failure | null {
  let verdict: RunVerdict = { duplicateCount: 0, baseOffset: -1, nextOffset: -1 };
  for (const [i, batch] of batches.entries()) {
    const previous = batches[i - 1];
    if (previous !== undefined && !follows(previous, batch)) {
      const what = "batches of one produced run must follow each other in one producer's sequence";
      return failure("INVALID_RECORD", what);
    }
    if (verdict.duplicateCount < i) continue; // after a batch that is new, so are all
    const checked = history.check(batch);
    if (checked === null) return null;
    if (isFailure<ProducerVerdict>(checked)) return checked;
    if (checked.kind === "append") continue;
    const baseOffset = i === 0 ? checked.baseOffset : verdict.baseOffset;
    verdict = { duplicateCount: i + 1, baseOffset, nextOffset: checked.nextOffset };
  }
  return verdict;
}

function follows(previous: BatchHeader, batch: BatchHeader): boolean {
  return (
    batch.producerId === previous.producerId &&
    batch.producerEpoch === previous.producerEpoch &&
    batch.baseSequence === sequenceAfter(previous.baseSequence, previous.lastOffsetDelta + 1)
  );
}
