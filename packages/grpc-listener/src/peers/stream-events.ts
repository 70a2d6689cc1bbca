import type { ServiceError } from "@grpc/grpc-js";
import { type ClientStream, type Method, type ReceivedResponseOf, toCallError } from "@sordini/rpc";

export interface StreamEvents<M extends Method> {
  onMessage(message: ReceivedResponseOf<M>): void;
  /** The stream ended for whatever reason but our own `cancel`; called once, nothing follows. */
  onClosed(reason: string, error: ServiceError | null): void;
}

/** Turns a client stream's events into at most one `onClosed`. Returns our own way to end it. */
export function watchStream<M extends Method>(
  stream: ClientStream<M>,
  events: StreamEvents<M>,
): () => void {
  let open = true;
  const closed = (reason: string, error: ServiceError | null): void => {
    if (!open) return;
    open = false;
    events.onClosed(reason, error);
  };
  stream.on("data", (message: ReceivedResponseOf<M>) => {
    if (open) events.onMessage(message);
  });
  stream.on("error", (error: ServiceError) => closed(toCallError(error).message, error));
  stream.on("end", () => closed("the other side ended the stream", null));
  return () => {
    open = false;
    stream.cancel();
  };
}
