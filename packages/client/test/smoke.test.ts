import { expect, test } from "vitest";
import { Client } from "../src/index.ts";
import { FakeCluster } from "./fake/fake-cluster.ts";

test("what is sent is read again", async () => {
  using cluster = await FakeCluster.start(3);
  cluster.createTopic("flights", 3);
  await using client = new Client({ bootstrap: cluster.bootstrap });
  const producer = client.producer();
  const places = await Promise.all(
    Array.from({ length: 1000 }, (_, i) =>
      producer.send("flights", { key: `k${i % 17}`, value: `v${i}` }),
    ),
  );
  expect(places.length).toBe(1000);
  const consumer = client.consumer({ from: "earliest", stopAtEnd: true });
  const seen = [];
  for await (const record of consumer.subscribe(["flights"])) {
    seen.push(`${record.partition}/${record.offset}`);
  }
  expect(seen.toSorted()).toEqual(places.map((p) => `${p.partition}/${p.offset}`).toSorted());
});
