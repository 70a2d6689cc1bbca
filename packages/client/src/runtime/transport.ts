import type { CallError, Method, ReceivedResponseOf, RequestOf } from "@sordini/rpc";
import type { Address } from "../cluster/address.ts";

// The wire as the client sees it: typed messages there and back, and CallError for what fails as a
// whole. grpc-transport.ts is the one implementation for real networks; a simulator has another.

export interface Transport {
  /** Where calls to a broker go. Connects when the first one is made, and anew after a loss. */
  connect(address: Address): Connection;
}

export interface Connection {
  /**
   * Asks once. Rejects with CallError, whose kind says whether the broker may have heard of it;
   * `timedOut` after `timeoutMs`.
   */
  unary<M extends Method>(
    method: M,
    request: RequestOf<M>,
    options: { readonly timeoutMs: number },
  ): Promise<ReceivedResponseOf<M>>;
  /** Opens a bidirectional stream. Handlers are called only after this has returned. */
  openStream<M extends Method>(method: M, handlers: StreamHandlers<M>): OpenStream<M>;
  /** Ends every call and stream. */
  close(): void;
}

export interface StreamHandlers<M extends Method> {
  onMessage(message: ReceivedResponseOf<M>): void;
  /** The transport takes more again after `write` has returned false. */
  onDrain(): void;
  /** The stream ended, but not by our own `cancel`; called once, nothing follows. */
  onClosed(error: CallError): void;
}

export interface OpenStream<M extends Method> {
  /** False: take a break until `onDrain`. What is written to a stream that has ended is lost. */
  write(message: RequestOf<M>): boolean;
  /** Ends the stream at once, without `onClosed`. */
  cancel(): void;
}
