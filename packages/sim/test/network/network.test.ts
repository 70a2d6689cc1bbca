import { describe, expect, test } from "vitest";
import type { Side } from "../../src/network/connection.ts";
import { Network } from "../../src/network/network.ts";
import { SimProcess } from "../../src/world/sim-process.ts";
import { World } from "../../src/world/world.ts";

/** Two processes, of which the second listens at its broker's door. */
class Pair {
  readonly world: World;
  readonly network: Network;
  readonly client: SimProcess;
  readonly server: SimProcess;
  readonly heard: Record<Side, string[]> = { client: [], server: [] };
  /** Who heard of the end, in which words. */
  readonly broken: string[] = [];
  /** The process behind the door of 2. */
  listener: SimProcess | undefined;

  constructor(seed: number) {
    this.world = new World({ seed });
    this.network = new Network(this.world, (node, door) =>
      node === 2 && door === "broker" ? this.listener : undefined,
    );
    this.client = this.process(1);
    this.server = this.process(2);
    this.listener = this.server;
  }

  connect() {
    return this.network.connect({
      from: this.client,
      to: 2,
      door: "broker",
      what: "test",
      onBroken: (side, reason, wasOpen) => {
        this.broken.push(`${side}: ${reason}${wasOpen ? "" : ", never open"}`);
      },
    });
  }

  /** Sends words, each a message. */
  send(connection: ReturnType<Pair["connect"]>, to: Side, words: string): void {
    for (const word of words.split(" ")) {
      connection.deliver(to, () => this.heard[to].push(word));
    }
  }

  async forMs(ms: number): Promise<void> {
    await this.world.run(this.world.nowMs + ms);
  }

  process(nodeId: number): SimProcess {
    return new SimProcess({
      nodeId,
      world: this.world,
      onRan: () => undefined,
      onThrown: (_, error) => this.world.fail(error),
    });
  }
}

const seeds = Array.from({ length: 20 }, (_, seed) => seed);

describe("a connection", () => {
  test("keeps each way in order, whatever the latencies", async () => {
    for (const seed of seeds) {
      const pair = new Pair(seed);
      pair.network.config = { ...pair.network.config, latencyMs: { min: 0, max: 50 } };
      const connection = pair.connect();
      pair.send(connection, "server", "a b c");
      pair.send(connection, "client", "x y");
      await pair.forMs(5);
      pair.send(connection, "server", "d e");
      await pair.forMs(500);
      expect(pair.heard).toEqual({ server: ["a", "b", "c", "d", "e"], client: ["x", "y"] });
      expect(connection.inFlight("server")).toBe(0);
      expect(pair.broken).toEqual([]);
    }
  });

  test("that is delayed keeps its order, and one that came later may overtake it", async () => {
    const orders = new Set<string>();
    for (const seed of seeds) {
      const pair = new Pair(seed);
      const connections = [pair.connect(), pair.connect()] as const;
      await pair.forMs(10);
      pair.network.delay(1, 2, { maxMs: 100, isAnswersOnly: false });
      pair.send(connections[0], "server", "a b");
      pair.send(connections[1], "server", "c");
      pair.send(connections[0], "client", "x");
      await pair.forMs(1);
      expect(pair.heard.client).toEqual(["x"]);
      await pair.forMs(200);
      orders.add(pair.heard.server.join(""));
      pair.network.hasten(1, 2);
      pair.send(connections[0], "server", "d");
      await pair.forMs(1);
      expect(pair.heard.server.at(-1)).toBe("d");
    }
    expect([...orders].toSorted()).toEqual(["abc", "acb", "cab"]);
  });

  test("whose answers are delayed takes questions in time", async () => {
    const pair = new Pair(1);
    const connection = pair.connect();
    await pair.forMs(10);
    pair.network.delay(1, 2, { maxMs: 100, isAnswersOnly: true });
    pair.network.delay(2, 1, { maxMs: 100, isAnswersOnly: true });
    pair.send(connection, "server", "question");
    pair.send(connection, "client", "answer");
    await pair.forMs(1);
    expect(pair.heard).toEqual({ server: ["question"], client: [] });
    await pair.forMs(200);
    expect(pair.heard.client).toEqual(["answer"]);
  });

  test("is refused where nothing listens: what was sent was not received", async () => {
    const pair = new Pair(1);
    pair.listener = undefined;
    const connection = pair.connect();
    pair.send(connection, "server", "a");
    await pair.forMs(100);
    expect(pair.heard.server).toEqual([]);
    expect(pair.broken).toEqual(["client: connection refused, never open"]);
    expect(connection.isGone).toBe(true);
  });

  test("that is closed ends behind all that was sent, for the other side only", async () => {
    for (const by of ["client", "server"] as const) {
      const pair = new Pair(1);
      const connection = pair.connect();
      const other = by === "client" ? "server" : "client";
      await pair.forMs(10);
      pair.send(connection, other, "a b");
      connection.close(by);
      await pair.forMs(100);
      expect(pair.heard[other]).toEqual(["a", "b"]);
      expect(pair.broken).toEqual([`${other}: closed by the other side`]);
    }
  });

  test("that is reset loses what is in flight and tells both sides once", async () => {
    const pair = new Pair(1);
    const connection = pair.connect();
    await pair.forMs(10);
    pair.send(connection, "server", "a");
    pair.send(connection, "client", "x");
    expect(pair.network.reset(2, 1)).toBe(1);
    expect(pair.network.reset(1, 2)).toBe(0);
    connection.break("again");
    pair.send(connection, "server", "b");
    await pair.forMs(5_000);
    expect(pair.heard).toEqual({ client: [], server: [] });
    expect(pair.broken.toSorted()).toEqual(["client: reset by peer", "server: reset by peer"]);
  });

  test("calls back once when enough has drained", async () => {
    const pair = new Pair(1);
    const connection = pair.connect();
    await pair.forMs(10);
    const drainedAt: number[] = [];
    pair.send(connection, "client", "a b c d");
    connection.onceDrained("client", 1, () => drainedAt.push(connection.inFlight("client")));
    await pair.forMs(100);
    pair.send(connection, "client", "e");
    await pair.forMs(100);
    expect(drainedAt).toEqual([1]);
    expect(pair.heard.client).toEqual(["a", "b", "c", "d", "e"]);
  });
});

