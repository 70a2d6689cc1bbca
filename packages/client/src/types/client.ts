import type { Admin } from "./admin.ts";
import type { Consumer, ConsumerOptions } from "./consumer.ts";
import type { Producer, ProducerOptions } from "./producer.ts";

export interface ClientOptions {
  /** `host:port`, several as a list or separated by commas. One that answers is enough. */
  readonly bootstrap: string | readonly string[];
  /** Names this program in the brokers' logs. Default "sordini-client". */
  readonly clientId?: string;
  /** When no address can be connected within this time, calls fail. Default 3 s. */
  readonly connectTimeoutMs?: number;
  /** One request with its retries. Default 30 s. */
  readonly requestTimeoutMs?: number;
  /**
   * Metadata is asked for anew at this age; earlier when an answer shows it to be old. Default 60
   * s.
   */
  readonly metadataMaxAgeMs?: number;
}

/** What `Client` offers; connections are opened when they are first needed. */
export interface ClientApi extends AsyncDisposable {
  producer(options?: ProducerOptions): Producer;
  /** Throws SordiniError UNSUPPORTED_VERSION for options that are not there yet. */
  consumer(options?: ConsumerOptions): Consumer;
  admin(): Admin;
  /** Closes producers (which flush first), consumers and connections. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}
