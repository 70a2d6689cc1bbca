import { describe, expect, test } from "vitest";
import type { Connection } from "@sordini/client/internal";
import {
  type CallError,
  clientService,
  endWithFailure,
  type Handlers,
  type ServerStream,
} from "@sordini/rpc";
import { inMemoryTransport } from "../../src/network/in-memory-rpc.ts";
import { InMemoryServer } from "../../src/network/in-memory-server.ts";
import { TestNetwork } from "./test-network.ts";
import { VirtualTime } from "./virtual-time.ts";

type ConsumeStream = ServerStream<typeof clientService.consume>;

interface World {
  readonly time: VirtualTime;
  readonly network: TestNetwork;
  readonly connection: Connection;
}

function world(handlers: Partial<Handlers<typeof clientService>>): World {
  const time = new VirtualTime();
  const network = new TestNetwork(time);
  const server = new InMemoryServer();
  server.add(clientService, handlers as Handlers<typeof clientService>);
  network.servers.set(1, server);
  const transport = inMemoryTransport({
    link: network.link(),
    timers: time,
    serverAt: ({ port }) => network.servers.get(port),
  });
  return { time, network, connection: transport.connect({ host: "broker", port: 1 }) };
}

/** A stream that notes what it hears; the server's end comes with its first message. */
function consume({ connection }: World) {
  const heard: string[] = [];
  const errors: CallError[] = [];
  const stream = connection.openStream(clientService.consume, {
    onMessage: ({ partitions }) => heard.push(`message ${partitions[0]?.partition}`),
    onDrain: () => heard.push("drain"),
    onClosed: (error) => errors.push(error),
  });
  return { stream, heard, errors };
}

function consumed(partition: number) {
  const place = { topicId: "T", partition, assignmentId: 1, errorCode: 0, errorMessage: "" };
  const offsets = { highWatermark: 0, logStartOffset: 0, currentLeader: null };
  return { partitions: [{ ...place, ...offsets, runs: [] }] };
}

describe("a question", () => {
  const asked = { time: 5_000 };

  function ask({ time, connection }: World): Promise<string> {
    const { getMetadata } = clientService;
    const answer = connection.unary(getMetadata, { topics: ["t"] }, { timeoutMs: asked.time });
    return time.wait(
      answer.then(
        ({ clusterId }) => clusterId,
        (error: CallError) => error.kind,
      ),
    );
  }

  test("and its answer cross as bytes: every field is there, nothing is shared", async () => {
    const w = world({ getMetadata: (request) => ({ clusterId: `${request.topics[0]}!` }) });
    expect(await ask(w)).toBe("t!");
    expect(await ask(w)).toBe("t!");
    expect(w.network.connectionsTo(1)).toBe(1);
  });

  test("that nobody hears is told apart from one that may have been heard", async () => {
    const w = world({ getMetadata: () => new Promise(() => {}) });
    w.time.after(100, () => w.network.break(1));
    expect(await ask(w)).toBe("broken");
    w.network.servers.clear();
    expect(await ask(w)).toBe("unreachable");
  });

  test("without an answer ends at its deadline", async () => {
    const w = world({ getMetadata: () => new Promise(() => {}) });
    const startMs = w.time.monotonicMs();
    expect(await ask(w)).toBe("timedOut");
    expect(w.time.monotonicMs() - startMs).toBe(asked.time);
  });

  test("to a handler that throws, or to none", async () => {
    const refusing = world({
      getMetadata: () => {
        throw new Error("a bug");
      },
    });
    expect(await ask(refusing)).toBe("broken"); // as grpc-js: UNKNOWN
    const empty = world({});
    empty.network.servers.set(1, new InMemoryServer());
    expect(await ask(empty)).toBe("unknownMethod");
  });

  test("is asked over a new connection after a loss", async () => {
    const w = world({ getMetadata: () => ({ clusterId: "c" }) });
    expect(await ask(w)).toBe("c");
    w.network.break(1);
    await w.time.advance(10);
    expect(await ask(w)).toBe("c");
  });
});

describe("a stream", () => {
  test("goes both ways in order, and ends for both when one gives it up", async () => {
    const events: string[] = [];
    const w = world({
      consume: (stream) => {
        stream.on("data", ({ creditBytes }) => {
          events.push(`credit ${creditBytes}`);
          stream.write(consumed(creditBytes));
        });
        stream.on("cancelled", () => events.push("cancelled"));
      },
    });
    const { stream, heard, errors } = consume(w);
    for (const creditBytes of [1, 2, 3]) stream.write({ creditBytes });
    await w.time.until(() => heard.length === 3);
    expect(heard).toEqual(["message 1", "message 2", "message 3"]);
    stream.cancel();
    await w.time.until(() => events.includes("cancelled"));
    expect(errors).toEqual([]);
  });

  test("that breaks tells both ends, and loses what was under way", async () => {
    const events: string[] = [];
    const w = world({
      consume: (stream) => {
        stream.on("data", () => events.push("data"));
        stream.on("cancelled", () => events.push("cancelled"));
      },
    });
    const { stream, errors } = consume(w);
    stream.write({ creditBytes: 1 });
    await w.time.until(() => events.length === 1);
    stream.write({ creditBytes: 1 });
    w.network.break(1);
    await w.time.until(() => errors.length === 1 && events.length === 2);
    expect(errors[0]?.kind).toBe("broken");
    expect(events).toEqual(["data", "cancelled"]);
  });

  test("ends with what the handler says, after the handler's own listeners", async () => {
    const events: string[] = [];
    const w = world({
      consume: (stream) => {
        stream.on("error", (error: Error) => events.push(error.message));
        const failure = { errorCode: 42, message: "against the rules", controllerId: -1 };
        stream.on("data", () => endWithFailure(stream, failure));
      },
    });
    const { stream, errors } = consume(w);
    stream.write({ creditBytes: 1 });
    await w.time.until(() => errors.length === 1);
    expect(errors[0]).toMatchObject({ kind: "refused", failure: { errorCode: 42 } });
    expect(events).toEqual(["against the rules"]);
  });

  test("that is full says so on either side, and when it is not any more", async () => {
    const streams: ConsumeStream[] = [];
    const events: string[] = [];
    const w = world({
      consume: (stream) => {
        stream.on("data", () => {});
        stream.on("drain", () => events.push("drain"));
        streams.push(stream);
      },
    });
    const { stream, heard } = consume(w);
    w.network.blocked.add(1);
    const written = Array.from({ length: 20 }, () => stream.write({ creditBytes: 1 }));
    expect(written.indexOf(false)).toBeGreaterThan(5);
    expect(written.at(-1)).toBe(false);
    w.network.unblock(1);
    await w.time.until(() => heard[0] === "drain");
    const answers = Array.from({ length: 20 }, (_, i) => streams[0]?.write(consumed(i)));
    expect(answers.at(-1)).toBe(false);
    await w.time.until(() => events.includes("drain"));
    await w.time.until(() => heard.at(-1) === "message 19");
  });

  test("of a connection that is closed ends at both sides", async () => {
    const events: string[] = [];
    const w = world({
      consume: (stream) => {
        stream.on("cancelled", () => events.push("cancelled"));
      },
    });
    const { errors } = consume(w);
    await w.time.advance(10);
    w.connection.close();
    await w.time.until(() => events.length === 1);
    expect(errors[0]?.kind).toBe("cancelled");
  });
});
