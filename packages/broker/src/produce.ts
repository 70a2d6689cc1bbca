import { type Crc32c, type Failure, failure, isFailure } from "@sordini/base";
import { type LocatedBatch, stampBatch, validateProduced } from "@sordini/records";
import { appendFailure, type Leader, leaderFor } from "@sordini/replication";
import type { PartitionLog } from "@sordini/storage";
import type {
  Acks,
  PartitionFailure,
  ProduceDone,
  ProducePartition,
  ProduceRequest,
} from "./api.ts";
import type { ByteBudget } from "./byte-budget.ts";
import { produceBatchCountMax, produceInFlightOverrunMax, produceTimeoutMsMax } from "./limits.ts";
import type { ClusterView } from "./metadata-view.ts";
import type { Partition } from "./partition.ts";
import type { PartitionTable } from "./partition-table.ts";
import { checkRun, type RunVerdict } from "./producer-history.ts";

export interface ProducePathOptions {
  readonly partitions: PartitionTable;
  readonly view: ClusterView;
  readonly budget: ByteBudget;
  readonly crc32c: Crc32c;
}

interface Request {
  readonly acks: Acks;
  readonly timeoutMs: number;
  readonly done: ProduceDone;
}

/**
 * From a produce request to the leader's log. All checks come before the append, so each of their
 * errors is definite (I23). Per batch this costs a header, a CRC and twelve bytes patched in place;
 * per partition one waiter; no promise and no timer.
 */
export class ProducePath {
  readonly #partitions: PartitionTable;
  readonly #view: ClusterView;
  readonly #budget: ByteBudget;
  readonly #crc32c: Crc32c;

  constructor({ partitions, view, budget, crc32c }: ProducePathOptions) {
    this.#partitions = partitions;
    this.#view = view;
    this.#budget = budget;
    this.#crc32c = crc32c;
  }

  produce(request: ProduceRequest, done: ProduceDone): void {
    const { acks, partitions } = request;
    const refusal = isAcks(acks) ? this.#overrun() : invalidAcks(acks);
    const shared = requestOf(request, done);
    for (let index = 0; index < partitions.length; index++) {
      const asked = partitions[index] as ProducePartition;
      const why = refusal ?? this.#append(asked, index, shared);
      if (why !== null) done(index, why);
    }
  }

  /** Null: the append is under way and `done` was or will be called by its waiter. */
  #append(asked: ProducePartition, index: number, request: Request): PartitionFailure | null {
    const partition = this.#partitions.get(asked);
    if (partition === undefined || partition.log === null) return this.#view.whyNotHere(asked);
    const leader = leaderFor(partition.replica, asked.leaderEpoch);
    if (isFailure<Leader>(leader)) return this.#view.withLeader(leader, asked);
    const { log } = partition;
    if (!log.online) return offline(partition);
    const underMin = appendFailure(leader, request.acks);
    if (underMin !== null) return underMin;
    const batches = validateProduced(asked.batches, this.#crc32c, {
      batchBytesMax: partition.config.maxMessageBytes,
      batchCountMax: produceBatchCountMax,
    });
    if (isFailure<readonly LocatedBatch[]>(batches)) return batches;
    const verdict = checkProducers(partition, log, batches);
    if (isFailure<RunVerdict>(verdict)) return verdict;
    const run = { asked, index, batches, verdict };
    this.#appendNew(partition as OpenPartition, leader, { ...run, ...request });
    return null;
  }

  #appendNew(partition: OpenPartition, leader: Leader, run: CheckedRun): void {
    const { log, waiters, producers } = partition;
    const { batches, verdict, asked, acks } = run;
    const base = log.logEnd;
    const isDuplicate = verdict.duplicateCount === batches.length;
    const fresh = isDuplicate
      ? null
      : asked.batches.subarray(batches[verdict.duplicateCount]?.position);
    let end = base;
    for (let i = verdict.duplicateCount; i < batches.length; i++) {
      const { position, header } = batches[i] as LocatedBatch;
      stampBatch(asked.batches, position, { baseOffset: end, leaderEpoch: leader.leaderEpoch });
      producers.appended(header, end);
      end += header.lastOffsetDelta + 1;
    }
    const baseOffset = verdict.duplicateCount > 0 ? verdict.baseOffset : base;
    if (fresh !== null) {
      partition.appendAsLeader({ bytes: fresh, baseOffset: base, nextOffset: end });
    } else end = verdict.nextOffset;
    if (acks === 0) run.done(run.index, { baseOffset, logStart: log.logStart });
    waiters.add(
      {
        acks,
        baseOffset,
        end,
        sizeBytes: fresh?.length ?? 0,
        index: run.index,
        done: run.done,
      },
      run.timeoutMs,
    );
    if (fresh === null) this.#answerOldDuplicate(partition, leader);
  }

  /** What a duplicate waits for may have happened long ago, and no later advance would tell. */
  #answerOldDuplicate({ waiters, log }: OpenPartition, leader: Leader): void {
    waiters.onWritten(log.writtenEnd, log.logStart);
    waiters.onCommitted(leader.highWatermark, log.logStart);
  }

  #overrun(): Failure | null {
    const { takenBytes, bytesMax } = this.#budget;
    if (takenBytes < bytesMax * produceInFlightOverrunMax) return null;
    const what = `${takenBytes} bytes wait to be written, ${bytesMax} may; send less at a time`;
    return failure("THROTTLING_QUOTA_EXCEEDED", what);
  }
}

type OpenPartition = Partition & { readonly log: PartitionLog };

interface CheckedRun extends Request {
  readonly asked: ProducePartition;
  readonly index: number;
  readonly batches: readonly LocatedBatch[];
  readonly verdict: RunVerdict;
}

function requestOf({ acks, timeoutMs }: ProduceRequest, done: ProduceDone): Request {
  const bounded = Math.min(Math.max(0, timeoutMs), produceTimeoutMsMax);
  return { acks: acks as Acks, timeoutMs: bounded, done };
}

function isAcks(acks: number): acks is Acks {
  return acks === -1 || acks === 0 || acks === 1;
}

function invalidAcks(acks: number): Failure {
  return failure("INVALID_REQUIRED_ACKS", `acks is ${acks}; it may be 0, 1 or -1 (all)`);
}

function offline(partition: Partition): Failure {
  const what = `the log directory of ${partition.name} failed; another replica will lead soon`;
  return failure("KAFKA_STORAGE_ERROR", what);
}

const noProducers: RunVerdict = { duplicateCount: 0, baseOffset: -1, nextOffset: -1 };

function checkProducers(
  partition: Partition,
  log: PartitionLog,
  batches: readonly LocatedBatch[],
): RunVerdict | Failure {
  if (batches.every(({ header }) => header.producerId === -1)) return noProducers;
  const verdict = checkRun(
    partition.producers,
    batches.map(({ header }) => header),
  );
  if (verdict !== null) return verdict;
  partition.scanProducers(log);
  const what = `the idempotent producers of ${partition.name} are being looked up; try again`;
  return failure("NOT_LEADER_OR_FOLLOWER", what);
}
