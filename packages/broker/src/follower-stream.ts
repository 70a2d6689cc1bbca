import type { BrokerEpoch, Clock, Failure, NodeId, Timer, Timers } from "@sordini/base";
import {
  attachFollower,
  type FollowerProgress,
  followerDetached,
  type Leader,
  makePush,
  needsPush,
  overtakenByLogStart,
  type Position,
  progressOf,
} from "@sordini/replication";
import type { ReadResult } from "@sordini/storage";
import {
  type FollowerSession,
  type FollowerSink,
  pushSizeBytes,
  type ReplicaPosition,
  type ReplicaPush,
  type ReplicateUpdate,
} from "./api.ts";
import { Fifo } from "./fifo.ts";
import {
  followerReadsMax,
  offsetsDelayMsMax,
  pushMessageBytesMax,
  pushMessagesPerTurnMax,
  pushPartitionBytesMax,
  pushPartitionCountMax,
} from "./limits.ts";
import { type AskedAttach, attachPush } from "./replica-pushes.ts";
import type { FollowerFeed, Partition } from "./partition.ts";
import type { PartitionTable } from "./partition-table.ts";

export interface FollowerStreamOptions {
  readonly followerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
  readonly sink: FollowerSink;
  readonly partitions: PartitionTable;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly onEnd: (stream: FollowerStream) => void;
}

/** One partition on a stream. */
interface Lane {
  readonly partition: Partition;
  readonly attachId: number;
  readonly leaderEpoch: number;
  /** In the queue of those that have something to push. */
  isQueued: boolean;
  /** A disk read is under way; its result comes back through `ready`. */
  isReading: boolean;
  /** Its last read came from a disk: the next one will, so it waits for its turn. */
  isCold: boolean;
  ready: { readonly baseOffset: number; readonly read: ReadResult } | null;
}

/**
 * The leader's end of one follower's stream: all partitions that the follower follows here share
 * it. What has news is queued once, and at the end of the event-loop turn the queue is gathered
 * into messages, a bounded share a partition, so that a thousand partitions get their turns and one
 * that is idle costs nothing. Credit and the transport's buffer hold it back, never a growing
 * queue: what is not sent stays in the log.
 */
export class FollowerStream implements FollowerSession, FollowerFeed {
  readonly followerId: NodeId;
  readonly brokerEpoch: BrokerEpoch;
  readonly #options: FollowerStreamOptions;
  readonly #lanes = new Map<Partition, Lane>();
  readonly #queue = new Fifo<Lane>();
  readonly #waitingForRead = new Fifo<Lane>();
  #answers: ReplicaPush[] = [];
  #creditBytes = 0;
  #readCount = 0;
  #isBlocked = false;
  #isFlushing = false;
  #isClosed = false;
  /** Runs while only offsets wait to be pushed. */
  #offsetsDue: Timer | undefined;

  constructor(options: FollowerStreamOptions) {
    this.followerId = options.followerId;
    this.brokerEpoch = options.brokerEpoch;
    this.#options = options;
  }

  // What the transport tells.

