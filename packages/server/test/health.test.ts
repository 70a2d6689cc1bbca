import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GrpcServer, Health } from "@sordini/grpc-listener";
import { healthService } from "@sordini/rpc";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askHealth } from "../src/health.ts";

// The health check knows only the server's settings, and finds the server by them.

let server: GrpcServer;
let health: Health;
let folder: string;

beforeEach(() => {
  server = new GrpcServer();
  health = new Health();
  folder = mkdtempSync(join(tmpdir(), "sordini-health-"));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function startServer(): Promise<number> {
  server.add(healthService, health.handlers());
  return server.listen({ host: "127.0.0.1", port: 0 });
}

function ask(listeners: string): Promise<string | null> {
  const configFile = join(folder, "server.properties");
  const voters = "controller.quorum.voters=9@127.0.0.1:1";
  const settings = ["process.roles=broker", "node.id=1", voters, `listeners=${listeners}`];
  writeFileSync(configFile, settings.join("\n"));
  const environment = { KAFKA_ADVERTISED_LISTENERS: "GRPC://elsewhere:9092" };
  return askHealth({ configFile, environment, overrides: [] }, 2000);
}

test("a server that serves is asked where it listens, not where others find it", async () => {
  const port = await startServer();
  health.setServing(true);
  expect(await ask(`GRPC://:${port}`)).toBeNull();
});

test("a server that is not ready says so", async () => {
  const port = await startServer();
  expect(await ask(`GRPC://127.0.0.1:${port}`)).toBe(`127.0.0.1:${port} does not serve yet`);
});

test("nobody there", async () => {
  const port = await startServer();
  server.close();
  expect(await ask(`GRPC://127.0.0.1:${port}`)).toMatch(/does not answer: .*ECONNREFUSED/);
});

test("settings that make no sense are an answer too", async () => {
  expect(await ask("GRPC://127.0.0.1:0")).toMatch(/the port of GRPC is known to nobody/);
  expect(await ask("GRPC")).toMatch(/allowed: NAME:\/\/host:port/);
});
