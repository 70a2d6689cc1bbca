import type { Clock, Millis, Timer } from "@sordini/base";
import type { CompressionCodec } from "@sordini/records";
import type { Connections } from "../cluster/connections.ts";
import type { Leader, Metadata, TopicInfo } from "../cluster/metadata.ts";
import { ConnectionError, errorOf, type SordiniError } from "../errors.ts";
import { senderTickMs, silentLeaderMs } from "../limits.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { retryDelayMs } from "../waiting.ts";
import { expireBatches } from "./expiry.ts";
import type { PartitionQueue } from "./partition-queue.ts";
import { type AddressedRun, type ProduceResult, ProduceStream } from "./produce-stream.ts";
import { splitBatch } from "./split.ts";

export interface SenderOptions {
  readonly runtime: Runtime;
  readonly connections: Connections;
  readonly metadata: Metadata;
  readonly acks: number;
  readonly compression: CompressionCodec;
  readonly lingerMs: number;
  readonly requestBytes: number;
  readonly requestTimeoutMs: number;
  readonly deliveryTimeoutMs: number;
  readonly topicTimeoutMs: number;
  /** The newest that is known of a topic. */
  readonly topicOf: (name: string) => TopicInfo;
}

/** A produce request that is being put together. */
interface Request {
  runs: AddressedRun[];
  bytes: number;
}

/** A broker whose stream broke is left alone for a while. */
interface Broken {
  readonly failures: number;
  readonly retryAtMs: number;
}

