import { createServer, type Server } from "node:net";
import { expect, test } from "vitest";
import { connectionProbe } from "../src/ports/connection-probe.ts";

test("a port where nobody listens refuses, one where somebody listens does not", async () => {
  const { server, port } = await listening();
  const endpoint = { listener: "GRPC", host: "127.0.0.1", port };
  expect(await connectionProbe.isRefused(endpoint)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await connectionProbe.isRefused(endpoint)).toBe(true);
});

test("a name without an address is no refusal", async () => {
  const endpoint = { listener: "GRPC", host: "nobody.invalid", port: 9092 };
  expect(await connectionProbe.isRefused(endpoint)).toBe(false);
});

async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.resume());
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as { port: number };
  return { server, port };
}
