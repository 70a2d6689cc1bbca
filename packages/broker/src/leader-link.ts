import {
  type BrokerEpoch,
  type Crc32c,
  type Failure,
  type LogSink,
  type NodeId,
  type Offset,
  type Rng,
  type Timer,
  type Timers,
  type Uuid,
} from "@sordini/base";
import {
  attachAnswered,
  beginAttach,
  type Follower,
  type FollowerAction,
  type Position,
  positionOf,
  pushArrived,
  streamLost,
  truncated,
} from "@sordini/replication";
import { pushSizeBytes, type ReplicaPosition, type ReplicaPush } from "./api.ts";
import { Backoff } from "./backoff.ts";
import { Fifo } from "./fifo.ts";
import {
  attachRetryMsMax,
  positionsPerUpdateMax,
  reconnectDelayMsMax,
  reconnectDelayMsMin,
  replicationWindowBytesMax,
} from "./limits.ts";
import type { Partition } from "./partition.ts";
import type { PartitionTable } from "./partition-table.ts";
import type { Endpoint, Peers, ReplicationStream } from "./ports.ts";
import { attachAnswerOf } from "./replica-pushes.ts";
import { checkRun, recordProducers } from "./replicated-runs.ts";

export interface LeaderLinkOptions {
  readonly clusterId: Uuid;
  readonly nodeId: NodeId;
  readonly brokerEpoch: () => BrokerEpoch;
  readonly endpointOf: (leader: NodeId) => Endpoint | undefined;
  readonly partitions: PartitionTable;
  readonly peers: Peers;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly crc32c: Crc32c;
  readonly log: LogSink;
}

/** One partition on the link. */
interface Lane {
  readonly partition: Partition;
  /** Credit of pushes that are appended but not durable: given back as they become so. */
  readonly undurable: Fifo<{ readonly end: Offset; readonly bytes: number }>;
}

/**
 * The follower's end of the stream to one leader broker, for all partitions that it leads and we
 * follow. A partition attaches by its log's end and last epoch; the leader answers with pushes from
 * there on, or says where the two logs part, and then the log is cut before anything else (I20).
 */
export class LeaderLink {
  readonly leaderId: NodeId;
  readonly #options: LeaderLinkOptions;
  readonly #backoff: Backoff;
  readonly #lanes = new Map<Partition, Lane>();
  readonly #toAttach = new Set<Partition>();
  readonly #toReport = new Set<Partition>();
  readonly #toDetach = new Set<Partition>();
  readonly #toRetry = new Set<Partition>();
  #stream: ReplicationStream | null = null;
  #endpoint: Endpoint | undefined;
  #creditToGrant = 0;
  #isFlushing = false;
  #isRetrying = false;
  #reconnect: Timer | null = null;
  #stopped = false;

  constructor(leaderId: NodeId, options: LeaderLinkOptions) {
    this.leaderId = leaderId;
    this.#options = options;
    const { rng } = options;
    this.#backoff = new Backoff({ minMs: reconnectDelayMsMin, maxMs: reconnectDelayMsMax, rng });
  }

