import { type Failure, failure, isFailure } from "@sordini/base";
import { clientHighWatermark, type Leader, leaderFor } from "@sordini/replication";
import type { PartitionLog } from "@sordini/storage";
import type { ListedOffset, ListOffsetsPartition, PartitionFailure } from "./api.ts";
import type { ClusterView } from "./metadata-view.ts";
import type { Partition } from "./partition.ts";
import type { PartitionTable } from "./partition-table.ts";

export interface ListOffsetsContext {
  readonly partitions: PartitionTable;
  readonly view: ClusterView;
}

const latest = -1;
const earliest = -2;
const largestTimestamp = -3;

/**
 * One partition's offset by time, or the latest (-1), the earliest (-2), or that of the record with
 * the largest timestamp (-3, KIP-734). What lies at or above the high watermark does not exist yet.
 */
export async function listOffset(
  { partitions, view }: ListOffsetsContext,
  asked: ListOffsetsPartition,
): Promise<ListedOffset | PartitionFailure> {
  const partition = partitions.get(asked);
  if (partition === undefined || partition.log === null) return view.whyNotHere(asked);
  const leader = leaderFor(partition.replica, asked.leaderEpoch);
  if (isFailure<Leader>(leader)) return view.withLeader(leader, asked);
  const highWatermark = clientHighWatermark(leader);
  if (highWatermark === undefined && asked.timestampMs !== earliest) {
    const what = `the new leader of ${partition.name} does not know yet what is committed`;
    return failure("OFFSET_NOT_AVAILABLE", what);
  }
  try {
    const found = await find(partition.log, asked.timestampMs, highWatermark ?? 0);
    if (isFailure<Found>(found)) return found;
    return { ...found, leaderEpoch: epochOf(partition, leader, found.offset) };
  } catch (error) {
    return failure("KAFKA_STORAGE_ERROR", `${partition.name} cannot be read: ${String(error)}`);
  }
}

interface Found {
  readonly offset: number;
  readonly timestampMs: number;
}

const nothing: Found = { offset: -1, timestampMs: -1 };

async function find(
  log: PartitionLog,
  timestampMs: number,
  highWatermark: number,
): Promise<Found | Failure> {
  if (timestampMs === latest) return { offset: highWatermark, timestampMs: -1 };
  if (timestampMs === earliest) return { offset: log.logStart, timestampMs: -1 };
  if (timestampMs < largestTimestamp) {
    return failure("UNSUPPORTED_VERSION", `${timestampMs} names no time and no kind of offset`);
  }
  if (timestampMs === largestTimestamp) return findLargest(log, highWatermark);
  return (await findByTime(log, timestampMs, highWatermark)) ?? nothing;
}

async function findByTime(
  log: PartitionLog,
  timestampMs: number,
  highWatermark: number,
): Promise<Found | null> {
  const found = await log.offsetForTimestamp(timestampMs);
  return found === null || found.offset >= highWatermark ? null : found;
}

/**
 * Halves the range of timestamps: "is there a record this new?" has one answer below the largest
 * timestamp and the other above it. About fifty look-ups in an index, instead of reading the log.
 */
async function findLargest(log: PartitionLog, highWatermark: number): Promise<Found> {
  let best = nothing;
  let low = 0;
  let high = Number.MAX_SAFE_INTEGER;
  while (low <= high) {
    const middle = Math.floor(low + (high - low) / 2);
    const found = await findByTime(log, middle, highWatermark);
    if (found === null) high = middle - 1;
    else {
      best = found;
      low = Math.max(middle, found.timestampMs) + 1;
    }
  }
  return best;
}

function epochOf(partition: Partition, leader: Leader, offset: number): number {
  if (offset < 0) return -1;
  return partition.log?.epochs.epochOf(offset) ?? leader.leaderEpoch;
}
