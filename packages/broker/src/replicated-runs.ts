import {
  type Crc32c,
  type Epoch,
  type Failure,
  failure,
  MalformedError,
  type Offset,
} from "@sordini/base";
import { isBatchIntact, iterateBatches } from "@sordini/records";
import type { ProducerHistory } from "./producer-history.ts";

/** What a follower expects of a run that its leader pushed. */
export interface ExpectedRun {
  readonly baseOffset: Offset;
  /** No batch is of a later epoch than the leader that pushes it. */
  readonly leaderEpoch: Epoch;
}

/**
 * Where the run ends, or CORRUPT_MESSAGE when its batches do not follow each other from
 * `baseOffset` on, are cut, or fail their CRC: then nothing of it may be appended (I20).
 */
export function checkRun(
  run: Uint8Array,
  { baseOffset, leaderEpoch }: ExpectedRun,
  crc32c: Crc32c,
): Offset | Failure {
  let next = baseOffset;
  let position = 0;
  try {
    for (const { position: start, header } of iterateBatches(run)) {
      if (header.baseOffset !== next) {
        return corrupt(`batch ${header.baseOffset} where ${next} was due`);
      }
      if (header.leaderEpoch > leaderEpoch) {
        return corrupt(`batch ${next} is of epoch ${header.leaderEpoch}, after ${leaderEpoch}`);
      }
      if (!isBatchIntact(run, start, crc32c)) return corrupt(`batch ${next} fails its CRC`);
      next = header.nextOffset;
      position = start + header.sizeBytes;
    }
  } catch (error) {
    if (error instanceof MalformedError) return corrupt(error.message);
    throw error;
  }
  if (position === run.length && next > baseOffset) return next;
  return corrupt(`${run.length - position} bytes after the batch that ends at ${next}`);
}

function corrupt(what: string): Failure {
  return failure("CORRUPT_MESSAGE", what);
}

/** Lets the history learn of a run that was checked and appended. */
export function recordProducers(history: ProducerHistory, run: Uint8Array): void {
  if (!history.isKnown) return;
  for (const { header } of iterateBatches(run)) history.appended(header, header.baseOffset);
}
