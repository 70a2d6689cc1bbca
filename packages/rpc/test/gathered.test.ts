import { once } from "node:events";
import { Client, credentials, Server, ServerCredentials } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  clientService,
  implementation,
  openStream,
  type ProduceRequestMessage,
  replicationService,
  sordini,
} from "../src/index.ts";
import { encodeProduceRequest, encodeReplicateResponse } from "../src/data-messages.ts";

const runs = [Uint8Array.of(1, 2, 3), new Uint8Array(300).fill(7)];
const joined = Uint8Array.from([...(runs[0] ?? []), ...(runs[1] ?? [])]);
const request: ProduceRequestMessage = {
  requestId: 7,
  acks: -1,
  timeoutMs: 1000,
  partitions: [
    { topicId: "A".repeat(22), partition: 0, leaderEpoch: 3, runs },
    { topicId: "A".repeat(22), partition: 1, leaderEpoch: -1, runs: [] },
  ],
};

function bytesOf(message: { length: number; copy(out: Uint8Array, at?: number): number }) {
  const out = new Uint8Array(message.length);
  message.copy(out);
  return out;
}

test("a gathered produce request is plain protobuf", () => {
  const decoded = sordini.client.v1.ProduceRequest.decode(bytesOf(encodeProduceRequest(request)));
  expect(decoded.requestId).toBe(7);
  expect(decoded.acks).toBe(-1);
  expect(decoded.partitions[0]).toMatchObject({ topicId: "A".repeat(22), leaderEpoch: 3 });
  expect(Uint8Array.from(decoded.partitions[0]?.batches ?? [])).toEqual(joined);
  expect(decoded.partitions[1]?.batches ?? new Uint8Array(0)).toHaveLength(0);
});

test("a gathered push keeps its small fields", () => {
  const push = {
    topicId: "B".repeat(22),
    partition: 5,
    leaderEpoch: 9,
    attachId: 2,
    errorCode: 0,
    highWatermark: 2 ** 40,
    logStartOffset: 1,
    diverging: { epoch: 4, endOffset: 17 },
    baseOffset: 2 ** 33,
    runs,
  };
  const bytes = bytesOf(encodeReplicateResponse({ pushes: [push] }));
  expect(replicationService.replicate.responseDeserialize(Buffer.from(bytes)).pushes[0]).toEqual({
    ...push,
    diverging: expect.objectContaining(push.diverging),
    runs: [Buffer.from(joined)],
  });
});

const server = new Server();
let client: Client;

beforeAll(async () => {
  const handlers = implementation(clientService, {
    produce: (stream) => {
      stream.on("data", (message) => {
        const [first] = message.partitions;
        const bytes = first?.runs[0]?.length ?? -1;
        stream.write({ creditBytes: bytes, results: [] });
      });
      stream.on("end", () => stream.end());
    },
    consume: (stream) => {
      stream.on("data", () => {
        const rest = { errorCode: 0, errorMessage: "", highWatermark: 1, logStartOffset: 0 };
        const place = { topicId: "C".repeat(22), partition: 0, assignmentId: 1 };
        stream.write({ partitions: [{ ...place, ...rest, currentLeader: null, runs }] });
      });
      stream.on("end", () => stream.end());
    },
    getMetadata: () => ({ clusterId: "c" }),
    listOffsets: () => Promise.reject(new Error("not part of this test")),
  });
  server.addService(clientService, handlers);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
});

afterAll(() => {
  client.close();
  server.forceShutdown();
});

// Guards what gathered.ts assumes of grpc-js, in both directions.
test("grpc-js sends gathered messages from client and from server", async () => {
  const produce = openStream(client, clientService.produce);
  const credit = new Promise((resolve) => produce.once("data", (m) => resolve(m.creditBytes)));
  produce.write(request);
  expect(await credit).toBe(joined.length);
  produce.end();
  await once(produce, "end");

  const consume = openStream(client, clientService.consume);
  const got = new Promise<Uint8Array>((resolve) =>
    consume.once("data", (m) => resolve(m.partitions[0]?.runs[0] ?? new Uint8Array(0))),
  );
  consume.write({ creditBytes: 1 });
  expect(Uint8Array.from(await got)).toEqual(joined);
  consume.end();
  await once(consume, "end");
});
