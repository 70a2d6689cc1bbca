import type { Clock } from "@sordini/base";
import type { Connections } from "../cluster/connections.ts";
import type { Metadata, TopicInfo } from "../cluster/metadata.ts";
import { SordiniError } from "../errors.ts";
import { closeTimeoutMsDefault } from "../limits.ts";
import type { ProducerSettings } from "../options.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type {
  CloseOptions,
  OnDelivery,
  Producer,
  RecordFor,
  RecordMetadata,
  SendOptions,
} from "../types/producer.ts";
import type { Topic } from "../types/topic.ts";
import { abortable, rejected, within } from "../waiting.ts";
import type { Batch } from "./batch.ts";
import { BufferSpace } from "./buffer-space.ts";
import { Builders } from "./builders.ts";
import { contentOf } from "./content.ts";
import type { QueueContext } from "./partition-queue.ts";
import { sendEach } from "./send-each.ts";
import { Sender } from "./sender.ts";
import type { TopicEntry, WaitingSend } from "./topic-entry.ts";
import { TopicWriter } from "./topic-writer.ts";

export interface ProducerContext {
  readonly runtime: Runtime;
  readonly connections: Connections;
  readonly metadata: Metadata;
  readonly requestTimeoutMs: number;
  readonly settings: ProducerSettings;
  readonly onClosed: (producer: RecordProducer) => void;
}

/** See `Producer`. Puts records into batches at once; `Sender` brings them to their leaders. */
export class RecordProducer implements Producer {
  readonly #context: ProducerContext;
  readonly #clock: Clock;
  readonly #sender: Sender;
  readonly #space: BufferSpace;
  readonly #queueContext: QueueContext;
  readonly #topics = new Map<string, TopicEntry>();
  /** Topics with sends that wait, the longest waiting first. */
  readonly #starved = new Set<TopicEntry>();
  #closing: Promise<void> | null = null;

