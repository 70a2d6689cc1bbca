import type { Endpoint } from "@sordini/broker";
import { GrpcServer } from "@sordini/grpc-listener";
import type { Listener } from "./config/listeners.ts";
import { ServerError } from "./server-error.ts";

/** A listener that is open: what arrives there is served by `server`. */
export interface OpenListener extends Listener {
  readonly server: GrpcServer;
}

/**
 * Listens everywhere or nowhere: a server for each listener, since clients are told the endpoints
 * of the one through which they came. Port 0 is replaced by the kernel's choice, in the
 * advertisement too. Add the services in the same turn: a call that finds none is refused. Throws
 * ServerError.
 */
export async function openListeners(listeners: readonly Listener[]): Promise<OpenListener[]> {
  const results = await Promise.allSettled(listeners.map(open));
  const opened = results.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const refused = results.find((each) => each.status === "rejected");
  if (refused === undefined) return opened;
  closeListeners(opened);
  throw refused.reason as Error;
}

async function open(listener: Listener): Promise<OpenListener> {
  const { name, host, advertised } = listener;
  const server = new GrpcServer();
  try {
    const port = await server.listen({ host, port: listener.port });
    const told = advertised?.port === 0 ? { ...advertised, port } : advertised;
    return { ...listener, port, advertised: told, server };
  } catch (error) {
    throw new ServerError(
      `cannot listen on ${name}://${host}:${listener.port}: ${(error as Error).message}: ` +
        "is another program using the port? Stop it, or change `listeners`",
    );
  }
}

/** Ends every connection at once. */
export function closeListeners(listeners: readonly OpenListener[]): void {
  for (const { server } of listeners) server.close();
}

/** Where the listeners really are. */
export function placesOf(
  listeners: readonly OpenListener[],
): (Endpoint & { readonly name: string })[] {
  return listeners.map(({ name, host, port }) => ({ name, host, port }));
}
