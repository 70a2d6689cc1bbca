// A service that takes flights over HTTP and stores them in Sordini.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "@sordini/client";
import { answer } from "./service.ts";

const bootstrap = process.env.SORDINI_BOOTSTRAP ?? "127.0.0.1:9092";
const port = Number(process.env.PORT ?? 8080);

const client = new Client({ bootstrap, clientId: "http-producer" });
// A caller waits, so give up soon; within this time the SDK retries and follows new leaders.
const producer = client.producer({ acks: "all", deliveryTimeoutMs: 5000 });

const server = createServer((request, response) => {
  answer(producer, request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
});
server.listen(port, () => {
  console.log(`http-producer listens on port ${(server.address() as AddressInfo).port}`);
});

function stop(): void {
  // Requests that were accepted are answered first.
  server.close(() => void client.close());
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