  /** Follows the partition from now on, or again after its log was settled. */
  add(partition: Partition): void {
    if (!this.#lanes.has(partition)) {
      this.#lanes.set(partition, { partition, undurable: new Fifo() });
    }
    this.#toDetach.delete(partition);
    this.#toAttach.add(partition);
    if (this.#stream !== null) this.#flushSoon();
    else if (this.#reconnect === null) this.#connectAfter(0);
  }

  remove(partition: Partition): void {
    const lane = this.#lanes.get(partition);
    if (lane === undefined) return;
    this.#releaseAll(lane);
    this.#lanes.delete(partition);
    this.#toAttach.delete(partition);
    this.#toReport.delete(partition);
    this.#toRetry.delete(partition);
    this.#toDetach.add(partition);
    this.#flushSoon();
  }

  get isEmpty(): boolean {
    return this.#lanes.size === 0;
  }

  /** The log of a partition became durable further. */
  report(partition: Partition): void {
    const lane = this.#lanes.get(partition);
    if (lane === undefined || partition.log === null) return;
    this.#toReport.add(partition);
    const { durableEnd } = partition.log;
    for (;;) {
      const head = lane.undurable.peek();
      if (head === undefined || head.end > durableEnd) break;
      lane.undurable.shift();
      this.#creditToGrant += head.bytes;
    }
    this.#flushSoon();
  }

  /** Opens the stream anew: the leader moved or came back, or we have a new broker epoch. */
  refresh({ isNewEpoch }: { readonly isNewEpoch: boolean }): void {
    const endpoint = this.#options.endpointOf(this.leaderId);
    const moved =
      endpoint?.host !== this.#endpoint?.host || endpoint?.port !== this.#endpoint?.port;
    if (!moved && !isNewEpoch && this.#stream !== null) return;
    this.#backoff.reset();
    this.#disconnect();
    this.#connectAfter(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#disconnect();
  }

  #connectAfter(delayMs: number): void {
    this.#reconnect?.cancel();
    this.#reconnect = null;
    if (this.#stopped || this.#lanes.size === 0) return;
    this.#reconnect = this.#options.timers.after(delayMs, () => this.#connect());
  }

  #connect(): void {
    this.#reconnect = null;
    if (this.#lanes.size === 0) return;
    const { clusterId, nodeId, brokerEpoch, endpointOf, peers } = this.#options;
    this.#endpoint = endpointOf(this.leaderId);
    if (this.#endpoint === undefined || brokerEpoch() < 0) {
      this.#connectAfter(this.#backoff.next());
      return;
    }
    const { leaderId } = this;
    const hello = { clusterId, followerId: nodeId, brokerEpoch: brokerEpoch(), leaderId };
    const stream = peers.openReplication(this.#endpoint, hello, {
      onPushes: (pushes) => {
        if (this.#stream === stream) this.#onPushes(pushes);
      },
      onClosed: (reason) => {
        if (this.#stream === stream) this.#lost(reason);
      },
    });
    this.#stream = stream;
    this.#creditToGrant = replicationWindowBytesMax;
    for (const partition of this.#lanes.keys()) this.#toAttach.add(partition);
    this.#flushSoon();
  }

  #lost(reason: string): void {
    this.#options.log.debug("replication stream lost", { leader: this.leaderId, reason });
    this.#stream = null;
    this.#disconnect();
    this.#connectAfter(this.#backoff.next());
  }

  /** Forgets what the stream knew; every follower attaches again on the next one. */
  #disconnect(): void {
    this.#stream?.close();
    this.#stream = null;
    this.#reconnect?.cancel();
    this.#reconnect = null;
    this.#toReport.clear();
    this.#toDetach.clear();
    for (const { partition, undurable } of this.#lanes.values()) {
      undurable.drain();
      const follower = this.#followerOf(partition);
      if (follower !== null) streamLost(follower);
    }
  }

  #followerOf({ replica }: Partition): Follower | null {
    return replica.role === "follower" && replica.leader === this.leaderId ? replica : null;
  }

  // Out: attaches, positions, credit.

  #flushSoon(): void {
    if (this.#isFlushing || this.#stream === null) return;
    this.#isFlushing = true;
    this.#options.timers.soon(() => {
      this.#isFlushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    const positions = [...this.#attaches(), ...this.#reports()];
    const detach = [...this.#toDetach].map(({ ref }) => ref);
    this.#toDetach.clear();
    const isWorthIt = this.#creditToGrant >= replicationWindowBytesMax / 8;
    if (this.#stream === null) return;
    if (positions.length === 0 && detach.length === 0 && !isWorthIt) return;
    const creditBytes = this.#creditToGrant;
    this.#creditToGrant = 0;
    const first = positions.slice(0, positionsPerUpdateMax);
    this.#stream.send({ positions: first, detach, creditBytes });
    for (let i = positionsPerUpdateMax; i < positions.length; i += positionsPerUpdateMax) {
      const part = positions.slice(i, i + positionsPerUpdateMax);
      this.#stream.send({ positions: part, detach: [], creditBytes: 0 });
    }
  }

  #attaches(): ReplicaPosition[] {
    const positions: ReplicaPosition[] = [];
    for (const partition of this.#toAttach) {
      const follower = this.#followerOf(partition);
      const { log } = partition;
      // Busy partitions come back through `add` once their log is settled.
      if (follower === null || log === null || partition.isBusy || !log.online) continue;
      if (follower.phase === "truncating") continue;
      const position = beginAttach(follower, { log, brokerEpoch: this.#options.brokerEpoch() });
      positions.push(wirePosition(partition, position, position.attachId));
    }
    this.#toAttach.clear();
    return positions;
  }

  #reports(): ReplicaPosition[] {
    const positions: ReplicaPosition[] = [];
    for (const partition of this.#toReport) {
      const follower = this.#followerOf(partition);
      if (follower?.phase !== "replicating") continue;
      positions.push(wirePosition(partition, positionOf(follower), 0));
    }
    this.#toReport.clear();
    return positions;
  }

  // In: pushes.

  #onPushes(pushes: readonly ReplicaPush[]): void {
    this.#backoff.reset();
    for (const push of pushes) {
      const partition = this.#options.partitions.get(push);
      const isKept = partition !== undefined && this.#onPush(partition, push);
      if (!isKept) this.#creditToGrant += pushSizeBytes(push);
    }
    this.#flushSoon();
  }

  /** True when the push's bytes are in the log now, so that its credit comes back later. */
  #onPush(partition: Partition, push: ReplicaPush): boolean {
    const follower = this.#followerOf(partition);
    const { log } = partition;
    const lane = this.#lanes.get(partition);
    if (follower === null || log === null || lane === undefined) return false;
    if (push.leaderEpoch !== follower.leaderEpoch || push.attachId !== follower.attachId) {
      return false; // of an earlier attach or an earlier leader (B30)
    }
    if (follower.phase === "attaching" || push.error !== "NONE" || push.diverging !== null) {
      const answer = attachAnswerOf(push);
      this.#act(lane, follower, attachAnswered(follower, { answer, log }));
      if (follower.phase !== "replicating") return false;
      if (push.error !== "NONE") {
        this.#startOver(lane, follower, { error: push.error, message: "the leader stopped" });
        return false;
      }
      // What became durable since the attach was sent; without new records nobody else would say.
      this.#toReport.add(partition);
    }
    if (!log.online || follower.phase !== "replicating") return false;
    return this.#take(lane, follower, push);
  }

  #take(lane: Lane, follower: Follower, push: ReplicaPush): boolean {
    const { partition } = lane;
    const ends = this.#checkRuns(push);
    if ("error" in ends) {
      this.#options.log.error("replicated batches refused", { partition: partition.name, ...ends });
      this.#startOver(lane, follower, ends);
      return false;
    }
    const { leaderEpoch, attachId, baseOffset, highWatermark, logStart } = push;
    const nextOffset = ends.at(-1) ?? baseOffset;
    const news = { leaderEpoch, attachId, baseOffset, nextOffset, highWatermark, logStart };
    const verdict = pushArrived(follower, news);
    if (verdict === "reattach") this.#toAttach.add(partition);
    if (verdict === "append") this.#append(partition, push, ends);
    if (verdict === "append" || verdict === "offsetsOnly") partition.followLogStart(logStart);
    if (verdict !== "append") return false;
    lane.undurable.push({ end: nextOffset, bytes: pushSizeBytes(push) });
    return true;
  }

  #checkRuns({ runs, baseOffset, leaderEpoch }: ReplicaPush): Offset[] | Failure {
    const ends: Offset[] = [];
    for (const run of runs) {
      const base = ends.at(-1) ?? baseOffset;
      const end = checkRun(run, { baseOffset: base, leaderEpoch }, this.#options.crc32c);
      if (typeof end !== "number") return end;
      ends.push(end);
    }
    return ends;
  }

  #append({ log, producers }: Partition, { runs, baseOffset }: ReplicaPush, ends: Offset[]): void {
    for (const [i, bytes] of runs.entries()) {
      const base = ends[i - 1] ?? baseOffset;
      log?.append({ bytes, baseOffset: base, nextOffset: ends[i] as Offset });
      recordProducers(producers, bytes);
    }
  }

