import type {
  CallOptions,
  Client,
  ClientDuplexStream,
  sendUnaryData,
  ServerDuplexStream,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type {
  Method,
  ReceivedRequestOf,
  ReceivedResponseOf,
  RequestOf,
  ResponseOf,
} from "./services.ts";

// Typed ways to call a method of services.ts and to implement one.

/** The client's end of a bidirectional stream. */
export type ClientStream<M extends Method> = ClientDuplexStream<
  RequestOf<M>,
  ReceivedResponseOf<M>
>;
/** The server's end of a bidirectional stream. */
export type ServerStream<M extends Method> = ServerDuplexStream<
  ReceivedRequestOf<M>,
  ResponseOf<M>
>;

/** The server's end of a call that is answered by a stream. */
export type ServerCall<M extends Method> = ServerWritableStream<
  ReceivedRequestOf<M>,
  ResponseOf<M>
>;

/**
 * Calls a unary method. Rejects with grpc-js's ServiceError; `options.deadline` bounds the wait.
 */
export function callUnary<M extends Method>(
  client: Client,
  call: { readonly method: M; readonly request: RequestOf<M>; readonly options?: CallOptions },
): Promise<ReceivedResponseOf<M>> {
  const { method, request, options = {} } = call;
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest<RequestOf<M>, ReceivedResponseOf<M>>(
      method.path,
      method.requestSerialize as (message: RequestOf<M>) => Buffer,
      method.responseDeserialize as (bytes: Buffer) => ReceivedResponseOf<M>,
      request,
      options,
      (error, response) => {
        if (error !== null) reject(error);
        else resolve(response as ReceivedResponseOf<M>);
      },
    );
  });
}

/**
 * Opens a bidirectional stream. It ends with exactly one "status" event; errors come as "error".
 */
export function openStream<M extends Method>(
  client: Client,
  method: M,
  options: CallOptions = {},
): ClientStream<M> {
  return client.makeBidiStreamRequest<RequestOf<M>, ReceivedResponseOf<M>>(
    method.path,
    method.requestSerialize as (message: RequestOf<M>) => Buffer,
    method.responseDeserialize as (bytes: Buffer) => ReceivedResponseOf<M>,
    options,
  );
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

/** The form in which grpc-js's `server.addService` takes handlers. */
export function implementation<Service extends Record<string, Method>>(
  service: Service,
  handlers: Handlers<Service>,
): UntypedServiceImplementation {
  const entries = Object.entries(service).map(([name, method]) => {
    const handler = handlers[name] as (input: unknown) => unknown;
    const streams = method.requestStream || method.responseStream;
    return [name, streams ? handler : unaryAdapter(handler)];
  });
  return Object.fromEntries(entries) as UntypedServiceImplementation;
}

function unaryAdapter(handler: (input: unknown) => unknown) {
  return (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>): void => {
    Promise.resolve()
      .then(() => handler(call.request))
      .then(
        (response) => callback(null, response),
        (error: Error) => callback(error),
      );
  };
}
