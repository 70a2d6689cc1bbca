import type { ServiceError } from "@grpc/grpc-js";
import { type Method, openStream, type ReceivedResponseOf, type RequestOf } from "@sordini/rpc";
import { ConnectionError, type SordiniError } from "../errors.ts";
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

export interface OpenStream<M extends Method> {
  /** False: take a break until `onDrain`. */
  write(message: RequestOf<M>): boolean;
  /** Ends the stream at once, without `onClosed`. */
  cancel(): void;
}

/** Opens a stream to a broker on its data connection. */
export function openDataStream<M extends Method>(
  { connections, address }: { readonly connections: Connections; readonly address: Address },
  method: M,
  events: StreamEvents<M>,
): OpenStream<M> {
  const target = addressText(address);
  const stream = openStream(connections.to(address, "data"), method);
  let open = true;
  const close = (error: SordiniError): void => {
    if (!open) return;
    open = false;
    events.onClosed(error);
  };
  stream.on("data", (message: ReceivedResponseOf<M>) => {
    if (open) events.onMessage(message);
  });
  stream.on("drain", () => {
    if (open) events.onDrain();
  });
  stream.on("error", (error: ServiceError) => close(fromCallError(error, target)));
  stream.on("end", () => close(new ConnectionError(`${target} ended the stream`)));
  return {
    write: (message) => stream.write(message),
    cancel: () => {
      open = false;
      stream.cancel();
    },
  };
}
