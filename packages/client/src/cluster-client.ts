import { ClusterAdmin } from "./admin/admin.ts";
import { parseBootstrap } from "./cluster/address.ts";
import { Brokers } from "./cluster/brokers.ts";
import { Connections } from "./cluster/connections.ts";
import { Metadata } from "./cluster/metadata.ts";
import type { OffsetsContext } from "./cluster/offsets.ts";
import { RecordConsumer } from "./consumer/consumer.ts";
import { SordiniError } from "./errors.ts";
import {
  closeTimeoutMsDefault,
  connectTimeoutMsDefault,
  metadataMaxAgeMsDefault,
  requestTimeoutMsDefault,
  topicTimeoutMsDefault,
} from "./limits.ts";
import { checkNumbers, consumerSettings, producerSettings } from "./options.ts";
import { RecordProducer } from "./producer/producer.ts";
import type { Runtime } from "./runtime/runtime.ts";
import type { Admin } from "./types/admin.ts";
import type { ClientApi, ClientOptions } from "./types/client.ts";
import type { Consumer, ConsumerOptions } from "./types/consumer.ts";
import type { CloseOptions, Producer, ProducerOptions } from "./types/producer.ts";

/**
 * The whole client, in whatever world its runtime is: `Client` is this one with real time and gRPC.
 * Opens no connection before one is needed.
 */
export class ClusterClient implements ClientApi {
  readonly #runtime: Runtime;
  readonly #connections: Connections;
  readonly #brokers: Brokers;
  readonly #metadata: Metadata;
  readonly #requestTimeoutMs: number;
  readonly #producers = new Set<RecordProducer>();
  readonly #consumers = new Set<RecordConsumer>();
  #closing: Promise<void> | null = null;

  /** Throws SordiniError INVALID_CONFIG for addresses or numbers that cannot be meant. */
  constructor(options: Omit<ClientOptions, "clientId">, runtime: Runtime) {
    const {
      connectTimeoutMs = connectTimeoutMsDefault,
      requestTimeoutMs = requestTimeoutMsDefault,
      metadataMaxAgeMs = metadataMaxAgeMsDefault,
    } = options;
    const times = { connectTimeoutMs, requestTimeoutMs, metadataMaxAgeMs };
    checkNumbers(times, { connectTimeoutMs: 1, requestTimeoutMs: 1, metadataMaxAgeMs: 1 });
    const bootstrap = parseBootstrap(options.bootstrap);
    this.#requestTimeoutMs = requestTimeoutMs;
    this.#runtime = runtime;
    this.#connections = new Connections(runtime.transport);
    const brokers = new Brokers({ bootstrap, connections: this.#connections, runtime, ...times });
    this.#brokers = brokers;
    this.#metadata = new Metadata({ brokers, runtime, maxAgeMs: metadataMaxAgeMs });
  }

  producer(options: ProducerOptions = {}): Producer {
    this.#refuseWhenClosed();
    const producer = new RecordProducer({
      runtime: this.#runtime,
      connections: this.#connections,
      metadata: this.#metadata,
      requestTimeoutMs: this.#requestTimeoutMs,
      settings: producerSettings(options),
      onClosed: (closed) => this.#producers.delete(closed),
    });
    this.#producers.add(producer);
    return producer;
  }

  consumer(options: ConsumerOptions = {}): Consumer {
    this.#refuseWhenClosed();
    const settings = consumerSettings(options);
    const consumer = new RecordConsumer({
      runtime: this.#runtime,
      connections: this.#connections,
      metadata: this.#metadata,
      offsets: this.#offsets(settings.topicTimeoutMs),
      settings,
      onClosed: (closed) => this.#consumers.delete(closed),
    });
    this.#consumers.add(consumer);
    return consumer;
  }

  admin(): Admin {
    this.#refuseWhenClosed();
    return new ClusterAdmin({
      runtime: this.#runtime,
      brokers: this.#brokers,
      metadata: this.#metadata,
      offsets: this.#offsets(topicTimeoutMsDefault),
    });
  }

  close(options: CloseOptions = {}): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close({ timeoutMs = closeTimeoutMsDefault }: CloseOptions): Promise<void> {
    await Promise.all([...this.#producers].map((producer) => producer.close({ timeoutMs })));
    await Promise.all([...this.#consumers].map((consumer) => consumer.close()));
    this.#brokers.close();
    this.#connections.close();
  }

  #offsets(topicTimeoutMs: number): OffsetsContext {
    return {
      runtime: this.#runtime,
      brokers: this.#brokers,
      metadata: this.#metadata,
      topicTimeoutMs,
    };
  }

  #refuseWhenClosed(): void {
    if (this.#closing !== null) throw new SordiniError("CLIENT_CLOSED", "the client is closed");
  }
}
