import type { Clock } from "@sordini/base";
import { clientService, type ReceivedResponseOf } from "@sordini/rpc";
import type { Connections } from "../cluster/connections.ts";
import type { Leader, TopicInfo } from "../cluster/metadata.ts";
import { openDataStream } from "../cluster/stream.ts";
import type { SordiniError } from "../errors.ts";
import type { OpenStream } from "../runtime/transport.ts";
import type { Run } from "./partition-queue.ts";

type ProduceMethod = typeof clientService.produce;
export type ProduceResult = ReceivedResponseOf<ProduceMethod>["results"][number];

/** A run with what a request says about its partition. */
export interface AddressedRun {
  readonly run: Run;
  readonly topic: TopicInfo;
  readonly leader: Leader;
}

export interface ProduceStreamEvents {
  onResult(sent: AddressedRun, result: ProduceResult): void;
  /** An error for something that nobody waits for. */
  onStray(): void;
  /** There is credit again. */
  onReady(): void;
  /** The stream broke. It is not known what became of `unanswered`. */
  onClosed(error: SordiniError, unanswered: readonly AddressedRun[]): void;
}

export interface ProduceStreamOptions {
  readonly clock: Clock;
  readonly connections: Connections;
  readonly leader: Leader;
  readonly acks: number;
  readonly events: ProduceStreamEvents;
}

interface Unanswered {
  readonly sentMs: number;
  readonly runs: Map<string, AddressedRun>;
}

/** The stream of produce requests to one broker. It is open as long as this object lives. */
export class ProduceStream {
  readonly leader: Leader;
  readonly #clock: Clock;
  readonly #acks: number;
  readonly #events: ProduceStreamEvents;
  readonly #stream: OpenStream<ProduceMethod>;
  readonly #unanswered = new Map<number, Unanswered>();
  #creditBytes = 0;
  #isDrained = true;
  #nextRequestId = 1;

  constructor({ clock, connections, leader, acks, events }: ProduceStreamOptions) {
    this.#clock = clock;
    this.leader = leader;
    this.#acks = acks;
    this.#events = events;
    this.#stream = openDataStream({ connections, address: leader.address }, clientService.produce, {
      onMessage: (message) => this.#onResponse(message),
      onDrain: () => {
        this.#isDrained = true;
        this.#events.onReady();
      },
      onClosed: (error) => this.#events.onClosed(error, this.#forgetAll()),
    });
  }

  /** The broker lets a request through. The last one may overdraw the credit. */
  get isReady(): boolean {
    return this.#isDrained && this.#creditBytes > 0;
  }

  /** When the oldest request without an answer was sent; undefined when all are answered. */
  get oldestSentMs(): number | undefined {
    const [oldest] = this.#unanswered.values();
    return oldest?.sentMs;
  }

  /** Sends one request. With `acks: 0` no answer will come unless it is an error. */
  send(runs: readonly AddressedRun[], timeoutMs: number): void {
    const requestId = this.#nextRequestId++;
    for (const { run } of runs) this.#creditBytes -= run.sizeBytes;
    if (this.#acks !== 0) {
      const byPlace = new Map(runs.map((sent) => [placeOf(sent), sent]));
      this.#unanswered.set(requestId, { sentMs: this.#clock.monotonicMs(), runs: byPlace });
    }
    this.#isDrained = this.#stream.write({
      requestId,
      acks: this.#acks,
      timeoutMs: Math.ceil(timeoutMs),
      partitions: runs.map(({ run, topic, leader }) => ({
        topicId: topic.topicId,
        partition: run.queue.place.partition,
        leaderEpoch: leader.epoch,
        runs: run.batches.map(({ bytes }) => bytes as Uint8Array),
      })),
    });
  }

  /** The runs that wait for an answer. */
  *unanswered(): Generator<AddressedRun> {
    for (const { runs } of this.#unanswered.values()) yield* runs.values();
  }

  /** Stops to wait for an answer: what comes later for this run means nothing any more. */
  forget(sent: AddressedRun): void {
    for (const [requestId, { runs }] of this.#unanswered) {
      if (runs.get(placeOf(sent)) === sent) this.#answered(requestId, placeOf(sent));
    }
  }

  /** Ends the stream and gives back what was not answered. `onClosed` is not called. */
  cancel(): readonly AddressedRun[] {
    this.#stream.cancel();
    return this.#forgetAll();
  }

  #onResponse({ creditBytes, results }: ReceivedResponseOf<ProduceMethod>): void {
    this.#creditBytes += creditBytes;
    for (const result of results) {
      const place = `${result.topicId}:${result.partition}`;
      const sent = this.#unanswered.get(result.requestId)?.runs.get(place);
      if (sent === undefined) {
        // Given up meanwhile, or sent with acks 0: then only the error's reason is of use.
        if (result.errorCode !== 0) this.#events.onStray();
        continue;
      }
      this.#answered(result.requestId, place);
      this.#events.onResult(sent, result);
    }
    this.#events.onReady();
  }

  #answered(requestId: number, place: string): void {
    const request = this.#unanswered.get(requestId);
    request?.runs.delete(place);
    if (request?.runs.size === 0) this.#unanswered.delete(requestId);
  }

  #forgetAll(): readonly AddressedRun[] {
    const runs = [...this.unanswered()];
    this.#unanswered.clear();
    return runs;
  }
}

function placeOf({ run, topic }: AddressedRun): string {
  return `${topic.topicId}:${run.queue.place.partition}`;
}
