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
import type { Handlers, ServerCall, ServerStream, UnaryHandler } from "./handlers.ts";
import type { Method, ReceivedResponseOf, RequestOf } from "./services.ts";

// The methods of services.ts over grpc-js: typed ways to call one, and to serve handlers with it.

/** The client's end of a bidirectional stream. */
export type ClientStream<M extends Method> = ClientDuplexStream<
  RequestOf<M>,
  ReceivedResponseOf<M>
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

/** The form in which grpc-js's `server.addService` takes handlers. */
export function implementation<Service extends Record<string, Method>>(
  service: Service,
  handlers: Handlers<Service>,
): UntypedServiceImplementation {
  const entries = Object.entries(service).map(([name, method]) => [
    name,
    adapted(method, handlers[name]),
  ]);
  return Object.fromEntries(entries) as UntypedServiceImplementation;
}

/** Streams are handed over as they are: that they offer what handlers need is checked here. */
function adapted(method: Method, handler: unknown) {
  if (method.requestStream) {
    const serve = handler as (stream: ServerStream<Method>) => void;
    return (stream: ServerDuplexStream<unknown, unknown>): void => serve(stream);
  }
  if (method.responseStream) {
    const serve = handler as (call: ServerCall<Method>) => void;
    return (call: ServerWritableStream<unknown, unknown>): void => serve(call);
  }
  return unaryAdapter(handler as UnaryHandler<Method>);
}

function unaryAdapter(handler: UnaryHandler<Method>) {
  return (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>): void => {
    Promise.resolve()
      .then(() => handler(call.request))
      .then(
        (response) => callback(null, response),
        (error: Error) => callback(error),
      );
  };
}
