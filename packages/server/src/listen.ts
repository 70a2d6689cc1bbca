import type { Endpoint } from "@sordini/broker";
import type { GrpcServer } from "@sordini/grpc-listener";
import type { ServerConfig } from "./config/server-config.ts";
import { ServerError } from "./server-error.ts";

/** Listens where the settings say; returns the place with its real port. Throws ServerError. */
export async function listenAs(
  server: GrpcServer,
  config: ServerConfig,
  name: string,
): Promise<Endpoint> {
  const listener = config.listeners.find((candidate) => candidate.name === name);
  if (listener === undefined) throw new ServerError(`listeners has no listener named ${name}`);
  const { host, port } = listener;
  try {
    return { host, port: await server.listen({ host, port }) };
  } catch (error) {
    throw new ServerError(
      `cannot listen on ${name}://${host}:${port}: ${(error as Error).message}: ` +
        "is another program using the port? Stop it, or change `listeners`",
    );
  }
}
