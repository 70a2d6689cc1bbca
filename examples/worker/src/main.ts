// Reads all flights, keeps the average delay of each airport, and serves it on GET /.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Client, type ConsumedRecord, json, SerializationError } from "@sordini/client";
import { averagesOf, count, type Flight } from "./averages.ts";
import { loadState, saveState } from "./state-file.ts";

const bootstrap = process.env.SORDINI_BOOTSTRAP ?? "127.0.0.1:9092";
const port = Number(process.env.PORT ?? 8081);
const statePath = process.env.STATE_FILE ?? "worker-state.json";
const saveEveryMs = 1000;

const flights = { name: "flights", value: json<Flight>() } as const;

const state = loadState(statePath);
await using client = new Client({ bootstrap, clientId: "worker" });
const consumer = client.consumer();

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(`${JSON.stringify(averagesOf(state), null, 2)}\n`);
});
server.listen(port, () => {
  console.log(`worker listens on port ${(server.address() as AddressInfo).port}`);
});

// A timer runs between two batches, never within one: offsets and averages always agree.
const saving = setInterval(() => saveState(statePath, state), saveEveryMs);
process.once("SIGTERM", () => void consumer.close());
process.once("SIGINT", () => void consumer.close());

try {
  for await (const batch of consumer.batches(await sources())) {
    for (const record of batch) countRecord(record);
    state.offsets[batch.partition] = batch.nextOffset;
  }
} finally {
  clearInterval(saving);
  saveState(statePath, state);
  server.close();
}

/** Each partition from where the state ends. */
async function sources() {
  const [topic] = await client.admin().describeTopics([flights.name]);
  return (topic?.partitions ?? []).map(({ partition }) => ({
    topic: flights,
    partition,
    from: state.offsets[partition] ?? ("earliest" as const),
  }));
}

function countRecord(record: ConsumedRecord<Uint8Array, Flight>): void {
  try {
    if (record.value !== null) count(state, record.value);
  } catch (error) {
    // One record that is no JSON must not stop all the others for ever.
    if (!(error instanceof SerializationError)) throw error;
    state.skipped++;
  }
}