  onUpdate({ positions, detach, creditBytes }: ReplicateUpdate): void {
    if (this.#isClosed) return;
    this.#creditBytes += creditBytes;
    for (const ref of detach) {
      const partition = this.#options.partitions.get(ref);
      if (partition !== undefined) this.#leave(partition);
    }
    for (const position of positions) {
      if (position.attachId > 0) this.#attach(position);
      else this.#acknowledge(position);
    }
    this.#flushSoon();
  }

  onDrain(): void {
    this.#isBlocked = false;
    this.#flushSoon();
  }

  onClosed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#offsetsDue?.cancel();
    for (const partition of [...this.#lanes.keys()]) this.#leave(partition);
    this.#options.onEnd(this);
  }

  /** Ends the stream from our side. */
  close(why: Failure): void {
    if (this.#isClosed) return;
    this.onClosed();
    this.#options.sink.close(why);
  }

  // What partitions tell.

  /**
   * Records leave in this turn. A high watermark alone can wait for the next records, whosever they
   * are: no client reads from a follower, and a message costs as much without records as with.
   */
  news(partition: Partition): void {
    const lane = this.#lanes.get(partition);
    if (lane === undefined) return;
    if (this.#hasRecords(lane)) this.#enqueue(lane);
    else this.#enqueueOffsets(lane);
  }

  drop(partition: Partition, why: Failure): void {
    const lane = this.#lanes.get(partition);
    if (lane === undefined) return;
    this.#lanes.delete(partition);
    this.#refuse(lane, why);
  }

  #attach(asked: ReplicaPosition): void {
    const partition = this.#options.partitions.get(asked);
    if (partition !== undefined) this.#leave(partition);
    if (partition?.log?.online !== true || partition.replica.role !== "leader") {
      this.#answers.push(attachPush(asked, { kind: "notLeader" }));
      return;
    }
    const { answer, output } = attachFollower(partition.replica, {
      nodeId: this.followerId,
      position: this.#positionOf(asked, asked.attachId),
      now: this.#options.clock.monotonicMs(),
      log: partition.log,
    });
    if (answer.result.kind === "attached") {
      const lane: Lane = {
        partition,
        attachId: asked.attachId,
        leaderEpoch: asked.leaderEpoch,
        isQueued: false,
        isReading: false,
        isCold: asked.logEnd < partition.log.logEnd,
        ready: null,
      };
      this.#lanes.set(partition, lane);
      partition.feeds.add(this);
      this.#enqueue(lane); // the first push, empty or not, says that it is attached
    } else this.#answers.push(attachPush(asked, answer.result));
    partition.applied(output);
  }

  #acknowledge(reported: ReplicaPosition): void {
    const partition = this.#options.partitions.get(reported);
    const lane = partition === undefined ? undefined : this.#lanes.get(partition);
    if (partition === undefined || lane === undefined) return; // its detach is under way
    const refusal = partition.onFollowerPosition({
      nodeId: this.followerId,
      position: this.#positionOf(reported, lane.attachId),
      now: this.#options.clock.monotonicMs(),
    });
    if (refusal === null) return;
    partition.feeds.delete(this);
    this.drop(partition, refusal);
  }

  #positionOf(reported: ReplicaPosition, attachId: number): Position {
    const { leaderEpoch, logEnd, durableEnd, lastEpoch } = reported;
    return { leaderEpoch, brokerEpoch: this.brokerEpoch, attachId, logEnd, durableEnd, lastEpoch };
  }

  #refuse(lane: Lane, why: Failure): void {
    this.#answers.push(attachPush(attachOf(lane), { kind: "refused", failure: why }));
    this.#flushSoon();
  }