describe("a blocked direction", () => {
  test("holds what is sent, then lets it through in order; the other way is free", async () => {
    const pair = new Pair(1);
    const connection = pair.connect();
    await pair.forMs(10);
    pair.network.block(1, 2);
    pair.send(connection, "server", "a b");
    pair.send(connection, "client", "x");
    await pair.forMs(100);
    pair.send(connection, "server", "c");
    await pair.forMs(100);
    expect(pair.heard).toEqual({ client: ["x"], server: [] });
    pair.network.unblock(1, 2);
    await pair.forMs(100);
    expect(pair.heard.server).toEqual(["a", "b", "c"]);
    await pair.forMs(10_000);
    expect(pair.broken).toEqual([]);
  });

  test("makes no message faster that was sent shortly before it is free again", async () => {
    const pair = new Pair(1);
    pair.network.config = { ...pair.network.config, spikeProbability: 0 };
    const connection = pair.connect();
    await pair.forMs(10);
    pair.network.block(1, 2);
    pair.send(connection, "server", "held");
    await pair.forMs(10);
    pair.network.config = { ...pair.network.config, latencyMs: { min: 50, max: 60 } };
    pair.send(connection, "server", "fresh");
    pair.network.unblockAll();
    await pair.forMs(40);
    expect(pair.heard.server).toEqual(["held"]);
    await pair.forMs(40);
    expect(pair.heard.server).toEqual(["held", "fresh"]);
  });

  test("that is not freed in time aborts the connection", async () => {
    const pair = new Pair(1);
    const connection = pair.connect();
    await pair.forMs(10);
    pair.network.block(2, 1);
    pair.send(connection, "client", "x");
    await pair.forMs(400);
    expect(pair.broken).toEqual([]);
    await pair.forMs(4_000);
    pair.network.unblockAll();
    await pair.forMs(4_000);
    expect(pair.heard.client).toEqual([]);
    expect(pair.broken.toSorted()).toEqual(["client: timed out", "server: timed out"]);
  });
});

describe("a process that ends", () => {
  test("killed: the other side hears of it at once, perhaps after some last words", async () => {
    const lastWords = new Set<string>();
    for (const seed of seeds) {
      const pair = new Pair(seed);
      const connection = pair.connect();
      await pair.forMs(30);
      pair.send(connection, "client", "last words");
      pair.send(connection, "server", "a");
      pair.server.kill();
      pair.network.ended(pair.server, "reset");
      await pair.forMs(100);
      expect(pair.heard.server).toEqual([]);
      expect(pair.broken).toEqual(["client: reset by peer"]);
      lastWords.add(pair.heard.client.join(" "));
    }
    expect([...lastWords].toSorted()).toEqual(["", "last words"]);
  });

  test("without power: the other side hears of it late", async () => {
    const pair = new Pair(1);
    pair.connect();
    await pair.forMs(30);
    pair.client.kill();
    pair.network.ended(pair.client, "silent");
    await pair.forMs(400);
    expect(pair.broken).toEqual([]);
    await pair.forMs(4_000);
    expect(pair.broken).toEqual(["server: reset by peer"]);
  });

  test("leaves nothing to its successor of what was sent to it", async () => {
    const pair = new Pair(1);
    const connection = pair.connect();
    await pair.forMs(30);
    pair.send(connection, "server", "first");
    pair.server.kill();
    pair.listener = pair.process(2);
    pair.network.ended(pair.server, "reset");
    await pair.forMs(100);
    expect(pair.heard.server).toEqual([]);
    expect(pair.broken).toEqual(["client: reset by peer"]);
    pair.send(pair.connect(), "server", "second");
    await pair.forMs(100);
    expect(pair.heard.server).toEqual(["second"]);
  });
});
