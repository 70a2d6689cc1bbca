import type { Admin } from "./types/admin.ts";
import type { ClientApi, ClientOptions } from "./types/client.ts";
import type { Consumer, ConsumerOptions } from "./types/consumer.ts";
import type { Producer, ProducerOptions } from "./types/producer.ts";

/** A connection to a cluster. */
export declare class Client implements ClientApi {
  constructor(options: ClientOptions);
  producer(options?: ProducerOptions): Producer;
  consumer(options?: ConsumerOptions): Consumer;
  admin(): Admin;
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
