import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from "@grpc/grpc-js";
import type { Endpoint } from "@sordini/broker";
import type { Handlers, Method } from "@sordini/rpc";
import { implementation, readDescriptorSet } from "@sordini/rpc";
import {
  keepaliveTimeMs,
  keepaliveTimeoutMs,
  messageBytesMax,
  receiveWindowBytes,
  streamsPerConnectionMax,
} from "./limits.ts";

// Errors reach us as values; grpc-js would print them a second time.
setLogVerbosity(logVerbosity.NONE);

/** A listening gRPC port. Services may be added until `listen` is called. */
export class GrpcServer {
  readonly #server = new Server({
    "grpc.max_receive_message_length": messageBytesMax,
    "grpc.max_send_message_length": -1,
    "grpc.max_concurrent_streams": streamsPerConnectionMax,
    "grpc.keepalive_time_ms": keepaliveTimeMs,
    "grpc.keepalive_timeout_ms": keepaliveTimeoutMs,
  });

  add<Service extends Record<string, Method>>(service: Service, handlers: Handlers<Service>): void {
    this.#server.addService(service as never, implementation(service, handlers));
  }

  /** Lets tools such as grpcurl ask what this server offers. Loads its library only when called. */
  async addReflection(): Promise<void> {
    const [{ ReflectionService }, { loadFileDescriptorSetFromBuffer }] = await Promise.all([
      import("@grpc/reflection"),
      import("@grpc/proto-loader"),
    ]);
    const definition = loadFileDescriptorSetFromBuffer(readDescriptorSet());
    new ReflectionService(definition).addToServer(this.#server);
  }

  /**
   * Binds and listens; port 0 lets the kernel choose. Resolves to the port, rejects if it is taken.
   */
  async listen({ host, port }: Endpoint): Promise<number> {
    const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
    widenReceiveWindow(this.#server);
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
        if (error !== null) reject(new Error(causeOf(error)));
        else resolve(bound);
      });
    });
  }

  /** Ends every connection at once. */
  close(): void {
    this.#server.forceShutdown();
  }
}

// grpc-js wraps what the socket said: "No address added out of total 1 resolved errors: [listen
// ...]".
function causeOf(error: Error): string {
  return /\[(.+)\]/.exec(error.message)?.[1] ?? error.message;
}

interface ServerInternals {
  commonServerOptions?: { settings?: Record<string, unknown> };
  _setupHandlers?: (http2Server: NodeJS.EventEmitter, ...rest: unknown[]) => void;
}

/**
 * grpc-js gives servers no option for their HTTP/2 receive window, and at 64 KiB produce streams
 * run at about a third of the speed. So this reaches into grpc-js; where the internals are not as
 * expected nothing happens but the lower speed (test/server.test.ts notices).
 */
function widenReceiveWindow(server: Server): void {
  const internals = server as unknown as ServerInternals;
  const common = internals.commonServerOptions;
  if (common !== undefined) {
    common.settings = { ...common.settings, initialWindowSize: receiveWindowBytes };
  }
  const setUp = internals._setupHandlers;
  if (setUp === undefined) return;
  internals._setupHandlers = function patched(http2Server, ...rest) {
    http2Server.on("session", (session: { setLocalWindowSize(bytes: number): void }) =>
      session.setLocalWindowSize(receiveWindowBytes),
    );
    setUp.call(this, http2Server, ...rest);
  };
}