  #act(lane: Lane, follower: Follower, action: FollowerAction): void {
    const { partition } = lane;
    switch (action.kind) {
      case "ignore":
      case "replicate":
        return;
      case "retry":
        this.#retryLater(partition, action.failure);
        return;
      default: {
        const { name } = partition;
        const { kind, belowHighWatermark } = action;
        const at = kind === "truncate" ? action.to : action.at;
        const fields = { partition: name, leader: this.leaderId, at };
        if (belowHighWatermark) this.#options.log.warn("truncates committed records", fields);
        else this.#options.log.info("truncates", fields);
        this.#releaseAll(lane);
        this.#cut(partition, follower, action);
      }
    }
  }

  #cut(
    partition: Partition,
    follower: Follower,
    action: Extract<FollowerAction, { kind: "truncate" | "restart" }>,
  ): void {
    partition.exclusively(async () => {
      const { log } = partition;
      if (log === null) return;
      partition.producers.forget();
      if (action.kind === "truncate") await log.truncateTo(action.to);
      else await log.truncateFullyAndStartAt(action.at);
      truncated(follower, log);
    }); // then the partition is settled, and `add` attaches it again
  }

  /** Something does not fit: lets go of the attach and makes a new one after a pause. */
  #startOver(lane: Lane, follower: Follower, why: Failure): void {
    streamLost(follower);
    this.#releaseAll(lane);
    this.#retryLater(lane.partition, why);
  }

  #retryLater(partition: Partition, why: Failure): void {
    const { leaderId } = this;
    const fields = { partition: partition.name, leader: leaderId, ...why };
    this.#options.log.debug("attaches again", fields);
    this.#toRetry.add(partition);
    if (this.#isRetrying) return;
    this.#isRetrying = true;
    this.#options.timers.after(attachRetryMsMax, () => {
      this.#isRetrying = false;
      for (const each of this.#toRetry) this.#toAttach.add(each);
      this.#toRetry.clear();
      this.#flushSoon();
    });
  }

  #releaseAll({ undurable }: Lane): void {
    for (const { bytes } of undurable.drain()) this.#creditToGrant += bytes;
  }
}

function wirePosition({ ref }: Partition, position: Position, attachId: number): ReplicaPosition {
  const { leaderEpoch, logEnd, durableEnd, lastEpoch } = position;
  return { ...ref, leaderEpoch, attachId, logEnd, durableEnd, lastEpoch };
}
