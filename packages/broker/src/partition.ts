import { assert, type Clock, type Failure, failure, isFailure, type Offset } from "@sordini/base";
import type { TopicConfig } from "@sordini/metadata";
import {
  appended,
  checkIsr,
  type FollowerPosition,
  followerDurable,
  followerPosition,
  type IsrProposal,
  type LeaderOutput,
  leaderDurable,
  logStartRaised,
  newReplica,
  proposalEnded,
  type ProposalOutcome,
  type Replica,
  takeOffline,
  waitTimedOut,
} from "@sordini/replication";
import type { AppendRun, PartitionLog } from "@sordini/storage";
import type { Acks, PartitionFailure, PartitionRef } from "./api.ts";
import type { ByteBudget } from "./byte-budget.ts";
import type { DeadlineWheel } from "./deadlines.ts";
import type { ParkedFetch } from "./parked-fetches.ts";
import { ProduceWaiters } from "./produce-waiters.ts";
import { ProducerHistory } from "./producer-history.ts";

/** What a partition asks of the broker around it. */
export interface PartitionHost {
  readonly clock: Clock;
  readonly wheel: DeadlineWheel;
  readonly produceBudget: ByteBudget;
  /** Something that a fetch may wait for has happened here. */
  wakeFetches(parked: ReadonlySet<ParkedFetch>): void;
  propose(partition: Partition, proposal: IsrProposal): void;
  /** A follower of this leader may lag from now on: look at it with the next tick. */
  watchIsr(partition: Partition): void;
  /** Our own log of this follower became durable further: tell the leader. */
  reportPosition(partition: Partition): void;
  /** No work changes the log any more: look at the metadata again. */
  settled(partition: Partition): void;
  failed(partition: Partition, reason: unknown): void;
}

/** The leader's end of feeding one follower: the stream that pushes to it. */
export interface FollowerFeed {
  /** There may be something to push. */
  news(partition: Partition): void;
  /** The partition stops feeding: its role changed, or it is gone. */
  drop(partition: Partition, why: Failure): void;
}

/**
 * One replica of this broker: the pure state of packages/replication, its log, and who waits for
 * it. Everything that advances the one or the other comes through here, so that no waiter misses an
 * advance. Who gives it a role is partition-manager.ts.
 */
