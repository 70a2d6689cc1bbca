import type { Method, ReceivedResponseOf } from "@sordini/rpc";
import type { SordiniError } from "../errors.ts";
import type { OpenStream } from "../runtime/transport.ts";
import { type Address, addressText } from "./address.ts";
import { fromCallError } from "./call-errors.ts";
import type { Connections } from "./connections.ts";

export interface StreamEvents<M extends Method> {
  onMessage(message: ReceivedResponseOf<M>): void;
  /** The transport takes more again after `write` has returned false. */
  onDrain(): void;
  /** The stream ended, but not by our own `cancel`; called once, nothing follows. */
  onClosed(error: SordiniError): void;
}

/** Opens a stream to a broker on its data connection. */
export function openDataStream<M extends Method>(
  { connections, address }: { readonly connections: Connections; readonly address: Address },
  method: M,
  events: StreamEvents<M>,
): OpenStream<M> {
  const target = addressText(address);
  return connections.to(address, "data").openStream(method, {
    onMessage: (message) => events.onMessage(message),
    onDrain: () => events.onDrain(),
    onClosed: (error) => events.onClosed(fromCallError(error, target)),
  });
}
