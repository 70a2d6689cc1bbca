import { expect, test } from "vitest";
import { ConnectionError, TimeoutError } from "@sordini/client";
import { type ClientWorld, inWorld } from "./client-world.ts";

/** Sends values one after the other; their offsets. */
async function send({ time, client }: ClientWorld, values: readonly string[]): Promise<number[]> {
  const producer = client.producer();
  const offsets: number[] = [];
  for (const value of values) {
    offsets.push((await time.wait(producer.send("t", { value }))).offset);
  }
  return offsets;
}

/** Reads the topic from its beginning; the function gives the next `count` values. */
function reader({ time, client }: ClientWorld): (count: number) => Promise<string[]> {
  const records = client.consumer({ from: "earliest" }).subscribe(["t"]);
  return async (count) => {
    const values: string[] = [];
    while (values.length < count) {
      const { value: record } = await time.wait(records.next());
      values.push(new TextDecoder().decode(record.value ?? undefined));
    }
    return values;
  };
}

function numbers(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, i) => String(from + i));
}

test("finds the leader, stores in order, reads it back; twice the same", async () => {
  const run = () =>
    inWorld(async (w) => {
      expect(await send(w, numbers(20))).toEqual(numbers(20).map(Number));
      expect(w.brokers.log.values()).toEqual(numbers(20));
      expect(await reader(w)(20)).toEqual(numbers(20));
    });
  const first = await run();
  expect(first.length).toBeGreaterThan(20);
  expect(await run()).toEqual(first);
});

test("follows a leader that moved, from what the old one says", () =>
  inWorld(async (w) => {
    const { time, client, brokers } = w;
    const producer = client.producer();
    await time.wait(producer.send("t", { value: "a" }));
    brokers.moveLeader(2);
    const beforeMs = time.monotonicMs();
    await time.wait(producer.send("t", { value: "b" }));
    expect(time.monotonicMs() - beforeMs).toBeLessThan(10); // no pause and no question in between
    expect(brokers.log.values()).toEqual(["a", "b"]);
    // What was learned of the leader has left the partition's other facts as they were.
    expect(await reader(w)(2)).toEqual(["a", "b"]);
  }));

test("a broker with old metadata does not lead back to the old leader", () =>
  inWorld(async (w) => {
    const { brokers } = w;
    brokers.moveLeader(2);
    brokers.moveLeader(3);
    brokers.stale.set(1, { leaderId: 2, leaderEpoch: 1 });
    expect(await send(w, ["a", "b"])).toEqual([0, 1]);
    expect(await reader(w)(2)).toEqual(["a", "b"]);
  }));

test("a connection that breaks before the answer: sent again, stored perhaps twice", () =>
  inWorld(async (w) => {
    const { brokers, network } = w;
    let breaks = 1;
    brokers.onProduced = (brokerId) => {
      if (breaks-- > 0) network.break(brokerId);
      return true;
    };
    expect(await send(w, ["a", "b"])).toEqual([1, 2]);
    expect(brokers.log.values()).toEqual(["a", "a", "b"]);
  }));

test("a connection that never came about: nothing was sent, stored once", () =>
  inWorld(async (w) => {
    const { time, brokers } = w;
    brokers.kill(1);
    time.after(700, () => brokers.moveLeader(2));
    expect(await send(w, ["a", "b"])).toEqual([0, 1]);
    expect(brokers.log.values()).toEqual(["a", "b"]);
  }));

test("a leader that fell silent is left when metadata names another one", () =>
  inWorld(async (w) => {
    const { time, client, brokers, network } = w;
    const producer = client.producer();
    await time.wait(producer.send("t", { value: "a" }));
    network.blocked.add(1);
    const sent = producer.send("t", { value: "b" });
    await time.advance(500);
    brokers.moveLeader(2);
    await time.wait(sent, 5_000);
    network.unblock(1); // what was held arrives at a broker that leads no longer
    await time.advance(100);
    expect(brokers.log.values()).toEqual(["a", "b"]);
  }));

test("a batch that nobody acknowledges fails at its deadline", () =>
  inWorld(async (w) => {
    const { time, client, brokers } = w;
    const producer = client.producer({ deliveryTimeoutMs: 3_000 });
    brokers.onProduced = () => false;
    const startMs = time.monotonicMs();
    const sent = producer.send("t", { value: "a" });
    await expect(time.wait(sent)).rejects.toThrow(TimeoutError);
    // A leader that says nothing is left a second after a request's time is over.
    expect(time.monotonicMs() - startMs).toBeLessThan(4_500);
  }));

test("a question passes over a broker that does not answer; a change does not", () =>
  inWorld(async (w) => {
    const { time, client, network } = w;
    network.blocked.add(1);
    const admin = client.admin();
    const startMs = time.monotonicMs();
    expect(await time.wait(admin.listTopics())).toHaveLength(1);
    expect(time.monotonicMs() - startMs).toBeLessThan(6_000);
    const create = admin.createTopics([{ name: "u" }]);
    await expect(time.wait(create)).rejects.toThrow(TimeoutError);
  }));

test("no broker anywhere: ConnectionError after the connect timeout", () =>
  inWorld(async (w) => {
    const { time, client, brokers } = w;
    for (const id of [1, 2, 3]) brokers.kill(id);
    const startMs = time.monotonicMs();
    const listed = client.admin().listTopics();
    await expect(time.wait(listed)).rejects.toThrow(ConnectionError);
    expect(time.monotonicMs() - startMs).toBeGreaterThanOrEqual(3_000);
  }));

test("a consumer goes on at the new leader, where it was", () =>
  inWorld(async (w) => {
    const { brokers } = w;
    await send(w, numbers(5));
    const read = reader(w);
    expect(await read(5)).toEqual(numbers(5));
    brokers.moveLeader(2);
    await send(w, numbers(5, 5));
    expect(await read(5)).toEqual(numbers(5, 5));
    expect(brokers.fetches).toContainEqual({ brokerId: 2, offset: 5 });
  }));

test("a consumer whose leader is killed finds the next one", () =>
  inWorld(async (w) => {
    const { time, brokers } = w;
    await send(w, numbers(5));
    const read = reader(w);
    expect(await read(3)).toEqual(numbers(3));
    brokers.kill(1);
    time.after(1_500, () => brokers.moveLeader(3));
    await send(w, numbers(2, 5));
    expect(await read(4)).toEqual(numbers(4, 3));
  }));