export class Partition {
  readonly ref: PartitionRef;
  readonly topicName: string;
  readonly waiters: ProduceWaiters;
  readonly producers = new ProducerHistory();
  readonly parkedFetches = new Set<ParkedFetch>();
  readonly feeds = new Set<FollowerFeed>();
  readonly #host: PartitionHost;
  /** Null until it is opened or created. */
  log: PartitionLog | null = null;
  replica: Replica = newReplica(0);
  config: TopicConfig;
  #isRaisingStart = false;
  #workCount = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(
    { ref, topicName }: { readonly ref: PartitionRef; readonly topicName: string },
    config: TopicConfig,
    host: PartitionHost,
  ) {
    this.ref = ref;
    this.topicName = topicName;
    this.config = config;
    this.#host = host;
    this.waiters = new ProduceWaiters({
      wheel: host.wheel,
      budget: host.produceBudget,
      whyLate: (acks) => this.#whyLate(acks),
    });
  }

  /** The replica's log was opened or created. */
  open(log: PartitionLog): void {
    assert(this.log === null, "a replica has one log");
    this.log = log;
    this.replica = newReplica(log.logStart);
    if (log.logEnd === log.logStart) this.producers.startEmpty();
  }

  /** The log is given up; the replica begins again with another one. */
  close(): void {
    this.log = null;
    this.producers.forget();
  }

  get name(): string {
    return `${this.topicName}-${this.ref.partition}`;
  }

  /** True while work changes the log itself: no role may change then. */
  get isBusy(): boolean {
    return this.#workCount > 0;
  }

  /** Runs work on the log alone, after what was queued before. */
  exclusively(work: () => Promise<void>): void {
    this.#workCount += 1;
    this.#work = this.#work
      .then(work)
      .catch((error: unknown) => this.#host.failed(this, error))
      .then(() => {
        this.#workCount -= 1;
        if (this.#workCount === 0) this.#host.settled(this);
      });
  }

  /** Resolves when the work queued so far is done. */
  whenIdle(): Promise<void> {
    return this.#work;
  }

  /** Learns what idempotent producers wrote, in the background. */
  scanProducers(log: PartitionLog): void {
    this.producers.scan(log).catch((error: unknown) => this.#host.failed(this, error));
  }

  /** Appends a stamped run as the leader. */
  appendAsLeader(run: AppendRun): void {
    const { replica, log } = this;
    assert(replica.role === "leader" && log !== null, "only a leader appends what was produced");
    log.append(run);
    appended(replica, { logEnd: log.logEnd, now: this.#host.clock.monotonicMs() });
    if (replica.followers.length > 0) this.#host.watchIsr(this);
    this.#tellFeeds();
  }

  /** The log's written or durable end moved. */
  onProgress(): void {
    const { log, replica } = this;
    if (log === null) return;
    this.waiters.onWritten(log.writtenEnd, log.logStart);
    if (replica.role === "leader") this.applied(leaderDurable(replica, log.durableEnd));
    else if (replica.role === "follower" && followerDurable(replica, log.durableEnd)) {
      this.#host.reportPosition(this);
    }
  }

  /** A follower's stream reported a position; null when that was fine. */
  onFollowerPosition(event: FollowerPosition): Failure | null {
    const { replica } = this;
    if (replica.role !== "leader") return failure("NOT_LEADER_OR_FOLLOWER", "leads no more");
    const output = followerPosition(replica, event);
    if (isFailure<LeaderOutput>(output)) return output;
    this.applied(output);
    return null;
  }

  onProposalEnded(outcome: ProposalOutcome): void {
    if (this.replica.role !== "leader") return;
    const now = this.#host.clock.monotonicMs();
    this.applied(proposalEnded(this.replica, { outcome, now }));
    this.#host.watchIsr(this);
  }

  /** Looks for lagging followers. False: all are in sync and hold everything, stop looking. */
  checkIsr(): boolean {
    const { replica } = this;
    if (replica.role !== "leader" || this.log?.online !== true) return false;
    this.applied(checkIsr(replica, this.#host.clock.monotonicMs()));
    return (
      replica.doubtful.length > 0 ||
      replica.followers.some(({ inIsr, durableEnd }) => !inIsr || durableEnd < replica.logEnd)
    );
  }

  /** Retention has run: the log may start later now. */
  onLogStart(): void {
    if (this.replica.role !== "leader" || this.log === null) return;
    logStartRaised(this.replica, this.log.logStart);
    this.#tellFeeds();
  }

  /** The leader's log starts at `logStart` now: so shall ours, as far as it is committed (I43). */
  followLogStart(logStart: Offset): void {
    const { log, replica } = this;
    const target = Math.min(logStart, replica.highWatermark);
    if (log === null || target <= log.logStart || this.#isRaisingStart) return;
    this.#isRaisingStart = true;
    void log
      .raiseLogStart(target)
      .catch((error: unknown) => this.#host.failed(this, error))
      .then(() => {
        this.#isRaisingStart = false;
      });
  }

  /** Carries out what a transition of the leader asked for. */
  applied(output: LeaderOutput): void {
    if (output.highWatermarkMoved) {
      this.waiters.onCommitted(this.replica.highWatermark, this.log?.logStart ?? 0);
      this.wakeFetches();
      this.#tellFeeds();
    }
    // A leader whose disk failed must not vote its healthy followers out: one of them leads next.
    if (output.propose !== null && this.log?.online === true) {
      this.#host.propose(this, output.propose);
    }
  }

  /** Producers that wait, and the streams that this replica feeds, are told that it is over. */
  endLeadership(why: PartitionFailure): void {
    this.failWaiting(why);
    this.wakeFetches();
  }

  /** As endLeadership, but reads go on. */
  failWaiting(why: PartitionFailure): void {
    this.waiters.failAll(why);
    this.dropFeeds(why);
  }

  /** The broker stops: whoever waits is told, and the replica does nothing any more. */
  stop(why: Failure): void {
    this.endLeadership(why);
    this.replica = takeOffline(this.replica).replica;
  }

  dropFeeds(why: Failure): void {
    for (const feed of this.feeds) feed.drop(this, why);
    this.feeds.clear();
  }

  wakeFetches(): void {
    if (this.parkedFetches.size > 0) this.#host.wakeFetches(this.parkedFetches);
  }

  #tellFeeds(): void {
    for (const feed of this.feeds) feed.news(this);
  }

  #whyLate(acks: Acks): Failure {
    if (acks === -1 && this.replica.role === "leader") return waitTimedOut(this.replica);
    return failure("REQUEST_TIMED_OUT", "appended, but not written in time; it may still be");
  }
}