/**
 * Brings queued batches to the partitions' leaders. Whatever changes (a record, an answer, credit,
 * a new leader, a timer) only lists queues and asks for one round of `#dispatch` at the end of the
 * event-loop turn: so what arrives in one turn leaves in one request, and there is one place that
 * decides what may be sent.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #clock: Clock;
  /** Queues with something to send and nothing under way; the longest unserved first. */
  readonly #listed = new Set<PartitionQueue>();
  /** Queues with anything unsettled. */
  readonly #busy = new Set<PartitionQueue>();
  readonly #streams = new Map<number, ProduceStream>();
  readonly #broken = new Map<number, Broken>();
  readonly #stopListening: () => void;
  #isDispatching = false;
  #wake: { readonly timer: Timer; readonly atMs: Millis } | null = null;
  #ticking: Timer | null = null;
  /** Flushes under way: meanwhile nothing lingers. */
  #hurry = 0;
  #isClosed = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#clock = options.runtime.clock;
    this.#stopListening = options.metadata.onChange(() => this.#onMetadata());
  }

  /** There is something new in the queue. Cheap: called for each record. */
  list(queue: PartitionQueue): void {
    if (queue.isListed || queue.underWay !== null) return;
    queue.isListed = true;
    this.#listed.add(queue);
    this.#busy.add(queue);
    if (this.#ticking === null) this.#tickLater();
    if (this.#options.lingerMs === 0 || this.#hurry > 0 || queue.hasClosed) this.#dispatchSoon();
    else this.#wakeAt(this.#clock.monotonicMs() + this.#options.lingerMs);
  }

  /** A batch is full or packed, so that it need not linger any longer. */
  hasReady(): void {
    this.#dispatchSoon();
  }

  /** Sends everything without lingering, until what is queued now and `alsoWaiting` are settled. */
  async flush(alsoWaiting: readonly Promise<unknown>[]): Promise<void> {
    const batches = [...this.#busy].flatMap((queue) => queue.unsettled());
    this.#hurry++;
    this.#dispatchSoon();
    await Promise.all(batches.map((batch) => batch.whenSettled()));
    await Promise.allSettled(alsoWaiting);
    this.#hurry--;
  }

  /** Fails what is not settled yet and ends the streams. */
  close(error: () => SordiniError): void {
    this.#isClosed = true;
    this.#stopListening();
    for (const stream of this.#streams.values()) {
      for (const { run } of stream.cancel()) run.queue.retryRun();
    }
    this.#streams.clear();
    for (const queue of this.#busy) queue.failWaiting(error, () => true);
    this.#busy.clear();
    this.#listed.clear();
    this.#wake?.timer.cancel();
    this.#ticking?.cancel();
  }

  #dispatchSoon(): void {
    if (this.#isDispatching) return;
    this.#isDispatching = true;
    this.#options.runtime.timers.soon(this.#dispatch);
  }

  readonly #dispatch = (): void => {
    this.#isDispatching = false;
    if (this.#isClosed) return;
    const now = this.#clock.monotonicMs();
    const requests = new Map<ProduceStream, Request>();
    for (const queue of this.#listed) {
      if (queue.isEmpty || queue.underWay !== null) this.#unlist(queue);
      else this.#consider(queue, now, requests);
    }
    for (const [stream, { runs }] of requests) this.#send(stream, runs, now);
  };

  #consider(queue: PartitionQueue, now: number, requests: Map<ProduceStream, Request>): void {
    if (now < queue.retryAtMs) return this.#wakeAt(queue.retryAtMs);
    const lingersUntil = this.#lingersUntil(queue);
    if (now < lingersUntil) return this.#wakeAt(lingersUntil);
    const topic = this.#options.topicOf(queue.place.topic);
    const leader = this.#options.metadata.leaderOf(topic, queue.place.partition);
    if (leader === undefined) return this.#backOff(queue, now);
    const stream = this.#streamTo(leader, now);
    if (stream === null || !stream.isReady) return;
    const { requestBytes } = this.#options;
    const run = queue.takeRun(requestBytes);
    if (run === null) return; // being compressed
    this.#unlist(queue);
    queue.leaderEpoch = leader.epoch;
    let request = requests.get(stream) ?? { runs: [], bytes: 0 };
    if (request.bytes + run.sizeBytes > requestBytes && request.bytes > 0) {
      this.#send(stream, request.runs, now);
      request = { runs: [], bytes: 0 };
    }
    request.runs.push({ run, topic, leader });
    request.bytes += run.sizeBytes;
    requests.set(stream, request);
  }

  #lingersUntil(queue: PartitionQueue): number {
    const { lingerMs } = this.#options;
    if (lingerMs === 0 || this.#hurry > 0 || queue.hasClosed) return 0;
    return (queue.oldestMs ?? 0) + lingerMs;
  }

  #send(stream: ProduceStream, runs: readonly AddressedRun[], now: number): void {
    const { requestTimeoutMs, deliveryTimeoutMs, acks } = this.#options;
    const oldestMs = Math.min(...runs.map(({ run }) => run.batches[0]?.createdMs ?? now));
    const leftMs = oldestMs + deliveryTimeoutMs - now;
    stream.send(runs, Math.max(1, Math.min(requestTimeoutMs, leftMs)));
    if (acks !== 0) return;
    for (const { run } of runs) {
      run.queue.succeed(-1);
      this.#settledOf(run.queue);
    }
  }

  #streamTo(leader: Leader, now: number): ProduceStream | null {
    const known = this.#streams.get(leader.nodeId);
    if (known !== undefined && isSamePlace(known.leader, leader)) return known;
    if (known !== undefined) this.#cancel(known, `broker ${leader.nodeId} has another address now`);
    const retryAtMs = this.#broken.get(leader.nodeId)?.retryAtMs ?? 0;
    if (now < retryAtMs) {
      this.#wakeAt(retryAtMs);
      return null;
    }
    const { connections, acks } = this.#options;
    const clock = this.#clock;
    const events = {
      onResult: (sent: AddressedRun, result: ProduceResult) => this.#onResult(sent, result),
      onStray: () => this.#options.metadata.refreshSoon(),
      onReady: () => this.#onReady(leader.nodeId),
      onClosed: (error: SordiniError, unanswered: readonly AddressedRun[]) =>
        this.#onClosed(stream, error, unanswered),
    };
    const stream: ProduceStream = new ProduceStream({ clock, connections, leader, acks, events });
    this.#streams.set(leader.nodeId, stream);
    return stream;
  }

  #onReady(nodeId: number): void {
    this.#broken.delete(nodeId);
    if (this.#listed.size > 0) this.#dispatchSoon();
  }

  /** Whether the unanswered runs were stored nobody knows: they are sent again, in their order. */
  #onClosed(stream: ProduceStream, error: SordiniError, unanswered: readonly AddressedRun[]): void {
    const { nodeId } = stream.leader;
    if (this.#streams.get(nodeId) === stream) this.#streams.delete(nodeId);
    const failures = (this.#broken.get(nodeId)?.failures ?? 0) + 1;
    const retryAtMs = this.#clock.monotonicMs() + this.#retryDelayMs(failures);
    this.#broken.set(nodeId, { failures, retryAtMs });
    for (const { run } of unanswered) this.#retry(run.queue, error);
    for (const queue of this.#busy) {
      if (this.#leaderOf(queue)?.nodeId === nodeId) queue.unknownSinceMs = null;
    }
    this.#options.metadata.refreshSoon();
    this.#dispatchSoon();
  }

  #cancel(stream: ProduceStream, why: string): void {
    this.#onClosed(stream, new ConnectionError(why), stream.cancel());
  }

  #onResult(sent: AddressedRun, result: ProduceResult): void {
    const { queue } = sent.run;
    const { place } = queue;
    if (result.errorCode === 0) {
      queue.succeed(result.baseOffset);
      this.#settledOf(queue);
      return;
    }
    const error = errorOf(result.errorCode, result.errorMessage, place);
    if (!error.retriable) {
      queue.refuseRun(error, (batch) => splitBatch(batch, this.#options.compression));
      this.#settledOf(queue);
      return;
    }
    const { metadata } = this.#options;
    const { currentLeader } = result;
    const isNews =
      currentLeader !== null && metadata.learnLeader(place.topic, place.partition, currentLeader);
    this.#retry(queue, error, isNews ? 0 : undefined);
    if (!isNews) metadata.refreshSoon();
  }

  #retry(queue: PartitionQueue, error: SordiniError, delayMs?: number): void {
    queue.failures++;
    queue.lastError = error;
    // Only brokers that go on saying so prove that the topic is gone.
    if (!isUnknownTopic(error)) queue.unknownSinceMs = null;
    else queue.unknownSinceMs ??= this.#clock.monotonicMs();
    queue.retryAtMs = this.#clock.monotonicMs() + (delayMs ?? this.#retryDelayMs(queue.failures));
    queue.retryRun();
    // Now, or else it is under way again before the next tick looks at its deadline.
    this.#expire(queue);
    this.list(queue);
    this.#dispatchSoon();
  }

  #backOff(queue: PartitionQueue, now: number): void {
    queue.failures++;
    queue.retryAtMs = now + this.#retryDelayMs(queue.failures);
    this.#options.metadata.refreshSoon();
    this.#wakeAt(queue.retryAtMs);
  }

  #retryDelayMs(attempt: number): Millis {
    return retryDelayMs(this.#options.runtime.rng, attempt);
  }

  /** After an answer: the queue may send what gathered meanwhile. */
  #settledOf(queue: PartitionQueue): void {
    if (!queue.isEmpty) this.list(queue);
    else if (queue.underWay === null) {
      this.#busy.delete(queue);
      this.#unlist(queue); // what is queued next makes it busy again
    }
    if (this.#busy.size > 0) return;
    this.#ticking?.cancel();
    this.#ticking = null;
  }

  #unlist(queue: PartitionQueue): void {
    queue.isListed = false;
    this.#listed.delete(queue);
  }

  #wakeAt(atMs: number): void {
    if (this.#wake !== null && this.#wake.atMs <= atMs) return;
    this.#wake?.timer.cancel();
    const delayMs = Math.max(0, Math.ceil(atMs - this.#clock.monotonicMs()));
    const timer = this.#options.runtime.timers.after(delayMs, () => {
      this.#wake = null;
      this.#dispatchSoon();
    });
    this.#wake = { timer, atMs };
  }

  /** Ticks while anything is unsettled. */
  #tickLater(): void {
    this.#ticking = this.#options.runtime.timers.after(senderTickMs, () => {
      this.#ticking = null;
      this.#tick();
      if (this.#busy.size > 0 && this.#ticking === null) this.#tickLater();
    });
  }

  #tick(): void {
    const now = this.#clock.monotonicMs();
    const { metadata } = this.#options;
    for (const queue of this.#busy) {
      this.#expire(queue);
      this.#settledOf(queue);
    }
    for (const stream of this.#streams.values()) this.#watch(stream, now);
    if (metadata.isOld) metadata.refreshSoon();
  }

  #expire(queue: PartitionQueue): void {
    const { deliveryTimeoutMs, topicTimeoutMs } = this.#options;
    expireBatches(queue, { now: this.#clock.monotonicMs(), deliveryTimeoutMs, topicTimeoutMs });
  }

  /** A leader that says nothing may be cut off while another one has taken over. */
  #watch(stream: ProduceStream, now: number): void {
    const silentMs = now - (stream.oldestSentMs ?? now);
    const { requestTimeoutMs, deliveryTimeoutMs, metadata } = this.#options;
    // A broker answers within the request's own timeout; one that does not is not there.
    if (silentMs > Math.min(requestTimeoutMs, deliveryTimeoutMs) + silentLeaderMs) {
      this.#cancel(stream, `broker ${stream.leader.nodeId} has not answered for ${silentMs} ms`);
    } else if (silentMs > silentLeaderMs && metadata.ageMs > silentLeaderMs) {
      metadata.refreshSoon();
    }
  }

  #onMetadata(): void {
    for (const stream of this.#streams.values()) {
      for (const sent of [...stream.unanswered()]) {
        if (!this.#hasNewLeader(sent.run.queue)) continue;
        // The old leader may be cut off and never answer.
        stream.forget(sent);
        const { nodeId } = stream.leader;
        this.#retry(sent.run.queue, new ConnectionError(`broker ${nodeId} leads no longer`), 0);
      }
    }
    for (const queue of this.#listed) {
      if (!this.#hasNewLeader(queue)) continue;
      queue.retryAtMs = 0;
      queue.unknownSinceMs = null; // whoever has a new leader is there
    }
    if (this.#listed.size > 0) this.#dispatchSoon();
  }

  #hasNewLeader(queue: PartitionQueue): boolean {
    const leader = this.#leaderOf(queue);
    return leader !== undefined && leader.epoch > queue.leaderEpoch;
  }

  #leaderOf({ place }: PartitionQueue): Leader | undefined {
    const topic = this.#options.topicOf(place.topic);
    return this.#options.metadata.leaderOf(topic, place.partition);
  }
}

function isSamePlace(a: Leader, b: Leader): boolean {
  return a.address.host === b.address.host && a.address.port === b.address.port;
}

function isUnknownTopic({ code }: SordiniError): boolean {
  return code === "UNKNOWN_TOPIC_OR_PARTITION" || code === "UNKNOWN_TOPIC_ID";
}
