import { Client } from "@sordini/client";
import { type Cluster, createCluster, freePorts } from "@sordini/testing";
import { afterEach, beforeEach, expect, test } from "vitest";

// Two nodes with a listener for brokers and one for clients outside, which is found under another
// host name: whoever comes in through one is sent to the others through the same.

let cluster: Cluster;
let inside: readonly number[];
let outside: readonly number[];

beforeEach(async () => {
  const ports = await freePorts(6);
  inside = ports.slice(0, 2);
  outside = ports.slice(2, 4);
  const controllers = ports.slice(4);
  const voters = controllers.map((port, index) => `${index + 1}@127.0.0.1:${port}`).join(",");
  cluster = await createCluster({
    brokers: 2,
    settings: {
      "controller.quorum.voters": voters,
      "inter.broker.listener.name": "INSIDE",
      "listener.security.protocol.map": "INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
    },
    nodeSettings: (nodeId) => {
      const [first, second] = [inside[nodeId - 1], outside[nodeId - 1]];
      const controller = `CONTROLLER://127.0.0.1:${controllers[nodeId - 1]}`;
      const advertised = `INSIDE://127.0.0.1:${first},OUTSIDE://localhost:${second}`;
      return {
        listeners: `INSIDE://127.0.0.1:${first},OUTSIDE://127.0.0.1:${second},${controller}`,
        "advertised.listeners": advertised,
      };
    },
  });
  await Promise.all(cluster.nodes.map((node) => node.start()));
});
afterEach(() => cluster.close());

async function brokersSeenBy(bootstrap: string): Promise<string[]> {
  await using client = new Client({ bootstrap });
  const { brokers } = await client.admin().describeCluster();
  return brokers.map(({ host, port }) => `${host}:${port}`);
}

test("clients are told the endpoints of the listener through which they came", async () => {
  expect(await brokersSeenBy(`127.0.0.1:${inside[0]}`)).toEqual(
    inside.map((port) => `127.0.0.1:${port}`),
  );
  expect(await brokersSeenBy(`127.0.0.1:${outside[1]}`)).toEqual(
    outside.map((port) => `localhost:${port}`),
  );
});

test("records go in through one listener and come out of the other", async () => {
  await using writer = new Client({ bootstrap: `127.0.0.1:${outside[0]}` });
  await writer.admin().createTopics([{ name: "t", partitions: 4, replicationFactor: 2 }]);
  await using producer = writer.producer({ acks: "all" });
  const values = Array.from({ length: 20 }, (_, index) => `value ${index}`);
  await Promise.all(values.map((value) => producer.send("t", { value })));

  await using reader = new Client({ bootstrap: `127.0.0.1:${inside[1]}` });
  await using consumer = reader.consumer({ from: "earliest", stopAtEnd: true });
  const read: string[] = [];
  for await (const { value } of consumer.subscribe(["t"])) {
    read.push(Buffer.from(value ?? []).toString());
  }
  expect(read.sort()).toEqual(values.sort());
});
