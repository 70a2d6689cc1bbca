import { EpochHistory, type Epoch, type NodeId, type Offset } from "@sordini/base";
import type { PartitionState } from "@sordini/metadata";
import type { IsrProposal } from "@sordini/replication";
import type { ReplicaSight } from "./replica-sight.ts";

/** What is true of one partition, whatever its replicas believe. */
export class PartitionGhost {
  readonly name: string;
  /** The running replicas whose log is open, as they were at the last look. */
  readonly replicas = new Map<NodeId, ReplicaSight>();
  /** The highest durable end that each follower ever had in an epoch, in any of its processes. */
  readonly #held = new Map<Epoch, Map<NodeId, Offset>>();
  /** The newest committed state; null before the first, and once the topic is deleted. */
  state: PartitionState | null = null;
  /** What leaders asked for that may be committed yet, as far as epochs say. */
  proposals: IsrProposal[] = [];
  /** Who led each epoch: "node.incarnation". */
  readonly leaders = new Map<Epoch, string>();
  /** The highest high watermark that clients could see, and the epoch of the leader who said so. */
  visible = { epoch: -1, offset: 0 };
  /** The same of all epochs before that one. */
  visibleBefore = 0;
  #highWatermark: Offset = 0;
  #epochs = EpochHistory.empty;

  constructor(name: string) {
    this.name = name;
  }

  /** The true high watermark: the highest that any leader ever had. Below it all is committed. */
  get highWatermark(): Offset {
    return this.#highWatermark;
  }

  /** Which epoch wrote each committed offset, as the leader that committed it says. */
  get epochs(): EpochHistory {
    return this.#epochs;
  }

  /** The controllers have committed another state: what names an older epoch is void. */
  change(state: PartitionState): void {
    this.state = state;
    this.proposals = this.proposals.filter(
      ({ partitionEpoch }) => partitionEpoch >= state.partitionEpoch,
    );
  }

  /** A follower in that epoch has a log that is durable up to there. */
  hold(
    member: NodeId,
    { leaderEpoch, durableEnd }: { readonly leaderEpoch: Epoch; readonly durableEnd: Offset },
  ): void {
    const held = this.#held.get(leaderEpoch) ?? new Map<NodeId, Offset>();
    this.#held.set(leaderEpoch, held);
    if (durableEnd > (held.get(member) ?? 0)) held.set(member, durableEnd);
  }

  /** 0: it never followed in that epoch. */
  heldIn(leaderEpoch: Epoch, member: NodeId): Offset {
    return this.#held.get(leaderEpoch)?.get(member) ?? 0;
  }

  /** A leader with these epochs has committed everything below `offset`. */
  commit(offset: Offset, epochs: EpochHistory): void {
    const from = this.#highWatermark;
    let history = this.#epochs.assign({ epoch: epochs.epochOf(from), start: from });
    for (const entry of epochs.entries) {
      if (entry.start > from && entry.start < offset) history = history.assign(entry);
    }
    this.#epochs = history;
    this.#highWatermark = offset;
  }
}

/**
 * The first offset in the range that two logs got from different epochs; null when there is none.
 * An epoch has one leader, so that equal epochs mean equal records.
 */
export function firstDifference(
  a: EpochHistory,
  b: EpochHistory,
  { from, to }: { readonly from: Offset; readonly to: Offset },
): Offset | null {
  if (from >= to) return null;
  if (a.epochOf(from) !== b.epochOf(from)) return from;
  const starts = [...a.entries, ...b.entries]
    .map(({ start }) => start)
    .filter((start) => start > from && start < to)
    .sort((x, y) => x - y);
  return starts.find((start) => a.epochOf(start) !== b.epochOf(start)) ?? null;
}
