import { describe, expect, test } from "vitest";
import { environmentProperties } from "../../src/config/environment.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { ServerConfig } from "../../src/config/server-config.ts";

// Settings as the images of Kafka take them: from the environment.

const voters = "1@broker-1:9093";
const combined = {
  KAFKA_NODE_ID: "1",
  KAFKA_PROCESS_ROLES: "broker,controller",
  KAFKA_CONTROLLER_QUORUM_VOTERS: voters,
};
const broker = { ...combined, KAFKA_NODE_ID: "4", KAFKA_PROCESS_ROLES: "broker" };
const controller = { ...combined, KAFKA_PROCESS_ROLES: "controller" };
const twoListeners = {
  ...combined,
  KAFKA_LISTENERS: "INSIDE://:19092,OUTSIDE://:9092,CONTROLLER://:9093",
  KAFKA_ADVERTISED_LISTENERS: "INSIDE://broker-1:19092,OUTSIDE://localhost:29092",
  KAFKA_INTER_BROKER_LISTENER_NAME: "INSIDE",
  KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT",
};

function load(environment: Readonly<Record<string, string>>): ServerConfig {
  return loadConfig(environmentProperties(environment)).config;
}

describe("listeners", () => {
  test("each is advertised on its own, and one of them is for replication", () => {
    expect(load(twoListeners)).toMatchObject({
      brokerListeners: [
        { name: "INSIDE", host: "0.0.0.0", port: 19092, advertised: { host: "broker-1" } },
        { name: "OUTSIDE", port: 9092, advertised: { host: "localhost", port: 29092 } },
      ],
      controllerListeners: [{ name: "CONTROLLER", host: "0.0.0.0", port: 9093 }],
      replicationListener: "INSIDE",
    });
  });

  test("who says only where it is found listens there on every interface", () => {
    const config = load({ ...broker, KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://broker-4:9092" });
    expect(config.brokerListeners).toEqual([
      {
        name: "PLAINTEXT",
        host: "0.0.0.0",
        port: 9092,
        advertised: { host: "broker-4", port: 9092 },
      },
    ]);
  });

  test("of a controller the voters' list says where it is found", () => {
    const everywhere = { name: "CONTROLLER", host: "0.0.0.0", port: 9093 };
    const advertised = { KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://broker-1:9092" };
    expect(load({ ...combined, ...advertised })).toMatchObject({
      brokerListeners: [{ name: "PLAINTEXT", port: 9092 }],
      controllerListeners: [everywhere],
    });
    expect(load(controller)).toMatchObject({
      brokerListeners: [],
      controllerListeners: [everywhere],
    });
  });

  test("who says nothing listens on the loopback interface", () => {
    expect(load(broker).brokerListeners).toMatchObject([
      { name: "GRPC", host: "127.0.0.1", port: 9092, advertised: { host: "127.0.0.1" } },
    ]);
  });

  test("one that is not advertised serves without being told of", () => {
    const listeners = "PLAINTEXT://a:1,LOCAL://127.0.0.1:2";
    const config = load({
      ...broker,
      KAFKA_LISTENERS: listeners,
      KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://a:1",
    });
    expect(config.brokerListeners).toMatchObject([
      { advertised: { host: "a" } },
      { advertised: null },
    ]);
    expect(config.replicationListener).toBe("PLAINTEXT");
  });

  test("a controller may have several, and replicates nothing", () => {
    const config = load({
      ...controller,
      KAFKA_LISTENERS: "CONTROLLER://:9093,CONTROLLER_2://:9094",
      KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER,CONTROLLER_2",
    });
    expect(config.brokerListeners).toEqual([]);
    expect(config.controllerListeners).toHaveLength(2);
    expect(config.replicationListener).toBeNull();
  });

  const interBroker: [string, Record<string, string>, string][] = [
    ["the only one", { KAFKA_LISTENERS: "ANY://a:1" }, "ANY"],
    ["Kafka's default of several", { KAFKA_LISTENERS: "OUT://a:1,PLAINTEXT://a:2" }, "PLAINTEXT"],
    [
      "the one that is named, in any case",
      { KAFKA_LISTENERS: "OUT://a:1,IN://a:2", KAFKA_INTER_BROKER_LISTENER_NAME: "in" },
      "IN",
    ],
  ];
  test.each(interBroker)("brokers replicate on %s", (_, environment, name) => {
    expect(load({ ...broker, ...environment }).replicationListener).toBe(name);
  });
});

describe("settings that contradict each other name the one to change", () => {
  const cases: [string, Record<string, string>, string][] = [
    [
      "an inter-broker listener that is none",
      { ...twoListeners, KAFKA_INTER_BROKER_LISTENER_NAME: "PLAINTEXT" },
      "KAFKA_INTER_BROKER_LISTENER_NAME: inter.broker.listener.name=PLAINTEXT is not valid; " +
        "allowed: INSIDE or OUTSIDE: a broker's listener that is advertised",
    ],
    [
      "an inter-broker listener that is the controller's",
      { ...twoListeners, KAFKA_INTER_BROKER_LISTENER_NAME: "CONTROLLER" },
      "allowed: INSIDE or OUTSIDE: a controller's listener does not serve brokers",
    ],
    [
      "several listeners, and none named for replication",
      { ...broker, KAFKA_LISTENERS: "IN://a:1,OUT://a:2" },
      "inter.broker.listener.name is not set; allowed: IN or OUT, the listener on which",
    ],
    [
      "nobody is told of any listener",
      {
        ...combined,
        KAFKA_LISTENERS: "IN://a:1,CONTROLLER://a:2",
        KAFKA_ADVERTISED_LISTENERS: "CONTROLLER://a:2",
      },
      "inter.broker.listener.name is not set; allowed: an advertised listener",
    ],
    [
      "an advertisement without a listener",
      { ...twoListeners, KAFKA_ADVERTISED_LISTENERS: "INSIDE://b:1,OUTSIDE://b:2,EXTRA://b:3" },
      "allowed: only names of listeners (INSIDE, OUTSIDE, CONTROLLER), found EXTRA",
    ],
    [
      "an advertisement that leads nowhere",
      { ...broker, KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://0.0.0.0:9092" },
      "advertised.listeners=PLAINTEXT://0.0.0.0:9092 is not valid; " +
        "allowed: a host that others can reach for PLAINTEXT, found 0.0.0.0",
    ],
    [
      "every interface, and no advertisement",
      { ...broker, KAFKA_LISTENERS: "PLAINTEXT://:9092" },
      "allowed: advertised.listeners beside it, with the host under which others find PLAINTEXT",
    ],
    [
      "two listeners on one port",
      { ...broker, KAFKA_LISTENERS: "A://127.0.0.1:1,B://:1" },
      "allowed: a port of its own for each listener, found 1 for both A and B",
    ],
    [
      "a listener that the protocol map leaves out",
      { ...twoListeners, KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "INSIDE:PLAINTEXT" },
      "allowed: OUTSIDE:PLAINTEXT too, since listeners has a listener OUTSIDE",
    ],
    [
      "a protocol that is not there",
      { ...broker, KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "IN:PLAINTEXT,OUT:SASL_SSL" },
      "allowed: OUT:PLAINTEXT, found SASL_SSL: TLS and SASL are not supported yet",
    ],
    [
      "a protocol given twice",
      { ...broker, KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "IN:PLAINTEXT,in:PLAINTEXT" },
      "allowed: each listener name once, found IN twice",
    ],
    [
      "a listener named for a protocol that is not there",
      { ...broker, KAFKA_LISTENERS: "SSL://a:9092" },
      "allowed: no listener SSL: TLS and SASL are not supported yet, use PLAINTEXT",
    ],
    [
      "a protocol between brokers that is not there",
      { ...broker, KAFKA_SECURITY_INTER_BROKER_PROTOCOL: "SSL" },
      "security.inter.broker.protocol=SSL: TLS and SASL are not supported yet",
    ],
    [
      "a broker alone with a controller's listener",
      { ...broker, KAFKA_LISTENERS: "PLAINTEXT://a:1,CONTROLLER://a:2" },
      "allowed: no listener CONTROLLER without process.roles=controller",
    ],
    [
      "a controller alone with a listener for clients",
      { ...controller, KAFKA_LISTENERS: "PLAINTEXT://a:1,CONTROLLER://a:2" },
      "allowed: no listener PLAINTEXT without process.roles=broker, or controller.listener.names",
    ],
    [
      "a broker without a listener",
      { ...combined, KAFKA_LISTENERS: "CONTROLLER://a:9093" },
      "allowed: a listener for the broker, beside CONTROLLER",
    ],
  ];
  test.each(cases)("%s", (_, environment, message) => {
    expect(() => load(environment)).toThrow(message);
  });
});
