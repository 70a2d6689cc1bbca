import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import type { Endpoint } from "@sordini/broker";
import { callUnary, grpc, healthService } from "@sordini/rpc";

const { SERVING } = grpc.health.v1.HealthCheckResponse.ServingStatus;

/**
 * Asks the standard health service of the server at `endpoint`. Resolves to null when it serves,
 * else to a sentence that says why not; never rejects.
 */
export async function checkHealth(
  { host, port }: Endpoint,
  timeoutMs: number,
): Promise<string | null> {
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  const client = new Client(address, credentials.createInsecure());
  const options = { deadline: Date.now() + timeoutMs };
  try {
    const request = { service: "" };
    const { status } = await callUnary(client, { method: healthService.check, request, options });
    return status === SERVING ? null : `${address} does not serve yet`;
  } catch (error) {
    return `${address} does not answer: ${(error as ServiceError).details}`;
  } finally {
    client.close();
  }
}
