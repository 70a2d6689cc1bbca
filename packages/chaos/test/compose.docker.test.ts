import { Client } from "@sordini/client";
import { expect, test } from "vitest";
import { ComposeContainers, whyNoContainers } from "./compose-containers.ts";

// The image and the three nodes of docker-compose.yml in real containers: `npm run chaos:docker`.

const whyNot = await whyNoContainers();
if (whyNot !== null) {
  process.stderr.write(
    "SKIPPED: three containers of deploy/Dockerfile, one of them killed, nothing lost: there is " +
      `no container engine here (${whyNot}). compose.cluster.test.ts runs the same services as ` +
      "processes.\n",
  );
}

test.skipIf(whyNot !== null)("containers lose nothing when one is killed", async () => {
  await using cluster = await ComposeContainers.start();
  await using client = new Client({ bootstrap: cluster.bootstrap });
  await client.admin().createTopics([{ name: "t", partitions: 6 }]);
  const before = await sendAll(client, "before");
  await cluster.kill("broker-2");
  const after = await sendAll(client, "after");
  expect(await readAll(client)).toEqual([...before, ...after].sort());
  const inside = await cluster.run("broker-1", [
    "sordini",
    "-b",
    "broker-3:19092",
    "topic",
    "list",
  ]);
  expect(inside).toContain("t");
  expect(await cluster.run("broker-1", ["id", "-u"])).toBe("1000\n");
  expect(await cluster.stop("broker-3")).toBe(0);
});

async function sendAll(client: Client, when: string): Promise<string[]> {
  await using producer = client.producer({ acks: "all" });
  const values = Array.from({ length: 100 }, (_, index) => `${when} ${index}`);
  await Promise.all(values.map((value) => producer.send("t", { value })));
  return values;
}

async function readAll(client: Client): Promise<string[]> {
  await using consumer = client.consumer({ from: "earliest", stopAtEnd: true });
  const values: string[] = [];
  for await (const { value } of consumer.subscribe(["t"])) {
    values.push(Buffer.from(value ?? []).toString());
  }
  return values.sort();
}