  constructor(context: ProducerContext) {
    const { settings, runtime } = context;
    this.#context = context;
    this.#clock = runtime.clock;
    this.#space = new BufferSpace(settings.bufferBytes, () => this.#serveStarved());
    this.#sender = new Sender({
      ...settings,
      ...context,
      topicOf: (name) => this.#newestInfo(name),
    });
    this.#queueContext = {
      clock: runtime.clock,
      builders: new Builders(settings.batchBytes),
      compression: settings.compression,
      space: this.#space,
      onReady: () => this.#sender.hasReady(),
    };
  }

  get bufferedBytes(): number {
    return this.#space.usedBytes;
  }

  send<const T extends Topic>(
    topic: T,
    record: RecordFor<T>,
    { signal }: SendOptions = {},
  ): Promise<RecordMetadata> {
    try {
      const entry = this.#entryOf(topic);
      signal?.throwIfAborted();
      const content = contentOf(topic, record);
      const timestampMs = timestampOf(record, this.#clock);
      const { partition } = record;
      if (!this.#canTake(entry)) {
        return this.#sendLater(entry, { content, timestampMs, partition, signal });
      }
      const sent = this.#put(entry.writer, { content, timestampMs, partition }).addAwaited();
      return signal === undefined ? sent : abortable(sent, signal);
    } catch (error) {
      return rejected(error);
    }
  }

  sendMany<const T extends Topic>(
    topic: T,
    records: Iterable<RecordFor<T>>,
    options: SendOptions = {},
  ): Promise<RecordMetadata[]> {
    return sendEach(this, { topic, records, options });
  }

  enqueue<const T extends Topic>(topic: T, record: RecordFor<T>, onDelivery: OnDelivery): boolean {
    const entry = this.#entryOf(topic);
    if (!this.#canTake(entry)) return false;
    const content = contentOf(topic, record);
    const timestampMs = timestampOf(record, this.#clock);
    const { partition } = record;
    this.#put(entry.writer, { content, timestampMs, partition }).add(onDelivery);
    return true;
  }

  async ready(topic: Topic, { signal }: SendOptions = {}): Promise<void> {
    const entry = this.#entryOf(topic);
    if (this.#canTake(entry)) return;
    const outcome = Promise.withResolvers<void>();
    this.#wait(entry, { kind: "caller", outcome });
    await abortable(outcome.promise, signal);
  }

  async flush({ signal }: SendOptions = {}): Promise<void> {
    const waiting = [...this.#starved].flatMap((entry) =>
      entry.waiting.map(({ outcome }): Promise<unknown> => outcome.promise),
    );
    await abortable(this.#sender.flush(waiting), signal);
  }

  close({ timeoutMs = closeTimeoutMsDefault }: CloseOptions = {}): Promise<void> {
    this.#closing ??= this.#close(timeoutMs);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(timeoutMs: number): Promise<void> {
    await within(this.#context.runtime, this.flush(), timeoutMs);
    const error = (): SordiniError => {
      const what = `the producer was closed; no acknowledgement came within ${timeoutMs} ms`;
      return new SordiniError("CLIENT_CLOSED", what);
    };
    for (const entry of this.#starved) failWaiting(entry, error());
    this.#sender.close(error);
    this.#context.onClosed(this);
  }

  #entryOf(topic: Topic): TopicEntry {
    if (this.#closing !== null) throw new SordiniError("CLIENT_CLOSED", "the producer is closed");
    const name = typeof topic === "string" ? topic : topic.name;
    const known = this.#topics.get(name);
    if (known !== undefined) return known;
    const entry: TopicEntry = { name, writer: null, waiting: [], isLookedUp: false };
    this.#topics.set(name, entry);
    return entry;
  }

  #canTake(entry: TopicEntry): entry is TopicEntry & { readonly writer: TopicWriter } {
    return entry.writer !== null && entry.waiting.length === 0 && this.#space.hasRoom;
  }

  #put(writer: TopicWriter, { content, timestampMs, partition }: Addressed): Batch {
    const queue = writer.queueFor(content, partition);
    const batch = queue.append(content, timestampMs);
    this.#sender.list(queue);
    return batch;
  }

  #sendLater(
    entry: TopicEntry,
    send: Omit<WaitingSend, "kind" | "outcome">,
  ): Promise<RecordMetadata> {
    const outcome = Promise.withResolvers<RecordMetadata>();
    this.#wait(entry, { kind: "send", ...send, outcome });
    return abortable(outcome.promise, send.signal);
  }

  #wait(entry: TopicEntry, waiting: TopicEntry["waiting"][number]): void {
    entry.waiting.push(waiting);
    this.#starved.add(entry);
    if (entry.writer === null && !entry.isLookedUp) void this.#lookUp(entry);
  }

  /** Makes the topic known to its entry; when that fails, whoever waits for it is told. */
  async #lookUp(entry: TopicEntry): Promise<void> {
    const { metadata, settings, runtime } = this.#context;
    const timeoutMs = settings.topicTimeoutMs;
    entry.isLookedUp = true;
    try {
      const info = await metadata.lookUp(entry.name, { timeoutMs });
      entry.writer = new TopicWriter(info, {
        queueContext: this.#queueContext,
        partitioner: settings.partitioner,
        rng: runtime.rng,
        stickyBytes: settings.batchBytes,
      });
      this.#serve(entry);
    } catch (error) {
      this.#topics.delete(entry.name);
      this.#starved.delete(entry);
      failWaiting(entry, error as Error);
    } finally {
      entry.isLookedUp = false;
    }
  }

  #serveStarved(): void {
    for (const entry of this.#starved) {
      if (!this.#space.hasRoom) return;
      this.#serve(entry);
    }
  }

  #serve(entry: TopicEntry): void {
    const { writer, waiting } = entry;
    if (writer === null) return;
    while (this.#space.hasRoom) {
      const next = waiting.shift();
      if (next === undefined) break;
      if (next.kind === "caller") next.outcome.resolve();
      else if (next.signal?.aborted !== true) this.#take(writer, next);
    }
    if (waiting.length === 0) this.#starved.delete(entry);
  }

  #take(writer: TopicWriter, send: WaitingSend): void {
    try {
      send.outcome.resolve(this.#put(writer, send).addAwaited());
    } catch (error) {
      send.outcome.reject(error);
    }
  }

  /** Deleted topics stay as they were last known, until brokers refuse what is sent to them. */
  #newestInfo(name: string): TopicInfo {
    const writer = this.#topics.get(name)?.writer as TopicWriter;
    const newest = this.#context.metadata.topic(name);
    if (newest !== undefined && newest !== writer.info) writer.update(newest);
    return writer.info;
  }
}

type Addressed = Pick<WaitingSend, "content" | "timestampMs" | "partition">;

function timestampOf(
  { timestampMs }: { readonly timestampMs?: number | undefined },
  clock: Clock,
): number {
  if (timestampMs === undefined) return clock.wallMs();
  if (Number.isSafeInteger(timestampMs) && timestampMs >= 0) return timestampMs;
  throw new SordiniError(
    "INVALID_TIMESTAMP",
    `timestampMs is ${timestampMs}; it may be whole milliseconds since 1970`,
  );
}

function failWaiting({ waiting }: TopicEntry, error: Error): void {
  for (const { outcome } of waiting.splice(0)) outcome.reject(error);
}