  #leave(partition: Partition): void {
    const lane = this.#lanes.get(partition);
    if (lane === undefined) return;
    this.#lanes.delete(partition);
    partition.feeds.delete(this);
    if (partition.replica.role !== "leader") return;
    followerDetached(partition.replica, {
      nodeId: this.followerId,
      brokerEpoch: this.brokerEpoch,
      attachId: lane.attachId,
      now: this.#options.clock.monotonicMs(),
    });
  }

  #hasRecords({ partition: { replica } }: Lane): boolean {
    if (replica.role !== "leader") return false;
    const follower = progressOf(replica, this.followerId);
    return follower !== undefined && follower.cursor < replica.logEnd;
  }

  #enqueue(lane: Lane): void {
    if (lane.isReading) return;
    this.#put(lane);
    this.#flushSoon();
  }

  #enqueueOffsets(lane: Lane): void {
    if (lane.isReading) return;
    this.#put(lane);
    this.#offsetsDue ??= this.#options.timers.after(offsetsDelayMsMax, () => {
      this.#offsetsDue = undefined;
      this.#flushSoon();
    });
  }

  #put(lane: Lane): void {
    if (lane.isQueued) return;
    lane.isQueued = true;
    this.#queue.push(lane);
  }

  #flushSoon(): void {
    if (this.#isFlushing || this.#isClosed || this.#isBlocked) return;
    if (this.#answers.length === 0 && this.#queue.length === 0) return;
    this.#isFlushing = true;
    this.#options.timers.soon(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushing = false;
    for (let i = 0; i < pushMessagesPerTurnMax; i++) {
      if (this.#isClosed || this.#isBlocked) return;
      const message = this.#gather();
      if (message.length === 0) return;
      this.#isBlocked = !this.#options.sink.push(message);
    }
    this.#flushSoon(); // the rest after others had their turn
  }

  /** The next message: answers first, then the queue in turn while there is credit. */
  #gather(): readonly ReplicaPush[] {
    const message = this.#answers;
    this.#answers = [];
    let left = pushMessageBytesMax;
    for (const push of message) left -= this.#charge(push);
    while (left > 0 && this.#creditBytes > 0 && message.length < pushPartitionCountMax) {
      const lane = this.#queue.shift();
      if (lane === undefined) break;
      lane.isQueued = false;
      if (this.#lanes.get(lane.partition) !== lane) continue; // left, or attached anew
      const push = this.#next(lane, Math.min(left, pushPartitionBytesMax));
      if (push === null) continue;
      message.push(push);
      left -= this.#charge(push);
    }
    return message;
  }

  #charge(push: ReplicaPush): number {
    const size = pushSizeBytes(push);
    this.#creditBytes -= size;
    return size;
  }

  /** What to push of one partition now; null when it is nothing, or when a read must come first. */
  #next(lane: Lane, bytesMax: number): ReplicaPush | null {
    const { partition } = lane;
    const leader = partition.replica;
    if (leader.role !== "leader" || partition.log === null) return null;
    const follower = progressOf(leader, this.followerId);
    if (follower === undefined || !needsPush(leader, follower)) return null;
    const overtaken = overtakenByLogStart(leader, follower);
    if (overtaken !== null) {
      this.#lanes.delete(partition);
      partition.feeds.delete(this);
      return attachPush(attachOf(lane), overtaken.result);
    }
    const read = this.#read(lane, follower, { logEnd: leader.logEnd, bytesMax });
    return read === null ? null : this.#push(lane, { leader, follower, read });
  }

  #push(
    lane: Lane,
    { leader, follower, read }: { leader: Leader; follower: FollowerProgress; read: ReadResult },
  ): ReplicaPush | null {
    const { attachId, partition } = lane;
    const { runs, nextOffset } = read;
    const push = makePush(leader, follower, { attachId, baseOffset: follower.cursor, nextOffset });
    if (push === null) return null;
    if (follower.cursor < leader.logEnd) this.#enqueue(lane);
    const { leaderEpoch, highWatermark, logStart, baseOffset } = push;
    const offsets = { highWatermark, logStart, baseOffset };
    return {
      ...partition.ref,
      leaderEpoch,
      attachId,
      error: "NONE",
      diverging: null,
      ...offsets,
      runs,
    };
  }

  #read(
    lane: Lane,
    follower: FollowerProgress,
    { logEnd, bytesMax }: { logEnd: number; bytesMax: number },
  ): ReadResult | null {
    const { partition, ready } = lane;
    const offset = follower.cursor;
    lane.ready = null;
    if (ready !== null && ready.baseOffset === offset) return ready.read;
    if (offset === logEnd) return { runs: [], sizeBytes: 0, nextOffset: offset };
    if (lane.isCold && this.#readCount >= followerReadsMax) {
      lane.isReading = true;
      this.#waitingForRead.push(lane);
      return null;
    }
    const read = partition.log?.read({ offset, bytesMax, end: logEnd });
    if (!(read instanceof Promise)) {
      lane.isCold = false;
      return read ?? null;
    }
    this.#awaitRead(lane, offset, read);
    return null;
  }

  #awaitRead(lane: Lane, baseOffset: number, reading: Promise<ReadResult>): void {
    lane.isReading = true;
    lane.isCold = true;
    this.#readCount += 1;
    const settle = (ready: Lane["ready"]): void => {
      this.#readCount -= 1;
      lane.isReading = false;
      lane.ready = ready;
      this.#resumeRead();
      if (this.#lanes.get(lane.partition) === lane) this.#enqueue(lane);
    };
    reading.then(
      (read) => settle({ baseOffset, read }),
      (error: unknown) => {
        const { partition } = lane;
        settle(null);
        if (this.#lanes.get(partition) !== lane) return;
        this.#leave(partition);
        const message = `${partition.name} cannot be read at ${baseOffset}: ${String(error)}`;
        this.#refuse(lane, { error: "KAFKA_STORAGE_ERROR", message });
      },
    );
  }

  #resumeRead(): void {
    const lane = this.#waitingForRead.shift();
    if (lane === undefined) return;
    lane.isReading = false;
    if (this.#lanes.get(lane.partition) === lane) this.#enqueue(lane);
    else this.#resumeRead();
  }
}

function attachOf({ partition, leaderEpoch, attachId }: Lane): AskedAttach {
  return { ...partition.ref, leaderEpoch, attachId };
}
