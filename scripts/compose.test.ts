import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  environmentProperties,
  loadConfig,
  parseProperties,
  type ServerConfig,
} from "@sordini/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "./compose-as-processes.ts";
import { type ComposeService, readComposeFile } from "./compose/file.ts";
import { readDockerfile } from "./compose/image.ts";
import { assignPorts, listeningPorts, localEnvironment } from "./compose/places.ts";

// What a user of the compose files relies on, checked without a container engine. Settings go
// through the server's own reader, so that a key that it does not know fails here.

const root = join(import.meta.dirname, "..");
const image = readDockerfile(join(root, "deploy/Dockerfile"));
const imageSettings = parseProperties(
  readFileSync(join(root, "deploy/server.properties"), "utf8"),
  "server.properties",
);

function configOf({ environment }: ComposeService): ServerConfig {
  const properties = [...imageSettings, ...environmentProperties(environment)];
  const { config, notices } = loadConfig(properties);
  expect(notices).toEqual([]);
  return config;
}

describe.each(["docker-compose.yml", "deploy/docker-compose.isolated.yml"])("%s", (path) => {
  const file = readComposeFile(join(root, path));
  const nodes = file.services.map((service) => ({ service, config: configOf(service) }));
  const brokers = nodes.filter(({ config }) => config.isBroker);
  const controllers = nodes.filter(({ config }) => config.isController);

  test("three brokers and three controllers of one cluster, each with its own id", () => {
    expect([brokers.length, controllers.length]).toEqual([3, 3]);
    expect(new Set(nodes.map(({ config }) => config.nodeId)).size).toBe(nodes.length);
    const clusterIds = new Set(nodes.map(({ config }) => config.clusterId));
    expect([...clusterIds]).toEqual(["4L6g3nShT-eMCtK--X86sw"]);
  });

  test("every voter is a service whose controller listens there", () => {
    for (const { config } of nodes) {
      expect(config.voters.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3]);
      for (const { nodeId, host, port } of config.voters) {
        const voter = controllers.find((each) => each.config.nodeId === nodeId);
        expect(voter?.service.name).toBe(host);
        expect(voter?.config.controllerListeners[0]).toMatchObject({ host: "0.0.0.0", port });
      }
    }
  });

  test("containers find a broker by its name, clients outside at its published port", () => {
    const hostPorts = brokers.map(({ service, config }) => {
      const [inside, outside] = config.brokerListeners;
      const [published, ...more] = service.ports;
      expect(config.replicationListener).toBe(inside?.name);
      expect(inside?.advertised).toEqual({ host: service.name, port: inside?.port });
      expect(published).toMatchObject({ host: "127.0.0.1", containerPort: outside?.port });
      expect(outside?.advertised).toEqual({ host: "localhost", port: published?.hostPort });
      expect(more).toEqual([]);
      return published?.hostPort;
    });
    expect(hostPorts).toEqual([29092, 39092, 49092]);
  });

  test("an acknowledged record outlives one node", () => {
    for (const { config } of nodes) {
      expect(config.number("default.replication.factor")).toBe(3);
      expect(config.number("min.insync.replicas")).toBe(2);
    }
  });

  test("each node keeps its data in a volume of its own", () => {
    const volumes = nodes.map(({ service, config }) => {
      expect(service.volumes).toHaveLength(1);
      expect(service.volumes[0]?.target).toBe(image.volumes[0]);
      expect(config.logDirectory).toBe(image.volumes[0]);
      return service.volumes[0]?.volume;
    });
    expect(new Set(volumes)).toEqual(new Set(file.volumes));
    expect(new Set(volumes).size).toBe(nodes.length);
  });

  test("each node is checked, and has the time to shut down", () => {
    for (const { service } of nodes) {
      expect(service.healthcheck.command).toEqual(image.healthcheck);
      expect(service.stopGraceMs).toBeGreaterThan(30_000);
    }
  });

  test("nobody waits for a node of the quorum that waits for the others", () => {
    for (const { service, config } of nodes) {
      const awaited = service.dependsOn.map((each) => each.service);
      expect(awaited).toEqual(config.isController ? [] : controllers.map((c) => c.service.name));
      for (const { condition } of service.dependsOn) expect(condition).toBe("service_healthy");
    }
  });

  test("as processes, every address leads to a port of this machine", () => {
    const places = listeningPorts(file);
    const localPorts = assignPorts(
      file,
      places.map((_, index) => 40_000 + index),
    );
    for (const { service } of nodes) {
      const local = localEnvironment(file, service, { localPorts, volumesFolder: "/v" });
      const addresses = Object.values(local).flatMap((value) => value.match(/[\w.]+:\d+/g) ?? []);
      for (const address of addresses) expect(address).toMatch(/^127\.0\.0\.1:400\d\d$/);
      expect(local["KAFKA_LOG_DIRS"]).toBe(`/v/${service.name}-data`);
    }
  });

  test("a name that is no service, or a port on which it does not listen, is refused", () => {
    const localPorts = assignPorts(
      file,
      listeningPorts(file).map(() => 1),
    );
    const { service } = brokers[0] as (typeof brokers)[0];
    const localWith = (address: string) => {
      const changed = { ...service, environment: { KAFKA_ADVERTISED_LISTENERS: address } };
      return () => localEnvironment(file, changed, { localPorts, volumesFolder: "/v" });
    };
    expect(localWith("PLAINTEXT://broker-9:19092")).toThrow("nobody is at broker-9:19092");
    expect(localWith("PLAINTEXT://localhost:9999")).toThrow("nobody is at localhost:9999");
    expect(localWith("PLAINTEXT://broker-2:1")).toThrow("broker-2 does not listen on 1");
  });
});

test("the image runs as nobody special, hears signals, and keeps data in a volume", () => {
  expect(image.baseImages).toEqual(["node:24-slim", "node:24-slim", "node:24-slim"]);
  expect(image.user).toBe("1000:1000");
  expect(image.stopSignal).toBe("SIGTERM");
  expect(image.volumes).toEqual(["/var/lib/kafka/data"]);
  expect(image.ports).toEqual([9092, 9093]);
  const [program, verb, ...settings] = image.command;
  expect([program, verb]).toEqual(["sordini", "server"]);
  expect(image.healthcheck).toEqual(["sordini", "health", ...settings]);
});

test("the image alone is a cluster of one node, once it is told where clients find it", () => {
  const found = { KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://localhost:9092" };
  const { config } = loadConfig([...imageSettings, ...environmentProperties(found)]);
  expect(config.brokerListeners).toMatchObject([{ host: "0.0.0.0", port: 9092 }]);
  expect(config.controllerListeners).toMatchObject([{ port: 9093 }]);
  expect(config.logDirectory).toBe(image.volumes[0]);
});

describe("a compose file that is not understood", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sordini-compose-file-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const cases: [string, string][] = [
    ["services: { a: { network_mode: host } }", "a: network_mode is not understood here"],
    ["networks: { n: }\nservices: {}", "networks is not understood here"],
    ["services: { a: { build: {}, image: 1 } }", "a: image: text, found 1"],
  ];
  test.each(cases)("%s", (text, message) => {
    const path = join(folder, "compose.yml");
    writeFileSync(path, text);
    expect(() => readComposeFile(path)).toThrow(message);
  });

  test("ends the script with 1", async () => {
    const path = join(folder, "compose.yml");
    writeFileSync(path, "networks: {}\nservices: {}");
    expect(await main(["--file", path])).toBe(1);
  });
});
