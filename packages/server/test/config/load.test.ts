import { describe, expect, test } from "vitest";
import { environmentProperties } from "../../src/config/environment.ts";
import { loadConfig } from "../../src/config/load.ts";
import { parseProperties } from "../../src/config/properties.ts";

const minimal = `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:9093
listeners=GRPC://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
`;

function load(text: string, environment: Record<string, string> = {}) {
  return loadConfig([
    ...parseProperties(text, "server.properties"),
    ...environmentProperties(environment),
  ]);
}

test("a minimal file gives typed settings and Kafka's defaults", () => {
  const { config, notices } = load(minimal);
  expect(notices).toEqual([]);
  expect(config).toMatchObject({ isBroker: true, isController: true, nodeId: 1 });
  expect(config.voters).toEqual([{ nodeId: 1, host: "127.0.0.1", port: 9093 }]);
  expect(config.brokerListeners).toMatchObject([{ name: "GRPC", port: 9092 }]);
  expect(config.controllerListeners).toMatchObject([{ name: "CONTROLLER", port: 9093 }]);
  expect(config.number("log.retention.ms")).toBe(604_800_000);
});

test("aliases keep their unit", () => {
  expect(load(`${minimal}log.retention.hours=2`).config.number("log.retention.ms")).toBe(7_200_000);
  expect(load(`${minimal}log.retention.hours=-1`).config.number("log.retention.ms")).toBe(-1);
});

test("the environment wins over the file", () => {
  const { config } = load(minimal, { KAFKA_NUM_PARTITIONS: "7", KAFKA_CFG_LOG_DIRS: "/data" });
  expect(config.number("num.partitions")).toBe(7);
  expect(config.logDirectory).toBe("/data");
  expect(
    load(minimal, { SORDINI_LOG_DURABILITY: "page-cache" }).config.text("sordini.log.durability"),
  ).toBe("page-cache");
});

test.each(["CLUSTER_ID", "KAFKA_CLUSTER_ID", "KAFKA_KRAFT_CLUSTER_ID"])("%s", (variable) => {
  const { config } = load(minimal, { [variable]: "4L6g3nShT-eMCtK--X86sw" });
  expect(config.clusterId).toBe("4L6g3nShT-eMCtK--X86sw");
});

test("log4j's root level is the server's", () => {
  const levelOf = (level: string) =>
    load(minimal, { KAFKA_LOG4J_ROOT_LOGLEVEL: level }).config.text("sordini.log.level");
  expect(["TRACE", "warn", "OFF"].map(levelOf)).toEqual(["debug", "warn", "silent"]);
  expect(() => levelOf("LOUD")).toThrow("sordini.log.level=LOUD is not valid");
});

test("unknown keys warn, keys without effect are told once, the rest is silent", () => {
  const { notices } = load(`${minimal}num.io.threads=8\nnum.partitons=3`, { KAFKA_HEAP_OPTS: "x" });
  expect(notices).toEqual([
    {
      level: "info",
      text: "server.properties:6: num.io.threads makes no difference here and is ignored",
    },
    { level: "warn", text: "server.properties:7: unknown key num.partitons" },
  ]);
});

describe("a bad value names place, key, value and what is allowed", () => {
  const cases: [string, string][] = [
    [
      "num.partitions=zero",
      "server.properties:6: num.partitions=zero is not valid; allowed: a whole number",
    ],
    ["num.partitions=0", "allowed: a whole number from 1 to 100000"],
    ["sordini.log.durability=maybe", "allowed: fsync or page-cache"],
    ["unclean.leader.election.enable=yes", "allowed: true or false"],
    ["log.dirs=/a,/b", "allowed: one folder"],
    ["listeners=GRPC:/127.0.0.1:1", 'allowed: NAME://host:port, found "GRPC:/127.0.0.1:1"'],
    ["controller.quorum.voters=2@127.0.0.1:1", "allowed: node.id 1 among the voters (2)"],
    ["listeners=GRPC://127.0.0.1:1", "allowed: a listener named CONTROLLER for the controller"],
    ["process.roles=zookeeper", "allowed: broker or controller"],
    ["zookeeper.connect=localhost:2181", "there is no ZooKeeper here"],
    ["broker.heartbeat.interval.ms=2000", "allowed: at most half of broker.session.timeout.ms"],
    ["listener.security.protocol.map=GRPC:SSL", "TLS and SASL are not supported yet"],
  ];
  test.each(cases)("%s", (line, message) => {
    expect(() => load(minimal + line)).toThrow(message);
  });

  test("a key that must be set", () => {
    expect(() => load("node.id=1")).toThrow("process.roles is not set: What this process is");
  });
});

test("properties follow Java's format", () => {
  const text = "# c\n! c\na = 1\nb: two words \nc\\=d=x\\\n   y\nu=\\u0041\\n\nempty=\n";
  const pairs = parseProperties(text, "f").map(({ key, value }) => [key, value]);
  expect(pairs).toEqual([
    ["a", "1"],
    ["b", "two words"],
    ["c=d", "xy"],
    ["u", "A"],
    ["empty", ""],
  ]);
  expect(() => parseProperties("a=\\u12", "f")).toThrow("f:1: \\u needs four hex digits");
});
