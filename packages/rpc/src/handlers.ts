import type { Method, ReceivedRequestOf, ResponseOf } from "./services.ts";

// What implements a service, in terms of no transport: functions of a request, or of a stream that
// offers no more than this. grpc-js's calls satisfy these interfaces as they are (calls.ts); so do
// the streams of a simulated network.

/** The server's end of a bidirectional stream. Errors of either side come as "error". */
export interface ServerStream<M extends Method> {
  on(event: "data", listener: (message: ReceivedRequestOf<M>) => void): unknown;
  /** "drain": it takes more again after `write` has returned false. "end": nothing more comes. */
  on(event: "drain" | "end", listener: () => void): unknown;
  /** The client gave the stream up, or its connection broke. */
  on(event: "cancelled", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  /** False: take a break until "drain". */
  write(message: ResponseOf<M>): boolean;
  /** Ends the stream well. */
  end(): unknown;
  /** Ends the stream with that error; its listeners hear of it as well. */
  emit(event: "error", error: Error): boolean;
}

/** The server's end of a call that is answered by a stream. */
export interface ServerCall<M extends Method> {
  readonly request: ReceivedRequestOf<M>;
  on(event: "cancelled", listener: () => void): unknown;
  write(message: ResponseOf<M>): boolean;
}

/** Implements a unary method by an async function; what it throws becomes the call's status. */
export type UnaryHandler<M extends Method> = (
  request: ReceivedRequestOf<M>,
) => Promise<ResponseOf<M>> | ResponseOf<M>;

/** One handler a method: a function of the request, or of the stream. */
export type Handlers<Service extends Record<string, Method>> = {
  readonly [Name in keyof Service]: Service[Name]["requestStream"] extends true
    ? (stream: ServerStream<Service[Name]>) => void
    : Service[Name]["responseStream"] extends true
      ? (call: ServerCall<Service[Name]>) => void
      : UnaryHandler<Service[Name]>;
};
