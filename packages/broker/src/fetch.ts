import { type Failure, failure, isFailure, type Timers } from "@sordini/base";
import { clientHighWatermark, type Leader, leaderFor } from "@sordini/replication";
import type { PartitionLog, ReadResult } from "@sordini/storage";
import type {
  FetchedPartition,
  FetchHandle,
  FetchPartition,
  FetchRequest,
  FetchResponse,
  PartitionFailure,
} from "./api.ts";
import type { DeadlineWheel } from "./deadlines.ts";
import { fetchBytesMax, fetchWaitMsMax } from "./limits.ts";
import type { ClusterView } from "./metadata-view.ts";
import { ParkedFetches, type Pending } from "./parked-fetches.ts";
import type { Partition } from "./partition.ts";
import type { PartitionTable } from "./partition-table.ts";

export interface FetchPathOptions {
  readonly partitions: PartitionTable;
  readonly view: ClusterView;
  readonly timers: Timers;
  readonly wheel: DeadlineWheel;
}

/**
 * Reads committed batches for clients. What the log's tail holds is answered in the same turn; what
 * has to come from a disk is awaited; what is not there yet is parked until the high watermark
 * passes it (long poll).
 */
export class FetchPath {
  readonly #partitions: PartitionTable;
  readonly #view: ClusterView;
  readonly parked: ParkedFetches;

  constructor({ partitions, view, timers, wheel }: FetchPathOptions) {
    this.#partitions = partitions;
    this.#view = view;
    this.parked = new ParkedFetches({
      timers,
      wheel,
      tryFetch: (pending, isLast) => this.#try(pending, isLast),
    });
  }

  fetch(request: FetchRequest): FetchHandle {
    let resolve: (response: FetchResponse) => void = () => {};
    const response = new Promise<FetchResponse>((settle) => {
      resolve = settle;
    });
    let isCancelled = false;
    const answer = (result: FetchResponse): void => {
      if (!isCancelled) resolve(result);
    };
    const pending = { request, answer };
    const waitMs = Math.min(request.maxWaitMs, fetchWaitMsMax);
    let unpark = (): void => {};
    if (!this.#try(pending, waitMs <= 0 || this.parked.isFull)) {
      unpark = this.parked.park(pending, this.#readable(request), waitMs);
    }
    return {
      response,
      cancel: () => {
        isCancelled = true;
        unpark();
      },
    };
  }

  #readable(request: FetchRequest): readonly Partition[] {
    const found = new Set<Partition>(); // a request may name a partition twice
    for (const asked of request.partitions) {
      const partition = this.#partitions.get(asked);
      if (partition !== undefined) found.add(partition);
    }
    return [...found];
  }

  /** Answers the fetch when it has bytes enough, an error or no more time; says whether it did. */
  #try({ request, answer }: Pending, isLast: boolean): boolean {
    const bytesMax = Math.min(request.bytesMax, fetchBytesMax);
    const bytesMin = Math.min(request.minBytes, bytesMax);
    const results: PartialResult[] = [];
    const slow: Promise<void>[] = [];
    let sizeBytes = 0;
    let isDue = isLast;
    for (const [i, asked] of request.partitions.entries()) {
      const left = bytesMax - sizeBytes;
      const result = this.#read(asked, { left, isFirst: sizeBytes === 0, isLast });
      if (result instanceof Promise) {
        slow.push(result.then((read) => void (results[i] = read)));
        sizeBytes += Math.min(asked.bytesMax, bytesMax - sizeBytes);
        continue;
      }
      results[i] = result;
      if ("error" in result) isDue = true;
      else sizeBytes += result.sizeBytes;
    }
    const hasEnough = sizeBytes > 0 && sizeBytes >= bytesMin;
    // Bytes that have left memory are there in plenty: to wait for more of them would be odd.
    if (!isDue && slow.length === 0 && !hasEnough) return false;
    if (slow.length > 0) void Promise.all(slow).then(() => answer(results));
    else answer(results);
    return true;
  }

  #read(asked: FetchPartition, budget: Budget): PartialResult | Promise<PartialResult> {
    const partition = this.#partitions.get(asked);
    if (partition === undefined || partition.log === null) return this.#view.whyNotHere(asked);
    const { log } = partition;
    const leader = leaderFor(partition.replica, asked.leaderEpoch);
    if (isFailure<Leader>(leader)) return this.#view.withLeader(leader, asked);
    const refusal = checkOffset(partition, { log, offset: asked.offset });
    if (refusal !== null) return refusal;
    const { highWatermark } = leader;
    const { logStart } = log;
    const empty = { highWatermark, logStart, runs: [], sizeBytes: 0, nextOffset: asked.offset };
    const bytesMax = Math.min(asked.bytesMax, budget.left);
    if (asked.offset >= highWatermark) {
      const isUnknown = budget.isLast && clientHighWatermark(leader) === undefined;
      return isUnknown ? notYetKnown(partition) : empty;
    }
    if (bytesMax <= 0 && !budget.isFirst) return empty;
    try {
      const read = log.read({ offset: asked.offset, bytesMax, end: highWatermark });
      if (!(read instanceof Promise)) return fetched(read, { highWatermark, logStart });
      return read.then(
        (result) => fetched(result, { highWatermark, logStart }),
        (error: unknown) => unreadable(partition, error),
      );
    } catch (error) {
      return unreadable(partition, error);
    }
  }
}

type PartialResult = FetchedPartition | PartitionFailure;

interface Budget {
  readonly left: number;
  /** Nothing was found yet: the first batch may be larger than what is left (KIP-74). */
  readonly isFirst: boolean;
  /** The fetch is answered now, whatever was found. */
  readonly isLast: boolean;
}

/** Between the high watermark and the log end there is nothing to read yet, but no error either. */
function checkOffset(
  partition: Partition,
  { log, offset }: { readonly log: PartitionLog; readonly offset: number },
): Failure | null {
  if (offset >= log.logStart && offset <= log.logEnd) return null;
  const range = `${log.logStart} to ${log.logEnd}`;
  return failure("OFFSET_OUT_OF_RANGE", `offset ${offset} of ${partition.name} is not in ${range}`);
}

/**
 * I15, KIP-207: the high watermark of a new leader may be older than what clients have seen, so
 * "there is nothing more" would be a lie, and an exit at the end of the log would lose records.
 */
function notYetKnown(partition: Partition): Failure {
  const what = `the new leader of ${partition.name} does not know yet what is committed`;
  return failure("OFFSET_NOT_AVAILABLE", what);
}

function fetched(
  { runs, sizeBytes, nextOffset }: ReadResult,
  { highWatermark, logStart }: { readonly highWatermark: number; readonly logStart: number },
): FetchedPartition {
  return { highWatermark, logStart, runs, sizeBytes, nextOffset };
}

function unreadable(partition: Partition, error: unknown): Failure {
  return failure("KAFKA_STORAGE_ERROR", `${partition.name} cannot be read: ${String(error)}`);
}
